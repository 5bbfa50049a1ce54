import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { LIMITS } from '@uptake/shared/wire'
import { UptakeError } from './errors.ts'
import type { Keys } from './http/keys.ts'
import type { Tally } from './http/metrics.ts'
import type { Answer, Incoming, Receive } from './ingest/reception.ts'
import type { FromWriter, ToWriter, WriterOptions } from './writer-thread.ts'

/** Takes messages in, in a thread of its own, so that no read waits for a commit. */
export interface Writer {
  /** @throws UptakeError `unavailable` where too much waits already: there is no use in reading a body */
  readonly requireRoom: () => void
  /** @throws UptakeError as `Receive` says, and `unavailable` where too much waits already */
  readonly receive: Receive
  /** Takes other keys than it was started with for what arrives from now on. */
  readonly useKeys: (keys: Keys) => void
  /** What waits to be written. */
  readonly waiting: () => { readonly requests: number; readonly bytes: number }
  /** Resolves when all that was received is answered, and the store is closed. */
  readonly close: () => Promise<void>
}

/** Bodies that wait together, at most: about a second's worth. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024
/** Those of them that the thread has, at most: parsed, they take several times as much. About as much as it commits at once. */
const MAX_PASSED_BYTES = 2 * 1024 * 1024

/** Larger bodies move to the thread instead of being copied, which costs small ones more. */
const MAX_COPIED_BYTES = 4_096

/** What a body may take: a packed one as much as is taken of any. */
const bytesOf = ({ body, isGzip }: Incoming): number => (isGzip ? LIMITS.requestBytes : body.length)

interface WriterEvents {
  /** Something was taken in. */
  readonly onTally: (tally: Tally) => void
  /** Why a transaction could not be written; null where one could. */
  readonly onTrouble: (trouble: string | null) => void
  /** The thread has ended by a defect: nothing can be taken in any more. */
  readonly onFailure: (error: unknown) => void
}

export function startWriter(options: WriterOptions, { onTally, onTrouble, onFailure }: WriterEvents): Writer {
  const worker = new Worker(new URL(`writer-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: options,
    // Left to itself it grows to several times as much, and is no faster for it. What it holds at a time is what is passed to it,
    // parsed: far from the second of these, at which it would end.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 },
  })
  const waiting = new Map<
    number,
    { bytes: number; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  >()
  let waitingBytes = 0
  let passedBytes = 0
  let lastId = 0
  const arrived: (Incoming & { readonly id: number })[] = []

  worker.on('error', onFailure)
  worker.on('message', ({ replies, tally, trouble }: FromWriter) => {
    onTally(tally)
    if (trouble !== undefined) onTrouble(trouble)
    for (const reply of replies) {
      const { bytes, resolve, reject } = waiting.get(reply.id)!
      waiting.delete(reply.id)
      waitingBytes -= bytes
      passedBytes -= bytes
      if ('answer' in reply) resolve(reply.answer)
      else if ('error' in reply) reject(reply.error)
      else reject(new UptakeError(reply.failure.code, reply.failure.message, reply.failure.hint))
    }
    pass()
  })

  /** What arrives at one turn of the event loop goes over together, as far as there is room. */
  function pass(maxBytes = MAX_PASSED_BYTES): void {
    let count = 0
    while (count < arrived.length && passedBytes < maxBytes) passedBytes += bytesOf(arrived[count++]!)
    if (count === 0) return
    const passed = arrived.splice(0, count)
    const moved = passed.flatMap(({ body }) => (body.length > MAX_COPIED_BYTES ? [body.buffer as ArrayBuffer] : []))
    worker.postMessage(passed satisfies ToWriter, moved)
  }

  function requireRoom(): void {
    if (waitingBytes < MAX_WAITING_BYTES) return
    const hint = 'Nothing of this was stored; send it again in a moment.'
    throw new UptakeError('unavailable', 'more arrives than can be stored', hint)
  }

  return {
    requireRoom,
    async receive(incoming) {
      requireRoom()
      const bytes = bytesOf(incoming)
      waitingBytes += bytes
      const id = ++lastId
      if (arrived.push({ ...incoming, id }) === 1) setImmediate(() => pass())
      return new Promise((resolve, reject) => waiting.set(id, { bytes, resolve, reject }))
    },
    useKeys: (keys) => worker.postMessage({ useKeys: keys } satisfies ToWriter),
    waiting: () => ({ requests: waiting.size, bytes: waitingBytes }),
    async close() {
      const exited = once(worker, 'exit')
      pass(Infinity)
      worker.postMessage(null satisfies ToWriter)
      await exited
    },
  }
}
