import { parentPort, workerData } from 'node:worker_threads'
import type { UptakeError } from '../../errors.ts'
import { type Batch, type ReadOptions, readBatches } from './read-batches.ts'

/** The next batch, null after the last, or what an error says. */
export type ReaderAnswer =
  | { readonly batch: Batch | null }
  | { readonly failure: { message: string; code?: UptakeError['code']; hint?: string } }

const batches = readBatches(workerData as ReadOptions)

async function next(): Promise<ReaderAnswer> {
  try {
    const { value, done } = await batches.next()
    return { batch: done ? null : value }
  } catch (error) {
    const { message, code, hint } = error as UptakeError
    return { failure: { message, code, hint } }
  }
}

parentPort?.on('message', () => void next().then((answer) => parentPort?.postMessage(answer)))
