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
  /** Others: in this session, three in seven days, in the last 24 hours. */
  | 'session'
  | 'week'
  | 'day'

/** What of the past counts: shown or held out alike. */
export interface Past {
  readonly marks: readonly NudgeMark[]
  /** Of whoever asks; null without one. */
  readonly session: string | null
  readonly nowMs: number
  /** Whether that mark's nudge is exempt from caps. */
  readonly isCritical: (nudge: string) => boolean
}

/** `untilMs`: when that reason ends, Infinity for never; null where it ends with the session or is not known. */
export interface Hold {
  readonly reason: HeldBack
  readonly untilMs: number | null
}

const isShowing = ({ event }: NudgeMark): boolean => event === 'nudge_shown' || event === 'nudge_held'
const newest = (marks: readonly NudgeMark[]): number => Math.max(-Infinity, ...marks.map(({ lastAt }) => lastAt))

/** Why what a person did with a nudge, or how often nudges showed, keeps it away; null where nothing does. */
export function heldBack({ id, critical }: AppNudge, past: Past): Hold | null {
  const { marks, nowMs } = past
  const own = marks.filter(({ nudge }) => nudge === id)
  const did = (event: NudgeMark['event']) => own.filter((mark) => mark.event === event)
  const until = (reason: HeldBack, untilMs: number): Hold | null => (nowMs < untilMs ? { reason, untilMs } : null)

  if (did('nudge_completed').length > 0) return { reason: 'completed', untilMs: Infinity }
  const dismissed = until('dismissed', newest(did('nudge_dismissed')) + DISMISSED_MS)
  if (dismissed) return dismissed
  const snoozes = did('nudge_snoozed')
  const snoozedUntil = Math.max(-Infinity, ...snoozes.map(({ lastAt, days }) => lastAt + (days ?? 1) * DAY_MS))
  const snoozed = until('snoozed', snoozedUntil)
  if (snoozed || critical) return snoozed

  const isNow = ({ session, lastAt }: NudgeMark) =>
    session === null ? past.session === null && nowMs - lastAt < SESSION_MS : session === past.session
  const showings = own.filter(isShowing)
  const lastShown = Math.max(-Infinity, ...showings.map(({ firstAt }) => firstAt))
  // What is seen just now stays; it was counted when it came.
  if (showings.some((mark) => isNow(mark) && mark.lastAt > snoozedUntil)) return null
  if (showings.length >= SHOWINGS_EVER) return { reason: 'shown_three_times', untilMs: Infinity }
  // Whoever asked to be reminded is.
  const isReminder = snoozedUntil > lastShown
  const lately = isReminder ? null : until('shown_lately', lastShown + APART_MS)
  if (lately) return lately

  const counted = marks.filter(({ nudge }) => !past.isCritical(nudge))
  const others = counted.filter(({ nudge }) => nudge !== id)
  if (counted.filter(isShowing).some(isNow)) return { reason: 'session', untilMs: null }
  const week = counted
    .filter(isShowing)
    .map(({ firstAt }) => firstAt + WEEK_MS)
    .filter((ends) => ends > nowMs)
    .toSorted((a, b) => b - a)
  if (week.length >= SHOWINGS_A_WEEK) return { reason: 'week', untilMs: week[SHOWINGS_A_WEEK - 1] ?? null }
  return until('day', newest(others) + BETWEEN_MS)
}
