import type { DaysDimension } from '../../model/types.ts'
import { toIsoDay } from '../day.ts'
import { weeklyRate, type Decay } from '../decay.ts'
import type { Day, PersonHistory } from '../history.ts'
import { add, partOf, sumOf, type Amount } from './amount.ts'

/**
 * Days a week with a counted event; the parts are weeks back from today, by their first day.
 * Formula: x = R(1 on each such day) ÷ target.
 */
export function daysAmount({ actions, target }: DaysDimension, history: PersonHistory, decay: Decay): Amount {
  const days = new Set<Day>()
  for (const row of history.rows) if (actions.has(row.action)) days.add(row.day)
  const weeks = new Map<number, number>()
  for (const day of days) add(weeks, Math.floor((decay.today - day) / 7), decay.weight(day))

  const partOfWeek = (decayedDays: number): number => partOf(weeklyRate(decay, decayedDays), target)
  const parts = new Map<string, number>()
  for (const [week, decayedDays] of weeks) parts.set(toIsoDay(decay.today - 7 * week - 6), partOfWeek(decayedDays))
  return {
    ratio: sumOf(parts),
    parts,
    oneMore: (action) => (actions.has(action) && !days.has(decay.today) ? partOfWeek(1) : 0),
  }
}
