import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { UptakeError } from './errors.ts'
import type { Tally } from './http/metrics.ts'
import type { Answer, Receive } from './ingest/reception.ts'
import type { FromWriter, ToWriter, WriterOptions } from './writer-thread.ts'

/** Takes messages in, in a thread of its own, so that no read waits for a commit. */
export interface Writer {
  /** @throws UptakeError as `Receive` says, and `unavailable` where too much waits already */
  readonly receive: Receive
  /** What waits to be written. */
  readonly waiting: () => { readonly requests: number; readonly bytes: number }
  /** Resolves when all that was received is answered, and the store is closed. */
  readonly close: () => Promise<void>
}

/** Bodies that wait together, at most: more than a second's worth for the writer, and a small part of what the collector may have in memory. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024

interface WriterEvents {
  /** Something was taken in. */
  readonly onTally: (tally: Tally) => void
  /** Why a transaction could not be written; null where one could. */
  readonly onTrouble: (trouble: string | null) => void
  /** The thread has ended by a defect: nothing can be taken in any more. */
  readonly onFailure: (error: unknown) => void
}

export function startWriter(options: WriterOptions, { onTally, onTrouble, onFailure }: WriterEvents): Writer {
  const worker = new Worker(new URL('writer-thread.ts', import.meta.url), { workerData: options })
  const waiting = new Map<
    number,
    { bytes: number; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  >()
  let waitingBytes = 0
  let lastId = 0
  let arrived: NonNullable<ToWriter>[number][] = []

  worker.on('error', onFailure)
  worker.on('message', ({ replies, tally, trouble }: FromWriter) => {
    onTally(tally)
    if (trouble !== undefined) onTrouble(trouble)
    for (const reply of replies) {
      const { bytes, resolve, reject } = waiting.get(reply.id)!
      waiting.delete(reply.id)
      waitingBytes -= bytes
      if ('answer' in reply) resolve(reply.answer)
      else if ('error' in reply) reject(reply.error)
      else reject(new UptakeError(reply.failure.code, reply.failure.message, reply.failure.hint))
    }
  })

  /** What arrives at one turn of the event loop goes over together. */
  function pass(): void {
    if (arrived.length > 0) worker.postMessage(arrived satisfies ToWriter)
    arrived = []
  }

  return {
    async receive(incoming) {
      const bytes = incoming.body.length
      if (waitingBytes + bytes > MAX_WAITING_BYTES) {
        const hint = 'Nothing of this was stored; send it again in a moment.'
        throw new UptakeError('unavailable', 'more arrives than can be stored', hint)
      }
      waitingBytes += bytes
      const id = ++lastId
      if (arrived.push({ ...incoming, id }) === 1) setImmediate(pass)
      return new Promise((resolve, reject) => waiting.set(id, { bytes, resolve, reject }))
    },
    waiting: () => ({ requests: waiting.size, bytes: waitingBytes }),
    async close() {
      const exited = once(worker, 'exit')
      pass()
      worker.postMessage(null satisfies ToWriter)
      await exited
    },
  }
}
