import { daysKnown } from './decay.ts'
import type { Day } from './history.ts'
import type { Subject } from './subject.ts'

/** The days up to one on which a score can be higher than on the day before, newest first: time alone only lowers it. */
export function daysThatMayRaise({ model, firstSeen, traits, activeDays }: Subject, today: Day): Day[] {
  // A penalty ends by time alone.
  if (model.points) return Array.from({ length: daysKnown(firstSeen, today) }, (_, i) => today - i)
  const firstScores = [6, 27].map((days) => firstSeen + days)
  // Borders may be fractions, days are not.
  const stages = model.profiles.flatMap(({ when: { daysKnown: { atLeast = 1, atMost = 0 } = {} } }) => [
    firstSeen + Math.ceil(atLeast) - 1,
    firstSeen + Math.floor(atMost),
  ])
  const days = [today, ...firstScores, ...stages, ...traits.map(({ day }) => day), ...activeDays()]
  return [...new Set(days)].filter((day) => day >= firstSeen && day <= today).toSorted((a, b) => b - a)
}
