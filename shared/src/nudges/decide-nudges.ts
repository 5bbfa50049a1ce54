import type { AppNudge } from '../model/types.ts'
import type { NextAction } from '../wire/score.ts'
import { type HeldBack, heldBack, type Past } from './caps.ts'
import { judge, type Judgement, type Known } from './condition.ts'
import type { NudgeMark } from './mark.ts'

/** What became of a rule: chosen, or the one reason why not. */
export interface Decision {
  readonly nudge: AppNudge
  /** `condition`: it is false, or unknown; `slot`: another was chosen there. */
  readonly outcome: 'chosen' | 'condition' | HeldBack | 'slot'
  readonly judgement: Judgement
  /** When a reason ends, in Unix milliseconds, Infinity for never; null where that is not known. */
  readonly untilMs: number | null
}

/** What is known of a person when nudges are chosen. */
export interface NudgeFacts extends Known {
  readonly nextActions: readonly NextAction[]
  readonly marks: readonly NudgeMark[]
  /** Of whoever asks; null without one. */
  readonly session: string | null
}

/** Whether the goal's action was done in so many days up to now, or since the nudge showed first. */
function isReached({ id, goal }: AppNudge, { own, marks }: NudgeFacts): boolean {
  if (goal === null) return false
  const shown = marks.filter(({ nudge, event }) => nudge === id && (event === 'nudge_shown' || event === 'nudge_held'))
  const since = Math.min(own.day - Math.ceil(goal.withinDays) + 1, ...shown.map(({ day }) => day))
  return (own.lastDay(goal.action) ?? -Infinity) >= since
}

/**
 * What becomes of each rule for a person at an instant, in the order of choice: priority, then the gain of the goal's action,
 * then id. Those chosen should be seen, one a slot; each of the others has the one reason that came first.
 */
export function decideNudges(nudges: readonly AppNudge[], facts: NudgeFacts, nowMs: number): Decision[] {
  const gains = new Map(facts.nextActions.map(({ action, gain }) => [action, gain]))
  const gainOf = ({ goal }: AppNudge) => (goal ? (gains.get(goal.action) ?? 0) : 0)
  const inOrder = nudges.toSorted((a, b) => b.priority - a.priority || gainOf(b) - gainOf(a) || (a.id < b.id ? -1 : 1))
  const critical = new Set(nudges.filter((nudge) => nudge.critical).map(({ id }) => id))
  const past: Past = { ...facts, nowMs, isCritical: (id) => critical.has(id) }
  const slots = new Set<string>()

  return inOrder.map((nudge) => {
    const judgement = judge(nudge.when, facts)
    const decided = (outcome: Decision['outcome'], untilMs: number | null = null) => ({
      nudge,
      outcome,
      judgement,
      untilMs,
    })
    if (judgement.truth !== true) return decided('condition')
    const hold = heldBack(nudge, past)
    if (hold?.reason === 'completed') return decided(hold.reason, hold.untilMs)
    if (isReached(nudge, facts)) return decided('goal_reached')
    if (hold) return decided(hold.reason, hold.untilMs)
    if (slots.has(nudge.slot)) return decided('slot')
    slots.add(nudge.slot)
    return decided('chosen')
  })
}
