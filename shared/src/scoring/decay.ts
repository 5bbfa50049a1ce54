import type { Day } from './history.ts'

/** Whoever has been known for less is taken for known so long. */
const LEAST_DAYS = 7
/** Of these ages weights are looked up, of older ones computed. */
const TABLE_DAYS = 2_048
const MAX_TABLES = 64

/** How the days up to today weigh, for somebody known for some of them. */
export interface Decay {
  readonly today: Day
  /** The half-life in days. */
  readonly horizonDays: number
  /** The sum of the weights of the days known, of seven at least. */
  readonly exposure: number
  /** By age in days. */
  readonly weights: Float64Array
  /** The week of ages 7w to 7w+6 that counts as if it had not been; null for none. */
  readonly leftOut: number | null
}

/** Days known, the first one included: 1 on the first day, 0 before it. */
export function daysKnown(firstSeen: Day, today: Day): number {
  return Math.max(0, today - firstSeen + 1)
}

/** The weight of an amount as old as that, in (0, 1]. Formula: 2^(−age/H). */
export function decayed(ageDays: number, halfLifeDays: number): number {
  return 2 ** (-ageDays / halfLifeDays)
}

/** The weight of a day up to today: in (0, 1], 1 is today's; 0 in a week that is left out. */
export function weightOf({ today, weights, horizonDays, leftOut }: Decay, day: Day): number {
  const ageDays = today - day
  if (leftOut !== null && Math.floor(ageDays / 7) === leftOut) return 0
  return weights[ageDays] ?? decayed(ageDays, horizonDays)
}

const tables = new Map<number, Float64Array>()
function tableOf(horizonDays: number): Float64Array {
  let table = tables.get(horizonDays)
  if (!table) {
    if (tables.size >= MAX_TABLES) tables.clear()
    table = Float64Array.from({ length: TABLE_DAYS }, (_, ageDays) => decayed(ageDays, horizonDays))
    tables.set(horizonDays, table)
  }
  return table
}

/** Formula: Σ_{i=from}^{to−1} 2^(−i/H), in closed form; by expm1, since 1 − 2^(−1/H) loses its digits where H is long. */
function sumOfWeights(horizonDays: number, from: number, to: number): number {
  const daily = -Math.LN2 / horizonDays
  return to > from ? (decayed(from, horizonDays) * Math.expm1(daily * (to - from))) / Math.expm1(daily) : 0
}

/**
 * Makes the decay with a half-life of `horizonDays`; as if the week of ages 7w to 7w+6 had not been, where one is left out.
 * Formula: weight = 2^(−age/H); exposure λ = Σ_{i=0}^{max(n,7)−1} 2^(−i/H), less that week's terms, and then at least 1.
 */
export function createDecay(horizonDays: number, firstSeen: Day, today: Day, leftOut: number | null = null): Decay {
  const days = Math.max(daysKnown(firstSeen, today), LEAST_DAYS)
  const whole = sumOfWeights(horizonDays, 0, days)
  const week = (leftOut ?? 0) * 7
  const exposure =
    leftOut === null ? whole : Math.max(1, whole - sumOfWeights(horizonDays, week, Math.min(week + 7, days)))
  return { today, horizonDays, exposure, weights: tableOf(horizonDays), leftOut }
}

/** The weekly rate of a sum of decayed daily amounts. Formula: R = 7 · Σ_d x_d · 2^(−age/H) ÷ λ. */
export function weeklyRate({ exposure }: Decay, decayedSum: number): number {
  return (7 * decayedSum) / exposure
}
