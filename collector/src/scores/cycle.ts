import type { SnapshotCycle } from '@uptake/shared/model'
import { type Day, toIsoDay } from '@uptake/shared/scoring'

/** 1970-01-04, day 3, was a Sunday. */
const isSunday = (day: Day): boolean => (day - 3) % 7 === 0
const isLastOfMonth = (day: Day): boolean => toIsoDay(day + 1).endsWith('-01')

/** Whether everybody's scores are written down at the end of that day. */
function isDue(cycle: SnapshotCycle, day: Day): boolean {
  if (cycle === 'weekly') return isSunday(day)
  return cycle === 'daily' || isLastOfMonth(day)
}

/** The due days from one day to another, both included, ascending. */
export function dueDays(cycle: SnapshotCycle, from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day++) if (isDue(cycle, day)) days.push(day)
  return days
}
