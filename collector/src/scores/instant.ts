import type { Model } from '@uptake/shared/model'
import { createDayOf, type Day, parseIsoDay, startOfDay } from '@uptake/shared/scoring'
import { parseTime } from '../parse-time.ts'

/** An instant T that something is asked for, with its day in the model's time zone. */
export interface Instant {
  readonly atMs: number
  readonly day: Day
  /** When that day began. */
  readonly dayStartMs: number
}

export function toInstant({ timeZone }: Model, atMs: number): Instant {
  const day = createDayOf(timeZone)(atMs)
  return { atMs, day, dayStartMs: startOfDay(timeZone, day) }
}

/** Reads an instant as people give it: ISO 8601, or a date, which stands for the end of that day; null for anything else. */
export function parseInstant(model: Model, text: string): Instant | null {
  const day = parseIsoDay(text)
  const atMs = day === null ? parseTime(text) : startOfDay(model.timeZone, day + 1) - 1
  return atMs === null ? null : toInstant(model, atMs)
}
