import type { Model } from '../model/types.ts'
import type { ScoreStatus } from '../wire/score.ts'
import { daysKnown } from './decay.ts'
import type { Group } from './group.ts'

const DAYS_FOR_A_SCORE = 7
const EVENTS_FOR_A_SCORE = 3
const DAYS_TO_BE_SURE = 28

/** How far the data carries, and what is missing where it carries no score. */
export interface Confidence {
  status: ScoreStatus
  needs: { days: number; events: number } | null
}

function valueEvents(model: Model, { members }: Group): number {
  let events = 0
  for (const { history } of members)
    for (const { action, count } of history.rows) if (model.actions.get(action)?.passive === false) events += count
  return events
}

/** Insufficient below 7 days known, and below 3 value events within 28; provisional below 28. Value events count before caps. */
export function confidenceOf(model: Model, group: Group, today: number): Confidence {
  const days = daysKnown(group.firstSeen, today)
  if (days >= DAYS_TO_BE_SURE) return { status: 'ok', needs: null }
  const events = valueEvents(model, group)
  if (days >= DAYS_FOR_A_SCORE && events >= EVENTS_FOR_A_SCORE) return { status: 'provisional', needs: null }
  return {
    status: 'insufficient_data',
    needs: { days: Math.max(0, DAYS_FOR_A_SCORE - days), events: Math.max(0, EVENTS_FOR_A_SCORE - events) },
  }
}
