import type { ScoreStatus } from '../wire/score.ts'
import type { Group } from './group.ts'
import { countUpTo } from './series.ts'
import type { Subject } from './subject.ts'

const DAYS_FOR_A_SCORE = 7
const EVENTS_FOR_A_SCORE = 3
const DAYS_TO_BE_SURE = 28

/** How far the data carries, and what is missing where it carries no score. */
export interface Confidence {
  status: ScoreStatus
  needs: { days: number; events: number } | null
}

/** Insufficient below 7 days known, and below 3 value events within 28; provisional below 28. Value events count before caps. */
export function confidenceOf(subject: Subject, { daysKnown: days, today }: Group): Confidence {
  if (days >= DAYS_TO_BE_SURE) return { status: 'ok', needs: null }
  const { days: active, amounts } = subject.valueEvents()
  const events = amounts.slice(0, countUpTo(active, today)).reduce((sum, count) => sum + count, 0)
  if (days >= DAYS_FOR_A_SCORE && events >= EVENTS_FOR_A_SCORE) return { status: 'provisional', needs: null }
  return {
    status: 'insufficient_data',
    needs: { days: Math.max(0, DAYS_FOR_A_SCORE - days), events: Math.max(0, EVENTS_FOR_A_SCORE - events) },
  }
}
