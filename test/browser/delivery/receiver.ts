import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { ReadMessage } from '@uptake/collector/src/storage/storage.ts'
import type { UptakeConfig } from '@uptake/shared/model'
import { spawnCollector } from '../../harness/spawn-collector.ts'
import { temporaryFolder } from '../../harness/start-collector.ts'

/** What every page tracks. */
export const EVENT = 'report_created'
const CONFIG: UptakeConfig = {
  model: {
    actions: { [EVENT]: {} },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  },
}
const READ_LIMIT = 10_000

/** A collector in a process of its own, and what it has stored. */
export interface Receiver extends AsyncDisposable {
  readonly url: string
  /** All that is committed, in that order; read beside the collector, and each once: as it was then. */
  messages(): Promise<readonly ReadMessage[]>
  /** The same as it is now: what was anonymous may be somebody's. */
  messagesNow(): Promise<readonly ReadMessage[]>
}

/**
 * Starts a collector on a store of its own.
 * @param settings - of its configuration; without it, it knows the one event, and anybody may send
 */
export async function openReceiver(settings?: Partial<UptakeConfig>): Promise<Receiver> {
  await using made = new AsyncDisposableStack()
  const folder = made.adopt(temporaryFolder(), ({ remove }) => remove())
  const [data, config] = [join(folder.path, 'data'), join(folder.path, 'uptake.config.json')]
  writeFileSync(config, JSON.stringify({ ...CONFIG, ...settings }))
  const collector = made.adopt(await spawnCollector({ data, config }), async ({ end }) => void (await end('SIGTERM')))
  const storage = made.adopt(await openStorage(data), (opened) => opened.close())
  const known: ReadMessage[] = []
  const all = made.move()

  async function readInto(read: ReadMessage[]): Promise<ReadMessage[]> {
    for (;;) {
      const last = read.at(-1)?.seq ?? 0
      // oxlint-disable-next-line no-await-in-loop -- each begins where the one before has ended
      const more = await storage.messagesAfter(last, READ_LIMIT)
      // Another may have read the same meanwhile.
      read.push(...more.filter(({ seq }) => seq > (read.at(-1)?.seq ?? 0)))
      if (more.length < READ_LIMIT) return read
    }
  }

  return {
    url: collector.url,
    messages: () => readInto(known),
    messagesNow: () => readInto([]),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
