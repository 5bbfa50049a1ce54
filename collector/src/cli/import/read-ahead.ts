import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { UptakeError } from '../../errors.ts'
import type { Batch, ReadOptions } from './read-batches.ts'
import type { ReaderAnswer } from './reader-thread.ts'

/** Reads a file's batches in a thread of its own, one ahead of what is asked for, so that reading and committing overlap. */
export async function* readAhead(options: ReadOptions): AsyncGenerator<Batch> {
  const worker = new Worker(new URL(`reader-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: options,
  })
  const ask = async (): Promise<ReaderAnswer> => {
    worker.postMessage('next')
    const [answer] = (await once(worker, 'message')) as [ReaderAnswer]
    return answer
  }
  try {
    for (let coming = ask(); ;) {
      const answer = await coming
      if ('failure' in answer) throw toError(answer.failure)
      if (answer.batch === null) return
      coming = ask()
      // Whoever stops in between does not ask how it went.
      coming.catch(() => undefined)
      yield answer.batch
    }
  } finally {
    await worker.terminate()
  }
}

/** An error does not cross threads as it is. */
function toError({ code, message, hint }: Extract<ReaderAnswer, { failure: object }>['failure']): Error {
  return code === undefined ? new Error(message) : new UptakeError(code, message, hint ?? '')
}
