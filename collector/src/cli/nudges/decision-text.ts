import type { HeldBack } from '@uptake/shared/nudges'
import type { AppDecision } from '../../nudges/nudges.ts'
import { counted } from '../numbers.ts'

/** When it is no longer held back for that reason; null where that is not known. */
export const untilText = (untilMs: number | null): string | null =>
  untilMs === null ? null : untilMs === Infinity ? 'never' : new Date(untilMs).toISOString()

/** What there is to say where it was not chosen, by its outcome. */
const HELD_BACK: Record<HeldBack, string> = {
  completed: 'was completed',
  goal_reached: 'its goal is reached',
  dismissed: 'was dismissed',
  snoozed: 'was snoozed',
  shown_three_times: 'was shown three times',
  shown_lately: 'was shown in the last seven days',
  session: 'another was shown in this session',
  week: 'three were shown in seven days',
  day: 'another was shown in the last 24 hours',
}

/**
 * What became of a rule, in words.
 * @param because - what its condition found
 */
export function decisionText({ nudge, outcome, judgement, untilMs }: AppDecision, because: string): string {
  if (outcome === 'chosen') return `offered in ${nudge.slot}: ${because}`
  if (outcome === 'condition') return judgement.truth === null ? because : `does not hold: ${because}`
  if (outcome === 'slot') return `another goes first in ${nudge.slot}`
  const { action, withinDays = 0 } = nudge.goal ?? {}
  const done = `: ${action} was done in the last ${counted(withinDays, 'day')}, or since it was shown`
  const goal = outcome === 'goal_reached' ? done : ''
  const until = untilText(untilMs)
  const back = until === null ? '' : until === 'never' ? ': it does not return' : `: away until ${until}`
  return HELD_BACK[outcome] + goal + back
}

/** In which arm the person is; nothing where nobody is held out. */
export function armText({ arm, holdout }: AppDecision): string {
  return holdout === 0 ? '' : ` (arm: ${arm === 'held' ? 'held out' : 'shown'})`
}
