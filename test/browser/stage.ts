import { join } from 'node:path'
import type { Message } from '@uptake/shared/wire'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { ReadMessage } from '@uptake/collector/src/storage/storage.ts'
import { sendMessages } from '../../demo/simulator/send.ts'
import { portToKeep } from '../harness/port-to-keep.ts'
import { DEMO_CONFIG, serveDemo, type ServedDemo } from '../harness/serve-demo.ts'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'

/** A collector process, and the demo built for it. */
export interface Stage extends AsyncDisposable {
  readonly demo: ServedDemo
  stopCollector(signal: NodeJS.Signals): Promise<void>
  /** Starts it again, on the port and the data that it had. */
  startCollector(): Promise<void>
  send(messages: readonly Message[]): Promise<void>
  /** Reads a route with the secret key. */
  read(path: string): Promise<unknown>
  /** What is committed of a user, in that order; read beside the collector, or without it. */
  messagesOf(userId: string): Promise<readonly ReadMessage[]>
}

export async function openStage(): Promise<Stage> {
  await using made = new AsyncDisposableStack()
  const folder = made.adopt(temporaryFolder(), ({ remove }) => remove())
  const data = join(folder.path, 'data')
  const port = await portToKeep()
  let collector = await spawnCollector({ data, config: DEMO_CONFIG, port })
  made.defer(async () => void (await collector.end('SIGTERM')))
  const host = collector.url
  const demo = made.use(await serveDemo(host))
  const storage = made.adopt(await openStorage(data), (opened) => opened.close())
  const all = made.move()
  return {
    demo,
    async stopCollector(signal) {
      await collector.end(signal)
    },
    async startCollector() {
      collector = await spawnCollector({ data, config: DEMO_CONFIG, port })
    },
    async send(messages) {
      await sendMessages(messages, { host, writeKey: KEYS.writeKey })
    },
    async read(path) {
      const response = await fetch(`${host}${path}`, { headers: { Authorization: `Bearer ${KEYS.secretKey}` } })
      if (!response.ok) throw new Error(`${response.status} ${path}: ${await response.text()}`)
      return response.json()
    },
    async messagesOf(userId) {
      const messages = await storage.messagesAfter(0, 10_000)
      return messages.filter((message) => message.userId === userId)
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** The events' names in alphabetical order, one for each time. */
export function eventsIn(messages: readonly ReadMessage[]): string[] {
  return messages.flatMap(({ event }) => event ?? []).toSorted()
}
