import type { Nudge } from '../model/types.ts'
import type { NudgeEvent } from '../wire/message.ts'
import type { NextAction } from '../wire/score.ts'

/** When something happened last between a person and a nudge, in Unix milliseconds. */
export interface NudgeMark {
  readonly nudge: string
  readonly event: NudgeEvent
  readonly lastAt: number
}

/** What is known of a person when a nudge is chosen. */
export interface NudgeFacts {
  /** The dimension with the lowest subscore; null without a score. */
  readonly weakest: string | null
  readonly nextActions: readonly NextAction[]
  readonly marks: readonly NudgeMark[]
}

const DAY_MS = 86_400_000
/** For how long a nudge stays away after what was done with it. */
const AWAY_MS: Readonly<Partial<Record<NudgeEvent, number>>> = {
  nudge_dismissed: 30 * DAY_MS,
  nudge_snoozed: DAY_MS,
  nudge_completed: Infinity,
}
/** Between two nudges; the one that a person has seen may stay. */
const BETWEEN_MS = DAY_MS

/**
 * The nudges that a person should see at an instant, one a slot: of those that hold and are not away, the one whose goal
 * would raise the score most; ties by id.
 */
export function chooseNudges(nudges: readonly Nudge[], facts: NudgeFacts, nowMs: number): Nudge[] {
  const gains = new Map(facts.nextActions.map(({ action, gain }) => [action, gain]))
  const gainOf = ({ goal }: Nudge) => gains.get(goal.action) ?? 0
  const keepsAway = (id: string, { nudge, event, lastAt }: NudgeMark) =>
    Math.max(0, nowMs - lastAt) < (nudge === id ? (AWAY_MS[event] ?? 0) : BETWEEN_MS)
  const isDue = ({ id, when }: Nudge) =>
    when.weakest === facts.weakest && !facts.marks.some((mark) => keepsAway(id, mark))
  const due = nudges.filter(isDue).toSorted((a, b) => gainOf(b) - gainOf(a) || (a.id < b.id ? -1 : 1))
  const slots = new Set<string>()
  return due.filter(({ slot }) => slots.size < slots.add(slot).size)
}
