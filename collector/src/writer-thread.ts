import { randomUUID } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { Config } from '@uptake/shared/model'
import { checkModel } from '@uptake/shared/model/check'
import type { RejectionCode } from '@uptake/shared/wire'
import { createGate } from './http/gate.ts'
import type { Keys } from './http/keys.ts'
import type { Tally } from './http/metrics.ts'
import { UptakeError } from './errors.ts'
import { createIngest, type Ingest } from './ingest/ingest.ts'
import { type Answer, createReception, type Incoming } from './ingest/reception.ts'
import { openStorage } from './storage/open.ts'
import type { Transaction } from './storage/storage.ts'

/** What the thread needs to know, as far as it crosses threads. */
export interface WriterOptions {
  readonly dataFolder: string
  /** As it was written. */
  readonly model: unknown
  readonly retentionDays: number | null
  readonly identity: Config['identity']
  readonly keys: Keys
}
/** Requests that came in at one turn of the event loop, or the keys that hold from now on; null after the last. */
export type ToWriter = readonly (Incoming & { readonly id: number })[] | { readonly useKeys: Keys } | null
/** What they are answered with, as they are done, and what was done. */
export interface FromWriter {
  readonly replies: readonly Reply[]
  readonly tally: Tally
  /** Why the last transaction could not be written, null where it was; undefined where there was none. */
  readonly trouble: string | null | undefined
}
type Reply = { readonly id: number } & (
  | { readonly answer: Answer }
  | { readonly failure: { readonly code: UptakeError['code']; readonly message: string; readonly hint: string } }
  | { readonly error: unknown }
)

const { dataFolder, model, retentionDays, identity, keys } = workerData as WriterOptions
const checked = checkModel(model)
if ('faults' in checked) throw new Error('the model has faults')
const storage = await openStorage(dataFolder)
const ingest = createIngest({ ...storage, transaction: timed }, checked.model, { retentionDays, randomId: randomUUID })
const receive = createReception(counted, createGate(identity, keys))

const open = new Set<Promise<void>>()
const nothing = () => ({ accepted: 0, duplicates: 0, rejected: {} as Partial<Record<RejectionCode, number>> })
let replies: Reply[] = []
let taken = nothing()
let commits: number[] = []
let trouble: FromWriter['trouble']

async function timed<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    const result = await storage.transaction(work)
    trouble = null
    return result
  } catch (error) {
    trouble = String(error)
    throw error
  } finally {
    commits.push((performance.now() - started) / 1_000)
  }
}

async function counted(...args: Parameters<Ingest>): ReturnType<Ingest> {
  const result = await ingest(...args)
  taken.accepted += result.accepted
  taken.duplicates += result.duplicates
  for (const { code } of result.rejected) taken.rejected[code] = (taken.rejected[code] ?? 0) + 1
  return result
}

/** All that is answered at one turn goes back together. */
function reply(one: Reply): void {
  if (replies.push(one) > 1) return
  setImmediate(() => {
    parentPort?.postMessage({ replies, tally: { ...taken, commits }, trouble } satisfies FromWriter)
    replies = []
    taken = nothing()
    commits = []
    trouble = undefined
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

parentPort?.on('message', (told: ToWriter) => {
  if (told === null) void close()
  else if ('useKeys' in told) Object.assign(keys, told.useKeys)
  else for (const one of told) take(one)
})

function take(incoming: Incoming & { id: number }): void {
  const answering = answer(incoming).finally(() => open.delete(answering))
  open.add(answering)
}

async function close(): Promise<void> {
  await Promise.all(open)
  await storage.close()
  // What was replied goes first.
  setImmediate(() => parentPort?.close())
}
