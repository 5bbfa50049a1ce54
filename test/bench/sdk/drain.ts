import { LONG_TASK_MS, median, printFigure } from './figure.ts'
import { markOnline, openClient, postAgain, readDrain, trackAll } from './in-page.ts'
import type { Stage } from './stage.ts'
import { longestMs, type Task, totalMs, traced } from './trace.ts'

const PAGES = 3
const CALLS = 10_000
const PER_TASK = 100
const MOST_REQUESTS = 20

interface MeasuredDrain {
  readonly requests: number
  readonly bytes: number
  /** From the page's `online` event to the last answer. */
  readonly ms: number
  readonly bareMs: number
  readonly storing: readonly Task[]
  readonly draining: readonly Task[]
}

/**
 * How what was stored in a long time offline goes out, and what that costs the page.
 * @param slowdown - how many times slower than it is the processor seems to the page
 */
export async function benchDrain(stage: Stage, slowdown: number): Promise<void> {
  const drains: MeasuredDrain[] = []
  // oxlint-disable-next-line no-await-in-loop -- side by side they would disturb each other
  for (let page = 0; page < PAGES; page++) drains.push(await measureDrain(stage, slowdown))

  const slowed = slowdown === 1 ? '' : `, on a processor slowed ${slowdown} times`
  process.stdout.write(`${CALLS} calls offline, then online${slowed}, ${PAGES} pages; bare: a loop posts the same\n`)
  const most = Math.max(...drains.map(({ requests }) => requests))
  const bytes = median(drains.map((drain) => drain.bytes / CALLS)).toFixed(0)
  const verdict = most <= MOST_REQUESTS ? 'holds' : 'DOES NOT HOLD'
  process.stdout.write(`  requests: ${most}, with ${bytes} bytes a message; at most ${MOST_REQUESTS}: ${verdict}\n`)
  printFigure({
    what: 'from online to the last answer',
    unit: 'ms',
    values: drains.map(({ ms }) => ms),
    bare: drains.map(({ bareMs }) => bareMs),
    // For a processor as it is.
    ...(slowdown === 1 && { limit: 2_000 }),
  })
  for (const phase of ['storing', 'draining'] as const) {
    const tasks = drains.map((drain) => drain[phase])
    printFigure({
      what: `main thread while ${phase}`,
      unit: 'ms',
      values: tasks.map((some) => totalMs(some)),
      cpu: tasks.map((some) => totalMs(some, 'cpuMs')),
    })
    printFigure({
      what: `longest task while ${phase}`,
      unit: 'ms',
      values: tasks.map((some) => longestMs(some)),
      cpu: tasks.map((some) => longestMs(some, 'cpuMs')),
      limit: LONG_TASK_MS,
    })
  }
}

async function measureDrain(stage: Stage, slowdown: number): Promise<MeasuredDrain> {
  await using tab = await stage.openTab({ slowdown })
  const options = stage.freshOptions()
  const client = await tab.open(openClient, options)
  await tab.page.evaluate(markOnline)
  await tab.quiet()
  const { tasks, marks } = await traced(tab.cdp, async () => {
    await stage.context.setOffline(true)
    await tab.page.evaluate(trackAll, { client, count: CALLS, perTask: PER_TASK, timed: PER_TASK })
    await tab.quiet()
    await stage.context.setOffline(false)
    await stage.arrivals.whole(options.userId, CALLS)
    await tab.quiet()
  })
  const onlineAt = marks.get('online')
  if (onlineAt === undefined) throw new Error('the page was not told that the network returned')
  return {
    ...(await tab.page.evaluate(readDrain, client)),
    bareMs: await tab.page.evaluate(postAgain, { client, userId: options.userId }),
    storing: tasks.filter(({ startedAt }) => startedAt < onlineAt),
    draining: tasks.filter(({ startedAt }) => startedAt >= onlineAt),
  }
}
