import type { Group } from './group.ts'
import type { Result } from './result.ts'
import type { Subject } from './subject.ts'

const MOST_WEEKS = 12
const LEAST_WEEKS = 3
/** Of a normal distribution 90 % lie within so many standard deviations. */
const Z_90 = 1.645

/**
 * The standard error of a score, by leaving out one week after the other (the delete-one jackknife); null where fewer than
 * three weeks are known, and in the points form.
 * Formula: se² = (K−1)/K · Σ_i (s_(i) − s̄)², K = min(12, ⌈n/7⌉), s_(i) the score without the week of ages 7i to 7i+6.
 */
export function standardErrorOf(subject: Subject, group: Group): number | null {
  const weeks = Math.min(MOST_WEEKS, Math.ceil(group.daysKnown / 7))
  if (weeks < LEAST_WEEKS || subject.model.points) return null
  const profile = subject.profileOf(group)
  const scores = Array.from(
    { length: weeks },
    (_, week) => subject.resultOf(subject.withoutWeek(group, week), profile).score,
  )
  const mean = scores.reduce((sum, score) => sum + score, 0) / weeks
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return Math.sqrt(((weeks - 1) / weeks) * squares)
}

/** The distance that 90 % of what chance does to a number with that standard error stays within. */
export const noiseOf = (standardError: number): number => Z_90 * standardError

/** The 90 % interval of a score, within [0, 100]; null without a standard error. */
export function intervalOf({ score }: Result, standardError: number | null): [low: number, high: number] | null {
  if (standardError === null) return null
  const noise = noiseOf(standardError)
  return [Math.max(0, score - noise), Math.min(100, score + noise)]
}
