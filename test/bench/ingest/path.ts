import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../harness/start-collector.ts'
import { ask } from './ask.ts'
import type { Load } from './messages.ts'

const PATH = fileURLToPath(new URL('path-process.ts', import.meta.url))
const RELAXED = fileURLToPath(new URL('relaxed.ts', import.meta.url))
/** How the name ends of what shows that a store's commits did not wait. */
export const RELAXED_MARK = '-relaxed'

/** Takes a load into a data folder, without HTTP. */
export interface Run {
  readonly data: string
  readonly load: Load
  /** Requests that wait for their answer at a time. */
  readonly inFlight: number
}

interface Options extends Partial<Omit<Run, 'load'>> {
  /** Commits without waiting for the disk, by a driver that is told otherwise than the collector tells it. */
  readonly relaxed?: boolean
}

/** Events a second by the clock on the wall, and of the processor, without those that warm up. */
export interface Speed {
  readonly perSecond: number
  readonly perCpuSecond: number
}

/** Runs it in a process of its own, on a new data folder unless one is named. */
export async function takeIn(load: Load, { data, inFlight = 32, relaxed = false }: Options = {}): Promise<Speed> {
  using stack = new DisposableStack()
  const path = data ?? stack.adopt(temporaryFolder(), ({ remove }) => remove()).path
  const child = fork(PATH, { execArgv: relaxed ? ['--import', RELAXED] : [] })
  stack.defer(() => child.kill())
  const run: Run = { data: path, load, inFlight }
  const speed = (await ask(child, run)) as Speed
  if (relaxed && !readdirSync(path).some((name) => name.endsWith(RELAXED_MARK))) {
    throw new Error('the store was not opened by the pragma synchronous=FULL: look at relaxed.ts')
  }
  return speed
}
