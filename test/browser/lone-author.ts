import type { Message } from '@uptake/shared/wire'

const DAY_MS = 86_400_000
const REPORTS_DAYS_AGO = [1, 2, 4, 6, 8, 9, 11, 13, 15, 16, 18, 20, 22]

/**
 * The history of somebody who makes reports and speaks to nobody. Collaboration is their weakest dimension, and the nudges
 * for it were dismissed three days ago: none is due. Once they share and comment, breadth is the weakest.
 */
export function loneAuthor(userId: string, nowMs: number): Message[] {
  const track = (daysAgo: number, event: string, properties = {}): Message => ({
    type: 'track',
    userId,
    event,
    properties,
    context: { groupId: 'halden-freight' },
    timestamp: new Date(nowMs - daysAgo * DAY_MS).toISOString(),
  })
  return [
    ...REPORTS_DAYS_AGO.map((daysAgo) => track(daysAgo, 'report_created')),
    ...['share-a-report', 'comment-on-a-report'].map((nudge) => track(3, 'nudge_dismissed', { nudge })),
  ]
}
