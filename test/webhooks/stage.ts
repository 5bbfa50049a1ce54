import { startDelivery, type Delivery } from '@uptake/collector/src/nudges/delivery.ts'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { NewTrigger, OutboxEntry, Storage } from '@uptake/collector/src/storage/storage.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'
import { type Receiver, startReceiver } from './receiver.ts'

type Options = Parameters<typeof startDelivery>[1]

/** An outbox with a receiver, and whoever delivers from one to the other. */
export interface Stage extends AsyncDisposable {
  readonly storage: Storage
  readonly receiver: Receiver
  /** Lines of the log, of all that deliver. */
  readonly logged: readonly string[]
  /** Added to the clock. */
  aheadMs: number
  /** Puts requests about a user into the outbox. */
  add(ids: readonly string[], more?: Partial<NewTrigger>): Promise<void>
  entry(id: string): Promise<OutboxEntry | undefined>
  statuses(): Promise<Record<string, number>>
  /** Starts to deliver, with short waits; without storage from the stage's. */
  deliver(options?: Partial<Options>, storage?: Storage): Delivery
  /** The same outbox, as another process opens it. */
  openAnother(): Promise<Storage>
}

const NO_WAITS: readonly number[] = Array<number>(100).fill(1)
/** Only what hangs is given up: a machine that is busy may take its time with an answer. */
const TIMES = { lookMs: 5, attemptMs: 60_000, leaseMs: 60_000, stopMs: 50, waitsMs: NO_WAITS }

export async function openStage(): Promise<Stage> {
  const folder = temporaryFolder()
  const storages = [await openStorage(folder.path)]
  const storage = storages[0]!
  const receiver = await startReceiver()
  const logged: string[] = []
  const note = (what: unknown, msg?: string) =>
    void logged.push(JSON.stringify(typeof what === 'string' ? { msg: what } : { ...(what as object), msg }))
  const log = { info: note, warn: note, error: note }
  const deliveries: Delivery[] = []
  const ada = await storage.transaction(async (transaction) => {
    const person = await transaction.addPerson('ada')
    const people = new Map([[person, { firstAt: 0, lastAt: 0 }]])
    await transaction.addSeen({ people, accounts: new Map(), members: [] })
    return person
  })
  const trigger = (id: string): NewTrigger => ({
    id,
    nudge: `of ${id}`,
    of: 'person',
    subject: ada,
    subjectId: 'ada',
    account: null,
    at: Date.now(),
    payload: JSON.stringify({ type: 'nudge.triggered', data: { user: 'ada', note: 'ünïcode' } }),
  })
  const stage: Stage = {
    storage,
    receiver,
    logged,
    aheadMs: 0,
    add: (ids, more = {}) =>
      storage.transaction(async (transaction) => {
        for (const id of ids) await transaction.addTrigger({ ...trigger(id), ...more })
      }),
    entry: async (id) => (await storage.triggersAbout('person', ada)).find((one) => one.id === id),
    async statuses() {
      const entries = await storage.triggersAbout('person', ada)
      const byStatus = Map.groupBy(entries, ({ status }) => status)
      return Object.fromEntries([...byStatus].map(([status, some]) => [status, some.length]))
    },
    deliver(options = {}, from = storage) {
      const delivery = startDelivery(from, {
        url: `${receiver.url}/hooks?of=uptake`,
        allowPrivate: true,
        secrets: () => KEYS.webhookSecrets,
        now: () => Date.now() + stage.aheadMs,
        random: () => 0.5,
        log,
        ...options,
        times: { ...TIMES, ...options.times },
      })
      deliveries.push(delivery)
      return delivery
    },
    async openAnother() {
      const another = await openStorage(folder.path)
      storages.push(another)
      return another
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(deliveries.map((delivery) => delivery.stop()))
      await receiver[Symbol.asyncDispose]()
      for (const one of storages) await one.close()
      folder.remove()
    },
  }
  return stage
}
