import { type Decay, weightOf } from './decay.ts'
import type { Cell, Day } from './history.ts'

/** Amounts of distinct days, ascending. */
export interface Series {
  readonly days: readonly Day[]
  /** One a day; more of them mean nothing. */
  readonly amounts: readonly number[]
}

/** What of a cell is summed by day; `once` counts each day once, whatever happened on it. */
export type Summed = 'counts' | 'volumes' | 'once'

const NONE: Series = { days: [], amounts: [] }

// Shared by all that count days once, of which there are several for everybody.
const ones: number[] = []
function onesFor({ length }: readonly Day[]): readonly number[] {
  while (ones.length < length) ones.push(1)
  return ones
}

function toSeries(cell: Cell, of: Summed): Series {
  return { days: cell.days, amounts: of === 'once' ? onesFor(cell.days) : cell[of] }
}

/** Both together: of a day that is in both the sum, or once. */
function merged(a: Series, b: Series, of: Summed): Series {
  const days: Day[] = []
  const amounts: number[] = []
  for (let i = 0, j = 0; i < a.days.length || j < b.days.length;) {
    const dayOfA = a.days[i] ?? Infinity
    const dayOfB = b.days[j] ?? Infinity
    const amountOfA = dayOfA <= dayOfB ? (a.amounts[i++] ?? 0) : 0
    const amountOfB = dayOfB <= dayOfA ? (b.amounts[j++] ?? 0) : 0
    days.push(Math.min(dayOfA, dayOfB))
    if (of !== 'once') amounts.push(amountOfA + amountOfB)
  }
  return { days, amounts: of === 'once' ? onesFor(days) : amounts }
}

/** All together; by halves, since one after the other would go through the days of all before again for each. */
export function together(all: readonly Series[], of: Summed): Series {
  if (all.length < 2) return all[0] ?? NONE
  const half = all.length >> 1
  return merged(together(all.slice(0, half), of), together(all.slice(half), of), of)
}

/** Puts cells together by key; what has no key is left out. */
export function seriesBy(cells: Iterable<Cell>, keyOf: (cell: Cell) => string | null, of: Summed): Map<string, Series> {
  const byKey = new Map<string, Series[]>()
  for (const cell of cells) {
    const key = keyOf(cell)
    if (key === null) continue
    const known = byKey.get(key)
    if (known) known.push(toSeries(cell, of))
    else byKey.set(key, [toSeries(cell, of)])
  }
  return new Map([...byKey].map(([key, all]) => [key, together(all, of)]))
}

/** Puts all cells together of which that is true. */
export function seriesOf(cells: Iterable<Cell>, isCounted: (cell: Cell) => boolean, of: Summed): Series {
  return seriesBy(cells, (cell) => (isCounted(cell) ? '' : null), of).get('') ?? NONE
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

/** The weight of the newest day that has one; 0 without any. */
export function newestWeight({ days }: Series, decay: Decay): number {
  for (let i = countUpTo(days, decay.today) - 1; i >= 0; i--) {
    const weight = weightOf(decay, days[i] ?? 0)
    if (weight > 0) return weight
  }
  return 0
}
