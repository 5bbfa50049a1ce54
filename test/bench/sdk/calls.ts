import { setTimeout as sleep } from 'node:timers/promises'
import { LONG_TASK_MS, mean, median, printFigure, quantile } from './figure.ts'
import { trackAll } from './in-page.ts'
import { inTurns, type Side, SIDES, valuesOf } from './sides.ts'
import type { Stage } from './stage.ts'
import { longestMs, type Task, totalMs, traced } from './trace.ts'

const PAGES = 5
const CALLS = 2_000
const PER_TASK = 100

interface MeasuredCalls {
  /** Microseconds a call, of each run that was timed. */
  readonly callUs: readonly number[]
  readonly tasks: readonly Task[]
  readonly elapsedMs: number
}

/** What calls cost their callers, and what they cost the page until all of them are stored, sent and answered. */
export async function benchCalls(stage: Stage): Promise<void> {
  const chunks = await inTurns(PAGES, (side) => measureCalls(stage, side, { perTask: PER_TASK, timed: PER_TASK }))
  const singles = await inTurns(PAGES, (side) => measureCalls(stage, side, { perTask: PER_TASK, timed: 1 }))
  const bursts = await inTurns(PAGES, (side) => measureCalls(stage, side, { perTask: CALLS, timed: CALLS }))
  const idleMs = await measureIdle(stage, median(singles.sdk.map(({ elapsedMs }) => elapsedMs)))

  process.stdout.write(`${CALLS} calls, ${PER_TASK} a task, ${PAGES} pages each; bare: JSON.stringify and push\n`)
  printFigure({
    what: `mean of track(), timed ${PER_TASK} together`,
    unit: 'µs',
    ...valuesOf(chunks, ({ callUs }) => mean(callUs)),
    limit: 5,
  })
  printFigure({
    what: 'p99 of track(), timed singly',
    unit: 'µs',
    ...valuesOf(singles, ({ callUs }) => quantile(callUs, 0.99)),
    limit: 50,
  })
  printFigure({
    what: `main thread until all are answered, less ${idleMs.toFixed(1)} ms of an idle page`,
    unit: 'ms',
    ...valuesOf(singles, ({ tasks }) => totalMs(tasks) - idleMs),
    cpu: singles.sdk.map(({ tasks }) => totalMs(tasks, 'cpuMs')),
    limit: 150,
  })
  printLongest('longest task', singles)
  printLongest('longest task, if all are called in one', bursts)
}

function printLongest(what: string, measured: Record<Side, MeasuredCalls[]>): void {
  printFigure({
    what,
    unit: 'ms',
    ...valuesOf(measured, ({ tasks }) => longestMs(tasks)),
    cpu: measured.sdk.map(({ tasks }) => longestMs(tasks, 'cpuMs')),
    limit: LONG_TASK_MS,
  })
}

async function measureCalls(
  stage: Stage,
  side: Side,
  { perTask, timed }: { perTask: number; timed: number },
): Promise<MeasuredCalls> {
  await using tab = await stage.openTab()
  const options = stage.freshOptions()
  const client = await tab.open(SIDES[side], options)
  await tab.quiet()
  const { result, tasks, elapsedMs } = await traced(tab.cdp, async () => {
    const times = await tab.page.evaluate(trackAll, { client, count: CALLS, perTask, timed })
    if (side === 'sdk') await stage.arrivals.whole(options.userId, CALLS)
    await tab.quiet()
    return times
  })
  return { callUs: result.map((ms) => (ms * 1000) / timed), tasks, elapsedMs }
}

/** What the main thread of an empty page does in such a time. */
async function measureIdle(stage: Stage, ms: number): Promise<number> {
  await using tab = await stage.openTab()
  await tab.quiet()
  const { tasks } = await traced(tab.cdp, () => sleep(ms))
  return totalMs(tasks)
}
