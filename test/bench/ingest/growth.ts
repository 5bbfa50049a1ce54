import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../harness/start-collector.ts'
import type { Ids } from './messages.ts'
import { type Speed, takeIn } from './path.ts'
import { amount, printRatio, ROUNDS } from './ratio.ts'

const FILL = fileURLToPath(new URL('fill-process.ts', import.meta.url))
const USERS = 5_000
/** Long enough that what is in the store is what costs, short enough that it is not much more by it. */
const LOAD = { batch: 100, events: 60_000, users: USERS }
const AT_LEAST: Record<Ids, number> = { v7: 0.8, v4: 0.55 }

/** How many events are there before. */
export type Size = 'small' | 'whole'
const STORED: Record<Size, { readonly large: number; readonly small: number }> = {
  small: { large: 2_000_000, small: 100_000 },
  whole: { large: 20_000_000, small: 1_000_000 },
}

/** Events a second into a store that holds many, against one that holds few; the bounds are of the whole. */
export async function benchGrowth(size: Size): Promise<void> {
  for (const ids of ['v7', 'v4'] as const) {
    using stack = new DisposableStack()
    const { large, small } = STORED[size]
    const [many, few] = [await fill(stack, ids, large), await fill(stack, ids, small)]
    const speeds: Record<'many' | 'few', Speed[]> = { many: [], few: [] }
    for (let round = 0; round < ROUNDS; round++) {
      speeds.few.push(await takeIn({ ...LOAD, ids }, { data: few }))
      speeds.many.push(await takeIn({ ...LOAD, ids }, { data: many }))
    }
    const stored = `with ${amount(large)} stored against ${amount(small)}, ids ${ids}`
    const sides = (read: (speed: Speed) => number) => ({ values: speeds.many.map(read), bare: speeds.few.map(read) })
    printRatio({ what: `events/s ${stored}`, ...sides(({ perSecond }) => perSecond), atLeast: AT_LEAST[ids] })
    // What a busy disk, or somebody else, takes of the time is not in this one.
    printRatio({ what: `events a CPU-second ${stored}`, ...sides(({ perCpuSecond }) => perCpuSecond) })
  }
}

/** Makes everybody known by messages of their own, then puts events beside them. */
async function fill(stack: DisposableStack, ids: Ids, events: number): Promise<string> {
  const { path } = stack.adopt(temporaryFolder(), ({ remove }) => remove())
  await takeIn({ ...LOAD, ids }, { data: path })
  const [code] = (await once(fork(FILL, [path, ids, String(events)]), 'exit')) as [number | null]
  if (code !== 0) throw new Error('a store could not be filled')
  return path
}
