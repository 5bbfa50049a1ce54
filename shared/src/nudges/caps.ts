import type { AppNudge } from '../model/types.ts'
import type { NudgeMark } from './mark.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Who reports no session is in the same one for so long. */
const SESSION_MS = 30 * MINUTE_MS
const DISMISSED_MS = 30 * DAY_MS
const SHOWINGS_EVER = 3
const APART_MS = 7 * DAY_MS
const WEEK_MS = 7 * DAY_MS
const SHOWINGS_A_WEEK = 3
const BETWEEN_MS = DAY_MS

/** Why a nudge that holds is held back. */
export type HeldBack =
  /** It was completed, or its goal was reached: it does not come back. */
  | 'completed'
  | 'goal_reached'
  /** In the last 30 days, or for as long as was asked for. */
  | 'dismissed'
  | 'snoozed'
  /** Three times ever, or within seven days. */
  | 'shown_three_times'
  | 'shown_lately'
  /** Some showed in this session, three in seven days, another in the last 24 hours. */
  | 'session'
  | 'week'
  | 'day'

/** What of the past counts: shown or held out alike. */
export interface Past {
  readonly marks: readonly NudgeMark[]
  /** Of whoever asks; null without one. */
  readonly session: string | null
  readonly nowMs: number
  /** Whether a nudge of that id is exempt from caps. */
  readonly isCritical: (nudge: string) => boolean
}

/** `untilMs`: when that reason ends, Infinity for never; null where it ends with the session or is not known. */
export interface Hold {
  readonly reason: HeldBack
  readonly untilMs: number | null
}

/** A nudge in a session, shown or held out alike. Times are Unix milliseconds. */
interface Showing {
  readonly nudge: string
  readonly session: string | null
  readonly firstAt: number
  readonly lastAt: number
}

/** Of two marks in one session, as of whoever changed arms when an account became known, one showing is made. */
function showingsOf(marks: readonly NudgeMark[]): Showing[] {
  const showings = new Map<unknown, Showing>()
  for (const mark of marks.filter(({ event }) => event === 'nudge_shown' || event === 'nudge_held')) {
    const { nudge, session, firstAt, lastAt } = mark
    const key = session === null ? mark : JSON.stringify([nudge, session])
    const { firstAt: first = firstAt, lastAt: last = lastAt } = showings.get(key) ?? {}
    showings.set(key, { nudge, session, firstAt: Math.min(first, firstAt), lastAt: Math.max(last, lastAt) })
  }
  return [...showings.values()]
}

const newest = (times: readonly number[]): number => Math.max(-Infinity, ...times)
const snoozeMs = ({ days }: NudgeMark): number => (days ?? 0) * DAY_MS

/** Why what a person did with a nudge, or how often nudges showed, keeps it away; null where nothing does. */
export function heldBack({ id, critical }: AppNudge, { marks, session, nowMs, isCritical }: Past): Hold | null {
  const did = (event: NudgeMark['event']) => marks.filter((mark) => mark.nudge === id && mark.event === event)
  const until = (reason: HeldBack, untilMs: number): Hold | null => (nowMs < untilMs ? { reason, untilMs } : null)

  if (did('nudge_completed').length > 0) return { reason: 'completed', untilMs: Infinity }
  const dismissedUntil = newest(did('nudge_dismissed').map(({ lastAt }) => lastAt + DISMISSED_MS))
  const snoozedUntil = newest(did('nudge_snoozed').map((mark) => mark.lastAt + snoozeMs(mark)))
  const asked = until('dismissed', dismissedUntil) ?? until('snoozed', snoozedUntil)
  if (asked || critical) return asked

  const isNow = (showing: Showing) =>
    showing.session === null ? session === null && nowMs - showing.lastAt < SESSION_MS : showing.session === session
  const counted = showingsOf(marks).filter(({ nudge }) => !isCritical(nudge))
  const own = counted.filter(({ nudge }) => nudge === id)
  // What is seen just now stays; it was counted when it came.
  if (own.some((showing) => isNow(showing) && showing.lastAt > snoozedUntil)) return null
  if (own.length >= SHOWINGS_EVER) return { reason: 'shown_three_times', untilMs: Infinity }
  const shownAt = newest(own.map(({ firstAt }) => firstAt))
  // Whoever asked to be reminded is.
  const lately = snoozedUntil > shownAt ? null : until('shown_lately', shownAt + APART_MS)
  if (lately) return lately

  if (counted.some(isNow)) return { reason: 'session', untilMs: null }
  const ends = counted.map(({ firstAt }) => firstAt + WEEK_MS).filter((end) => end > nowMs)
  const week = ends.toSorted((a, b) => b - a)[SHOWINGS_A_WEEK - 1]
  if (week !== undefined) return { reason: 'week', untilMs: week }
  const others = counted.filter(({ nudge }) => nudge !== id)
  return until('day', newest(others.map(({ lastAt }) => lastAt)) + BETWEEN_MS)
}
