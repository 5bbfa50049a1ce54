import type { Model, Points } from '../model/types.ts'
import type { Day } from './history.ts'
import type { Subject } from './subject.ts'

/** From when on there can be a score. */
const FIRST_SCORES = [6, 27]

/** From each day on as many more, as far as the next one. */
const eachFor = (days: readonly Day[], more: number, today: Day): Day[] =>
  days.flatMap((day, i) => {
    const last = Math.min(day + more, days[i + 1] ?? today, today)
    return Array.from({ length: Math.max(1, last - day + 1) }, (_, age) => day + age)
  })

/** Whether points taken away for something become fewer day by day. */
const fades = ({ halfLifeDays, lines }: Points): boolean =>
  halfLifeDays < Infinity &&
  lines.some(({ points, signal }) => points < 0 && !('trait' in signal) && !('quietDays' in signal))

/** In how many days what was done leaves the window, and a silence is long enough: a penalty may end, or a reward begin. */
const delaysOf = ({ windowDays, lines }: Points): number[] =>
  [windowDays, ...lines.flatMap(({ signal }) => ('quietDays' in signal ? [signal.quietDays] : []))].map(Math.ceil)

/** On which of somebody's days a profile begins to apply, or ends to. Its borders may be fractions, days are not. */
const stagesOf = ({ profiles }: Model): number[] =>
  profiles.flatMap(({ when: { daysKnown: { atLeast = 1, atMost = 0 } = {} } }) => [
    Math.ceil(atLeast) - 1,
    Math.floor(atMost),
  ])

/** The days up to one on which a score can be higher than on the day before, newest first: time alone only lowers it. */
export function daysThatMayRaise({ model, firstSeen, traits, activeDays }: Subject, today: Day): Day[] {
  const { points } = model
  const known = [...FIRST_SCORES, ...stagesOf(model)].map((days) => firstSeen + days)
  const active = [firstSeen, ...activeDays()]
  const later = points ? delaysOf(points).flatMap((delay) => active.map((day) => day + delay)) : []
  // Beyond the window nothing fades any more: who was seen in the year 0 is not looked at day by day.
  const counting = points && fades(points) ? eachFor(active, Math.ceil(points.windowDays), today) : active
  const days = [today, ...known, ...traits.map(({ day }) => day), ...counting, ...later]
  return [...new Set(days)].filter((day) => day >= firstSeen && day <= today).toSorted((a, b) => b - a)
}
