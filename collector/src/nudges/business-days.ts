import type { Day } from '@uptake/shared/scoring'

/** 1970-01-01 was a Thursday. */
const isWeekend = (day: Day): boolean => (day + 3) % 7 >= 5

/** The day that so many business days (Monday to Friday) lead to: from a weekend, 1 leads to Monday. */
export function afterBusinessDays(from: Day, count: number): Day {
  let day = from
  for (let left = count; left > 0;) {
    day += 1
    if (!isWeekend(day)) left -= 1
  }
  return day
}
