import { decayed, type Decay } from './decay.ts'
import type { Day } from './history.ts'
import { countUpTo, type Series } from './series.ts'

/** What a series comes to as it has decayed, over the days up to today but for a week that is left out: 0 or more. */
export type DecayedSum = (decay: Decay) => number

/** Weeks that an interval may leave out, and one for all before. */
const WEEKS = 13

/**
 * Makes what sums a series for any day. It keeps the sums of the weeks back from the day that was asked for last: an
 * interval asks as often as it leaves out weeks, each time for all but one of them.
 * Formula: Σ_d x_d · 2^(−age/H).
 */
export function createDecayedSum({ days, amounts }: Series): DecayedSum {
  let last: { today: Day; horizonDays: number } | undefined
  const weeks: number[] = []

  function sumUp({ today, horizonDays, weights }: Decay): void {
    last = { today, horizonDays }
    weeks.length = 0
    for (let i = countUpTo(days, today) - 1; i >= 0; i--) {
      const ageDays = today - (days[i] ?? 0)
      const week = Math.min(Math.floor(ageDays / 7), WEEKS - 1)
      while (weeks.length <= week) weeks.push(0)
      weeks[week] = (weeks[week] ?? 0) + (amounts[i] ?? 0) * (weights[ageDays] ?? decayed(ageDays, horizonDays))
    }
  }

  return (decay) => {
    if (last?.today !== decay.today || last.horizonDays !== decay.horizonDays) sumUp(decay)
    let sum = 0
    // Not the whole less that week: where that is nearly all, few digits of the others would be left.
    for (let week = 0; week < weeks.length; week++) if (week !== decay.leftOut) sum += weeks[week] ?? 0
    return sum
  }
}
