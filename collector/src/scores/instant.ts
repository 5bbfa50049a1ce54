import type { Model } from '@uptake/shared/model'
import { createDayOf, type Day, parseIsoDay, startOfDay } from '@uptake/shared/scoring'
import { parseTime } from '../parse-time.ts'

/** An instant T that something is asked for, with its day in the model's time zone. */
export interface Instant {
  readonly atMs: number
  readonly day: Day
  /** When that day began. */
  readonly dayStartMs: number
  /** Set where only what had been received by then may be used; null for all that is known today. */
  readonly receivedBy: number | null
}

/** What may be used of what happened by an instant: all that is known now, or what was known then. */
export type Known = 'now' | 'then'

export function toInstant({ timeZone }: Model, atMs: number, known: Known = 'now'): Instant {
  const day = createDayOf(timeZone)(atMs)
  return { atMs, day, dayStartMs: startOfDay(timeZone, day), receivedBy: known === 'then' ? atMs : null }
}

/** The last instant of a day. */
export function endOfDay({ timeZone }: Model, day: Day): number {
  return startOfDay(timeZone, day + 1) - 1
}

/** Reads an instant as people give it: ISO 8601, or a date, which stands for the end of that day; null for anything else. */
export function parseInstant(model: Model, text: string, known: Known = 'now'): Instant | null {
  const day = parseIsoDay(text)
  const atMs = day === null ? parseTime(text) : endOfDay(model, day)
  return atMs === null ? null : toInstant(model, atMs, known)
}
