import type { Nudge } from '../model/types.ts'
import type { NextAction } from '../wire/score.ts'

/** What is known of a person when a nudge is chosen. */
export interface NudgeFacts {
  /** The dimension with the lowest subscore; null without a score. */
  readonly weakest: string | null
  readonly nextActions: readonly NextAction[]
  /** When each nudge was dismissed last, in Unix milliseconds. */
  readonly dismissedAt: ReadonlyMap<string, number>
}

const DISMISSED_MS = 30 * 86_400_000

/**
 * The nudges that a person should see at an instant, one a slot: of those that hold, and were not dismissed within 30
 * days, the one whose goal would raise the score most; ties by id.
 */
export function chooseNudges(nudges: readonly Nudge[], facts: NudgeFacts, nowMs: number): Nudge[] {
  const gains = new Map(facts.nextActions.map(({ action, gain }) => [action, gain]))
  const gainOf = ({ goal }: Nudge) => gains.get(goal.action) ?? 0
  const isDue = ({ id, when }: Nudge) =>
    when.weakest === facts.weakest && nowMs - (facts.dismissedAt.get(id) ?? -Infinity) >= DISMISSED_MS
  const due = nudges.filter(isDue).toSorted((a, b) => gainOf(b) - gainOf(a) || (a.id < b.id ? -1 : 1))
  const slots = new Set<string>()
  return due.filter(({ slot }) => slots.size < slots.add(slot).size)
}
