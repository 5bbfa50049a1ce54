import type { Day } from './history.ts'

/** The least number of days that anybody's amounts are spread over. */
const LEAST_DAYS = 7

/** How the days up to today weigh, for somebody known for some of them. */
export interface Decay {
  readonly today: Day
  /** Of one day, in (0, 1]; 1 is today's. */
  readonly weight: (day: Day) => number
  /** The sum of the weights of the days known, of seven at least. */
  readonly exposure: number
}

/** Days known, the first one included: 1 on the first day, 0 before it. */
export function daysKnown(firstSeen: Day, today: Day): number {
  return Math.max(0, today - firstSeen + 1)
}

/**
 * Makes the decay with a half-life of `horizonDays`.
 * Formula: weight = 2^(−age/H); exposure λ = Σ_{i=0}^{max(n,7)−1} 2^(−i/H), in closed form.
 */
export function createDecay(horizonDays: number, firstSeen: Day, today: Day): Decay {
  const days = Math.max(daysKnown(firstSeen, today), LEAST_DAYS)
  const daily = -Math.LN2 / horizonDays
  return {
    today,
    // Where clocks go back over midnight, an instant can lie a day before an earlier one.
    weight: (day) => 2 ** (-Math.max(0, today - day) / horizonDays),
    // expm1, since 1 − 2^(−1/H) loses its digits where H is long.
    exposure: Math.expm1(daily * days) / Math.expm1(daily),
  }
}

/** The weekly rate of a sum of decayed daily amounts. Formula: R = 7 · Σ_d x_d · 2^(−age/H) ÷ λ. */
export function weeklyRate(decay: Decay, decayedSum: number): number {
  return (7 * decayedSum) / decay.exposure
}
