import { takeIn } from './path.ts'
import { printRatio } from './ratio.ts'

const SINGLE = { batch: 1, events: 25_000 }
const BATCHED = { batch: 100, events: 100_000 }
/** Enough where each waits for the disk alone. */
const FEW = { batch: 1, events: 2_000 }
/** Disks are less even than processors. */
const ROUNDS = 5

/** What waiting for the disk costs, and what sharing the wait gains: events a second, by the clock on the wall. */
export async function benchDurability(): Promise<void> {
  const single: Record<'full' | 'normal' | 'alone', number[]> = { full: [], normal: [], alone: [] }
  const batched: Record<'full' | 'normal', number[]> = { full: [], normal: [] }
  for (let round = 0; round < ROUNDS; round++) {
    single.normal.push((await takeIn(SINGLE, { relaxed: true })).perSecond)
    single.full.push((await takeIn(SINGLE)).perSecond)
    // One after the other, each is a commit of its own.
    single.alone.push((await takeIn(FEW, { inFlight: 1 })).perSecond)
    batched.normal.push((await takeIn(BATCHED, { relaxed: true })).perSecond)
    batched.full.push((await takeIn(BATCHED)).perSecond)
  }
  const what = 'events/s with synchronous=FULL against NORMAL'
  printRatio({ what: `${what}, batch 1`, values: single.full, bare: single.normal, atLeast: 0.65 })
  printRatio({ what: `${what}, batch 100`, values: batched.full, bare: batched.normal, atLeast: 0.9 })
  printRatio({
    what: 'events/s with group commit against a commit a request, FULL, batch 1',
    values: single.full,
    bare: single.alone,
    atLeast: 2.5,
  })
}
