import type { Means } from '../../wire/overview.ts'

/** A score and its change over four weeks; null where there is none. */
export interface Moving {
  readonly score: number | null
  readonly change: number | null
}

/** What means are made of. */
export interface Sums {
  count: number
  scored: number
  scores: number
  /** Those with a score on both dates, */
  compared: number
  /** their scores now, and the changes. */
  comparedScores: number
  changes: number
}

const FALL = -5
/** Changes are differences of scores: what rounding makes of a mean of −5 does not decide. */
const ROUNDING = 1e-9

export function noSums(): Sums {
  return { count: 0, scored: 0, scores: 0, compared: 0, comparedScores: 0, changes: 0 }
}

/** Adds one of them. */
export function addTo(sums: Sums, { score, change }: Moving): void {
  sums.count += 1
  if (score === null) return
  sums.scored += 1
  sums.scores += score
  if (change === null) return
  sums.compared += 1
  sums.comparedScores += score
  sums.changes += change
}

/** Adds all of others. */
export function addAll(sums: Sums, others: Sums): void {
  sums.count += others.count
  sums.scored += others.scored
  sums.scores += others.scores
  sums.compared += others.compared
  sums.comparedScores += others.comparedScores
  sums.changes += others.changes
}

/**
 * The means of what was summed; null where there was nobody.
 * Formula: change = Σ (score − score 28 days before) ÷ n over the n with both; falling where it is ≤ −5.
 */
export function toMeans({ count, scored, scores, compared, comparedScores, changes }: Sums): Means {
  const now = comparedScores / compared
  const change = changes / compared
  return {
    count,
    scored,
    mean: scored === 0 ? null : scores / scored,
    trend:
      compared === 0
        ? null
        : { count: compared, before: now - change, now, change, falling: change <= FALL + ROUNDING },
  }
}
