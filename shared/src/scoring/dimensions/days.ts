import type { DaysDimension } from '../../model/types.ts'
import type { Member } from '../member.ts'
import { mondayOf, toIsoDay } from '../day.ts'
import { weeklyRate, weightOf, type Decay } from '../decay.ts'
import { createDecayedSum } from '../decayed-sum.ts'
import type { Day } from '../history.ts'
import { countUpTo, newestUpTo, seriesOf } from '../series.ts'
import { add, partOf, type MemberMeasure } from './measure.ts'

/**
 * Days a week with a counted event; the parts are calendar weeks, by their Monday.
 * Formula: x = R(1 on each such day) ÷ target.
 */
export function measureDays({ actions, target }: DaysDimension, { cells }: Member): MemberMeasure {
  const active = seriesOf(cells, ({ action }) => actions.has(action), 'once')
  const sumOfDays = createDecayedSum(active)
  const partOfWeek = (decay: Decay, days: number): number => partOf(weeklyRate(decay, days), target)

  return {
    ratio: (decay) => partOfWeek(decay, sumOfDays(decay)),
    parts(decay) {
      const weeks = new Map<Day, number>()
      for (const day of active.days.slice(0, countUpTo(active.days, decay.today)))
        add(weeks, mondayOf(day), weightOf(decay, day))
      return new Map([...weeks].map(([monday, sum]) => [toIsoDay(monday), partOfWeek(decay, sum)]))
    },
    oneMore(decay, action) {
      const isNew = newestUpTo(active.days, decay.today) !== decay.today
      return actions.has(action) && isNew ? partOfWeek(decay, 1) : 0
    },
  }
}
