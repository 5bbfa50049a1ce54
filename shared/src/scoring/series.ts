import { decayed, type Decay, weightOf } from './decay.ts'
import type { Day } from './history.ts'

/** Amounts of distinct days, ascending. */
export interface Series {
  readonly days: readonly Day[]
  readonly amounts: readonly number[]
}

interface Growing {
  days: Day[]
  amounts: number[]
  isAscending: boolean
}

type AmountOf<Item> = (item: Item) => number
/** Each day counts once, whatever happened on it. */
export const ONCE_A_DAY = 'once a day'

function sorted({ days, amounts, isAscending }: Growing, isSummed: boolean): Series {
  if (isAscending) return { days, amounts }
  const byDay = new Map<Day, number>()
  for (const [i, day] of days.entries()) byDay.set(day, (isSummed ? (byDay.get(day) ?? 0) : 0) + (amounts[i] ?? 0))
  const distinct = [...byDay.keys()].toSorted((a, b) => a - b)
  return { days: distinct, amounts: distinct.map((day) => byDay.get(day) ?? 0) }
}

/**
 * Sums amounts by key and day, or counts each day once; what has no key is left out. Rows that come by key and day, as a
 * store gives them, need no sorting.
 */
export function seriesBy<Item extends { readonly day: Day }>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
  amountOf: AmountOf<Item> | typeof ONCE_A_DAY,
): Map<string, Series> {
  const isSummed = amountOf !== ONCE_A_DAY
  const byKey = new Map<string, Growing>()
  let key: string | null = null
  let series: Growing = { days: [], amounts: [], isAscending: true }
  for (const item of items) {
    const own = keyOf(item)
    if (own === null) continue
    if (own !== key) {
      key = own
      series = byKey.get(own) ?? { days: [], amounts: [], isAscending: true }
      byKey.set(own, series)
    }
    const { days, amounts } = series
    const last = days.length - 1
    const lastDay = days[last]
    const amount = isSummed ? amountOf(item) : 1
    if (lastDay !== item.day) {
      if (lastDay !== undefined && lastDay > item.day) series.isAscending = false
      days.push(item.day)
      amounts.push(amount)
    } else if (isSummed) amounts[last] = (amounts[last] ?? 0) + amount
  }
  return new Map([...byKey].map(([name, grown]) => [name, sorted(grown, isSummed)]))
}

/** How many days of a series are not after a day. */
export function countUpTo(days: readonly Day[], day: Day): number {
  let from = 0
  let to = days.length
  // Most often all of them.
  if ((days[to - 1] ?? -Infinity) <= day) return to
  while (from < to) {
    const middle = (from + to) >> 1
    if ((days[middle] ?? Infinity) <= day) from = middle + 1
    else to = middle
  }
  return from
}

/** The newest day that is not after a day; null without one. */
export function newestUpTo(days: readonly Day[], day: Day): Day | null {
  return days[countUpTo(days, day) - 1] ?? null
}

/** What a series holds of a day; 0 for none. */
export function amountOn({ days, amounts }: Series, day: Day): number {
  const last = countUpTo(days, day) - 1
  return days[last] === day ? (amounts[last] ?? 0) : 0
}

/** Formula: Σ_d 2^(−age/H) over the days up to today. */
export function decayedDays({ days }: Series, decay: Decay): number {
  let sum = 0
  for (let i = countUpTo(days, decay.today) - 1; i >= 0; i--) sum += weightOf(decay, days[i] ?? 0)
  return sum
}

/** Weeks that an interval may leave out, and one for all before. */
const WEEKS = 13

/** Decayed sums by week of age, of the day and half-life that were asked for last. */
interface WeekSums {
  today: Day
  horizonDays: number
  readonly sums: Float64Array
}
const weekSums = new WeakMap<Series, WeekSums>()

// An interval asks for a day as often as it leaves out weeks, and each time for all but one of the same sums.
function weekSumsOf(series: Series, decay: Decay): WeekSums {
  const { today, horizonDays, weights } = decay
  let known = weekSums.get(series)
  if (known?.today === today && known.horizonDays === horizonDays) return known
  if (!known) weekSums.set(series, (known = { today, horizonDays, sums: new Float64Array(WEEKS) }))
  known.today = today
  known.horizonDays = horizonDays
  known.sums.fill(0)
  const { days, amounts } = series
  const { sums } = known
  for (let i = countUpTo(days, today) - 1; i >= 0; i--) {
    const ageDays = today - (days[i] ?? 0)
    const week = Math.min(Math.floor(ageDays / 7), WEEKS - 1)
    sums[week] = (sums[week] ?? 0) + (amounts[i] ?? 0) * (weights[ageDays] ?? decayed(ageDays, horizonDays))
  }
  return known
}

/** Formula: Σ_d x_d · 2^(−age/H) over the days up to today, but for a week that is left out. */
export function decayedSum(series: Series, decay: Decay): number {
  const { sums } = weekSumsOf(series, decay)
  let sum = 0
  // Not the whole less that week: where that is nearly all, few digits of the others would be left.
  for (let week = 0; week < WEEKS; week++) if (week !== decay.leftOut) sum += sums[week] ?? 0
  return sum
}

/** The weight of the newest day that has one; 0 without any. */
export function newestWeight({ days }: Series, decay: Decay): number {
  for (let i = countUpTo(days, decay.today) - 1; i >= 0; i--) {
    const weight = weightOf(decay, days[i] ?? 0)
    if (weight > 0) return weight
  }
  return 0
}
