import type { QuietTrend } from '../wire/score.ts'
import { createDecay, daysKnown } from './decay.ts'
import type { Day } from './history.ts'
import { decayedDays, newestUpTo } from './series.ts'
import type { Subject } from './subject.ts'

const DAYS_TO_KNOW_A_RHYTHM = 28
const MOST_DAILY = 0.95
const IMPROBABLE = 0.01

/**
 * How long nothing of value has been done, and how probable so long a silence is for this person or account; null where they
 * were known for less than 28 days on the last such day L, or did nothing of value ever.
 * Formula: probability = (1 − r)^(day(T) − L), r = min(0.95, R(1 on each value day) ÷ 7 at L).
 * Assumes: value days come independently of each other, at the rate of late.
 */
export function quietAt(subject: Subject, day: Day): QuietTrend | null {
  const events = subject.valueEvents()
  const last = newestUpTo(events.days, day)
  if (last === null || daysKnown(subject.firstSeen, last) < DAYS_TO_KNOW_A_RHYTHM) return null
  const decay = createDecay(subject.model.horizonDays, subject.firstSeen, last)
  const dailyRate = Math.min(MOST_DAILY, decayedDays(events, decay) / decay.exposure)
  const days = day - last
  return { days, probability: (1 - dailyRate) ** days }
}

/** Whether the silence is too improbable to be chance. */
export const isQuiet = (quiet: QuietTrend | null): boolean => quiet !== null && quiet.probability < IMPROBABLE
