import { DEFAULT_BANDS } from '../model/defaults.ts'
import type { AppNudge } from '../model/types.ts'
import type { NudgeEvent } from '../wire/message.ts'
import type { Facts } from './facts.ts'
import type { NudgeMark } from './mark.ts'

// Rules, facts and marks as short to write as to read, for the cases that tests work by hand.

export const HOUR_MS = 3_600_000
export const DAY_MS: number = 24 * HOUR_MS
export const TODAY = 20_000
/** Noon of `TODAY`. */
export const NOW: number = TODAY * DAY_MS + 12 * HOUR_MS

/** A rule that always holds, with a slot of its own. */
export const rule = (id: string, more: Partial<AppNudge> = {}): AppNudge => ({
  id,
  deliver: 'app',
  slot: id,
  kind: 'banner',
  title: id,
  body: '',
  when: { activeDays: { atLeast: 0 } },
  goal: null,
  holdout: null,
  priority: 0,
  critical: false,
  ...more,
})

/** What happened so long ago, in a session of its own. */
export const mark = (nudge: string, event: NudgeEvent, agoMs: number, more: Partial<NudgeMark> = {}): NudgeMark => ({
  nudge,
  event,
  session: `${event} ${agoMs}`,
  firstAt: NOW - agoMs,
  lastAt: NOW - agoMs,
  day: Math.floor((NOW - agoMs) / DAY_MS),
  days: null,
  ...more,
})

/** A newcomer of today, who did nothing and of whom nothing is known. */
export const newcomer: Facts = {
  day: TODAY,
  score: null,
  subscores: null,
  trend: null,
  persistentlyLow: () => null,
  neverHealthy: () => null,
  bands: DEFAULT_BANDS,
  scoreBefore: () => null,
  activation: () => null,
  daysKnown: 1,
  activeDays: () => 0,
  traits: () => new Map(),
  count: () => 0,
  lastDay: () => null,
}
