import type { Day } from '../scoring/index.ts'
import type { NudgeEvent } from '../wire/message.ts'

/** What happened of one kind between a person and a nudge in one session. Times are Unix milliseconds. */
export interface NudgeMark {
  readonly nudge: string
  readonly event: NudgeEvent
  /** Null where whoever reported it has none: each report is then a session of its own. */
  readonly session: string | null
  readonly firstAt: number
  readonly lastAt: number
  /** Of `firstAt`. */
  readonly day: Day
  /** Of a snooze: for 1, 3 or 7 days; null of anything else. */
  readonly days: number | null
}
