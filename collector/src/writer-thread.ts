import { randomUUID } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { checkModel } from '@uptake/shared/model/check'
import { type Keys, roleOf } from './http/keys.ts'
import { UptakeError } from './errors.ts'
import { createIngest } from './ingest/ingest.ts'
import { type Answer, createReception, type Incoming } from './ingest/reception.ts'
import { openStorage } from './storage/open.ts'

/** What the thread needs to know, as far as it crosses threads. */
export interface WriterOptions {
  readonly dataFolder: string
  /** As it was written. */
  readonly model: unknown
  readonly retentionDays: number | null
  readonly keys: Keys
}
/** Requests that came in at one turn of the event loop; null after the last. */
export type ToWriter = readonly (Incoming & { readonly id: number })[] | null
/** What they are answered with, as they are done. */
export type FromWriter = readonly Reply[]
type Reply = { readonly id: number } & (
  | { readonly answer: Answer }
  | { readonly failure: { readonly code: UptakeError['code']; readonly message: string; readonly hint: string } }
  | { readonly error: unknown }
)

const { dataFolder, model, retentionDays, keys } = workerData as WriterOptions
const checked = checkModel(model)
if ('faults' in checked) throw new Error('the model has faults')
const storage = await openStorage(dataFolder)
const ingest = createIngest(storage, checked.model, { retentionDays, randomId: randomUUID })
const receive = createReception(ingest, (key) => roleOf(keys, key) !== null)

const open = new Set<Promise<void>>()
let replies: Reply[] = []

/** All that is answered at one turn goes back together. */
function reply(one: Reply): void {
  if (replies.push(one) > 1) return
  setImmediate(() => {
    parentPort?.postMessage(replies satisfies FromWriter)
    replies = []
  })
}

async function answer({ id, ...incoming }: Incoming & { id: number }): Promise<void> {
  try {
    reply({ id, answer: await receive(incoming) })
  } catch (error) {
    // An error of ours does not cross threads as it is.
    if (error instanceof UptakeError) {
      const { code, message, hint } = error
      reply({ id, failure: { code, message, hint } })
    } else reply({ id, error })
  }
}

parentPort?.on('message', (incoming: ToWriter) => {
  if (incoming === null) void close()
  for (const one of incoming ?? []) {
    const answering = answer(one).finally(() => open.delete(answering))
    open.add(answering)
  }
})

async function close(): Promise<void> {
  await Promise.all(open)
  await storage.close()
  // What was replied goes first.
  setImmediate(() => parentPort?.close())
}
