import { decayed, type Decay, weightOf } from './decay.ts'
import type { Day } from './history.ts'
import { countUpTo, type Series } from './series.ts'

/** What a series comes to as it has decayed, over the days up to today but for a week that is left out: 0 or more. */
export type DecayedSum = (decay: Decay) => number

/** What a series comes to by each of its days: of the one before, as it has decayed since, and its own amount. */
function runningSums({ days, amounts }: Series, horizonDays: number): Float64Array {
  const sums = new Float64Array(days.length)
  let sum = 0
  let last: Day | undefined
  for (const [i, day] of days.entries()) {
    sum = sum * decayed(day - (last ?? day), horizonDays) + (amounts[i] ?? 0)
    sums[i] = sum
    last = day
  }
  return sums
}

/**
 * Makes what sums a series for any day. What lies before a day decays together, so that each of many days, as a trend asks
 * for them, goes through a few weeks at most.
 * Formula: Σ_d x_d · 2^(−age/H).
 */
export function createDecayedSum(series: Series): DecayedSum {
  const { days, amounts } = series
  let running: { horizonDays: number; sums: Float64Array } | undefined

  function sumOfFirst(count: number, decay: Decay): number {
    const { horizonDays } = decay
    if (count === 0) return 0
    if (running?.horizonDays !== horizonDays) running = { horizonDays, sums: runningSums(series, horizonDays) }
    return (running.sums[count - 1] ?? 0) * weightOf(decay, days[count - 1] ?? 0)
  }

  return (decay) => {
    const { today, leftOut } = decay
    const count = countUpTo(days, today)
    if (leftOut === null) return sumOfFirst(count, decay)
    let sum = sumOfFirst(countUpTo(days, today - 7 * leftOut - 7), decay)
    // Not the whole less that week: where that is nearly all, few digits of the others would be left.
    for (let i = countUpTo(days, today - 7 * leftOut); i < count; i++)
      sum += (amounts[i] ?? 0) * weightOf(decay, days[i] ?? 0)
    return sum
  }
}
