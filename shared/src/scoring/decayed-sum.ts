import { decayed, type Decay } from './decay.ts'
import type { Day } from './history.ts'
import { countUpTo, type Series } from './series.ts'

/** What a series comes to as it has decayed, over the days up to today but for a week that is left out: 0 or more. */
export type DecayedSum = (decay: Decay) => number

// As if no week were left out.
const weightOfAge = ({ weights, horizonDays }: Decay, ageDays: number): number =>
  weights[ageDays] ?? decayed(ageDays, horizonDays)

/** What a series comes to by each of its days: of the one before, as it has decayed since, and its own amount. */
function runningSums({ days, amounts }: Series, decay: Decay): number[] {
  const sums = amounts.slice(0, days.length)
  let sum = 0
  for (let i = 0; i < days.length; i++) {
    const day = days[i] ?? 0
    sum = sum * weightOfAge(decay, day - (days[i - 1] ?? day)) + (amounts[i] ?? 0)
    sums[i] = sum
  }
  return sums
}

/**
 * Makes what sums a series for any day. What lies before a day decays together, so that each of many days, as a trend asks
 * for them, costs one look-up; and the days of weeks that are left out in turn, as an interval asks for them, are read once.
 * Formula: Σ_d x_d · 2^(−age/H).
 */
export function createDecayedSum(series: Series): DecayedSum {
  const { days, amounts } = series
  let running: { horizonDays: number; sums: number[] } | undefined
  /** Of the newest week, of the newest two, and so on, as far as asked for. */
  let newest: { today: Day; horizonDays: number; sums: number[] } | undefined

  function sumUpTo(day: Day, decay: Decay): number {
    const { today, horizonDays } = decay
    const last = countUpTo(days, day) - 1
    if (last < 0) return 0
    if (running?.horizonDays !== horizonDays) running = { horizonDays, sums: runningSums(series, decay) }
    return (running.sums[last] ?? 0) * weightOfAge(decay, today - (days[last] ?? 0))
  }

  function sumOfNewest(weeks: number, decay: Decay): number {
    const { today, horizonDays } = decay
    if (newest?.today !== today || newest.horizonDays !== horizonDays) newest = { today, horizonDays, sums: [] }
    const { sums } = newest
    for (let week = sums.length; week < weeks; week++) {
      let sum = sums[week - 1] ?? 0
      const before = countUpTo(days, today - 7 * week - 7)
      for (let i = countUpTo(days, today - 7 * week) - 1; i >= before; i--)
        sum += (amounts[i] ?? 0) * weightOfAge(decay, today - (days[i] ?? 0))
      sums.push(sum)
    }
    return sums[weeks - 1] ?? 0
  }

  return (decay) => {
    const { today, leftOut } = decay
    if (leftOut === null) return sumUpTo(today, decay)
    // Not the whole less that week: where that is nearly all, few digits of the others would be left.
    return sumOfNewest(leftOut, decay) + sumUpTo(today - 7 * leftOut - 7, decay)
  }
}
