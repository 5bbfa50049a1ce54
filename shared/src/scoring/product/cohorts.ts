import type { BaseOverview } from '../../wire/overview.ts'
import { toIsoDay } from '../day.ts'
import type { Day } from '../history.ts'
import { addTo, noSums, toMeans, type Moving, type Sums } from './means.ts'

/** Of an import they may go back as far as its times do. */
const MOST_YEARS = 5

/** Means by the month first seen. */
export interface Cohorts {
  add(firstDay: Day, moving: Moving): void
  result(): Pick<BaseOverview, 'cohorts' | 'earlier'>
}

const monthOf = (day: Day): string => toIsoDay(day).slice(0, -3)

/** The same month, years before. */
function yearsBefore(month: string, years: number): string {
  const [year = '', ...rest] = month.split('-')
  return [String(Number(year) - years), ...rest].join('-')
}

/** Makes what sums up scores by cohort, on a day. */
export function createCohorts(today: Day): Cohorts {
  const tooOld = yearsBefore(monthOf(today), MOST_YEARS)
  const byMonth = new Map<string, Sums>()
  const earlier = noSums()
  return {
    add(firstDay, moving) {
      const month = monthOf(Math.min(firstDay, today))
      if (month <= tooOld) return addTo(earlier, moving)
      let sums = byMonth.get(month)
      if (!sums) byMonth.set(month, (sums = noSums()))
      addTo(sums, moving)
    },
    result: () => ({
      cohorts: [...byMonth]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([month, sums]) => ({ month, ...toMeans(sums) })),
      earlier: earlier.count === 0 ? null : toMeans(earlier),
    }),
  }
}
