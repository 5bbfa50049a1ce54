import { weightOf, type Decay } from './decay.ts'
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

function sorted({ days, amounts, isAscending }: Growing): Series {
  if (isAscending) return { days, amounts }
  const byDay = new Map<Day, number>()
  for (const [i, day] of days.entries()) byDay.set(day, (byDay.get(day) ?? 0) + (amounts[i] ?? 0))
  const distinct = [...byDay.keys()].toSorted((a, b) => a - b)
  return { days: distinct, amounts: distinct.map((day) => byDay.get(day) ?? 0) }
}

/** Sums amounts by key and day; what has no key is left out. Rows that come by key and day, as a store gives them, need no sorting. */
export function seriesBy<Item extends { readonly day: Day }>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
  amountOf: (item: Item) => number,
): Map<string, Series> {
  const byKey = new Map<string, Growing>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === null) continue
    let series = byKey.get(key)
    if (!series) byKey.set(key, (series = { days: [], amounts: [], isAscending: true }))
    const last = series.days.length - 1
    const lastDay = series.days[last]
    if (lastDay === item.day) series.amounts[last] = (series.amounts[last] ?? 0) + amountOf(item)
    else {
      if (lastDay !== undefined && lastDay > item.day) series.isAscending = false
      series.days.push(item.day)
      series.amounts.push(amountOf(item))
    }
  }
  return new Map([...byKey].map(([key, series]) => [key, sorted(series)]))
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

/** Formula: Σ_d x_d · 2^(−age/H) over the days up to today, of amounts as they are or as `worth` says. */
export function decayedSum({ days, amounts }: Series, decay: Decay, worth: (amount: number) => number): number {
  let sum = 0
  for (let i = countUpTo(days, decay.today) - 1; i >= 0; i--) {
    sum += worth(amounts[i] ?? 0) * weightOf(decay, days[i] ?? 0)
  }
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
