import type { CDPSession } from 'playwright-core'

/** A task of the page's main thread. */
export interface Task {
  /** Milliseconds since the trace began. */
  readonly startedAt: number
  /** How long it held the thread. */
  readonly ms: number
  /** How long it had a processor meanwhile; a page that is slowed down counts as having one. */
  readonly cpuMs: number
}
export interface Trace<T> {
  readonly result: T
  readonly tasks: readonly Task[]
  /** When the page called `performance.mark`, in milliseconds since the trace began. */
  readonly marks: ReadonlyMap<string, number>
  readonly elapsedMs: number
}

interface TraceEvent {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** This and the durations are in microseconds. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
}

const TASKS = 'disabled-by-default-devtools.timeline'
const MARKS = 'blink.user_timing'
/** The mark by which the page's thread is known among those of all processes. */
const BEGIN = 'trace-begin'

/** Records every task of a page's main thread, short ones too, while something runs. */
export async function traced<T>(cdp: CDPSession, run: () => Promise<T>): Promise<Trace<T>> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]))
  cdp.on('Tracing.dataCollected', collect)
  const traceConfig = { includedCategories: [TASKS, MARKS], excludedCategories: ['*'] }
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  await cdp.send('Runtime.evaluate', { expression: `performance.mark('${BEGIN}')` })
  const started = performance.now()
  const result = await run()
  const elapsedMs = performance.now() - started
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
  await cdp.send('Tracing.end')
  await complete
  cdp.off('Tracing.dataCollected', collect)

  const begin = events.find(({ cat, name }) => cat === MARKS && name === BEGIN)
  if (begin === undefined) throw new Error('the trace has no beginning')
  const ours = events
    .filter(({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts)
    .map((event) => ({ ...event, startedAt: (event.ts - begin.ts) / 1000 }))
  return {
    result,
    elapsedMs,
    tasks: ours
      .filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
      // The thread's own clock may jump.
      .map(({ startedAt, dur = 0, tdur = 0 }) => ({ startedAt, ms: dur / 1000, cpuMs: Math.min(dur, tdur) / 1000 })),
    marks: new Map(ours.filter(({ cat }) => cat === MARKS).map(({ name, startedAt }) => [name, startedAt])),
  }
}

/** Milliseconds of all tasks together. */
export function totalMs(tasks: readonly Task[], of: 'ms' | 'cpuMs' = 'ms'): number {
  return tasks.reduce((sum, task) => sum + task[of], 0)
}

/** Milliseconds of the longest task. */
export function longestMs(tasks: readonly Task[], of: 'ms' | 'cpuMs' = 'ms'): number {
  return tasks.reduce((most, task) => Math.max(most, task[of]), 0)
}
