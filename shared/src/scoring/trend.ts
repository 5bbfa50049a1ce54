import type { QuietTrend, Trend } from '../wire/score.ts'
import { confidenceOf } from './confidence.ts'
import { daysThatMayRaise } from './days-that-may-raise.ts'
import { daysKnown } from './decay.ts'
import type { Day } from './history.ts'
import { noiseOf } from './interval.ts'
import { quietAt } from './quiet.ts'
import type { Subject } from './subject.ts'

/** Four weeks, so that weekdays match. */
export const TREND_DAYS = 28
const DECLINE = -10
const LOW = 40
const HEALTHY = 60
const DAYS_TO_GET_HEALTHY = 90

/** What somebody's own history says of their trend. */
export interface OwnTrend {
  /** score(T) − the score at the end of day(T) − 28; null if either is. */
  readonly change: number | null
  /** What chance alone may make of the change: 1.645 · √(se² + se₂₈²); null without one of the intervals. */
  readonly noise: number | null
  readonly persistentlyLow: boolean
  readonly neverHealthy: boolean
  readonly quiet: QuietTrend | null
}

/** The score alone, at the end of a day; null where there is none yet. */
export function numberAt(subject: Subject, day: Day): number | null {
  const group = subject.groupAt(day)
  return confidenceOf(subject, group).needs ? null : subject.resultOf(group).score
}

/** The score at the end of a day less the one four weeks before; null where either is missing. */
export function changeAt(subject: Subject, day: Day): number | null {
  const now = numberAt(subject, day)
  const before = now === null ? null : numberAt(subject, day - TREND_DAYS)
  return now === null || before === null ? null : now - before
}

/** Below 40 at the end of each of the last 28 days; null where it may be, since one of them has no score. */
export function isPersistentlyLow(subject: Subject, today: Day): boolean | null {
  let isLow: true | null = true
  for (let day = today; day > today - TREND_DAYS; day--) {
    const score = numberAt(subject, day)
    if (score === null) isLow = null
    else if (score >= LOW) return false
  }
  return isLow
}

/**
 * Never at 60 or above at the end of a day, where known for more than 90 days; null before, and without a score.
 * @param now - today's score, for whoever has it
 */
export function isNeverHealthy(
  subject: Subject,
  today: Day,
  now: number | null = numberAt(subject, today),
): boolean | null {
  if (now === null) return null
  if (now >= HEALTHY) return false
  if (daysKnown(subject.firstSeen, today) <= DAYS_TO_GET_HEALTHY) return null
  return daysThatMayRaise(subject, today).every((day) => (numberAt(subject, day) ?? 0) < HEALTHY)
}

/** The trend at the end of a day; null where there is no score. */
export function trendAt(subject: Subject, day: Day): OwnTrend | null {
  const now = numberAt(subject, day)
  if (now === null) return null
  const error = subject.standardErrorAt(day)
  const before = numberAt(subject, day - TREND_DAYS)
  const errorBefore = before === null ? null : subject.standardErrorAt(day - TREND_DAYS)
  return {
    change: before === null ? null : now - before,
    noise: error === null || errorBefore === null ? null : noiseOf(Math.hypot(error, errorBefore)),
    persistentlyLow: isPersistentlyLow(subject, day) ?? false,
    neverHealthy: isNeverHealthy(subject, day, now) ?? false,
    quiet: quietAt(subject, day),
  }
}

/** A fall of ten points or more, the base's own taken off, that chance does not explain. */
export function isDeclining(fall: number | null, noise: number | null): boolean {
  return fall !== null && noise !== null && fall <= DECLINE && -fall > noise
}

/** The trend as it travels: beside the median change of the whole base, where that is known. */
export function besideBase({ noise, ...own }: OwnTrend, medianChange: number | null): Trend {
  const adjusted = own.change === null || medianChange === null ? null : own.change - medianChange
  const { change, ...rest } = own
  return { change, adjusted, declining: isDeclining(adjusted ?? change, noise), ...rest }
}
