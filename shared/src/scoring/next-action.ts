import type { Action, Model } from '../model/types.ts'
import type { NextAction } from '../wire/score.ts'
import { confidenceOf } from './confidence.ts'
import type { AccountHistory, Day, PersonHistory } from './history.ts'
import { accountSubject, personSubject, type Subject } from './subject.ts'

// What a property would hold in an event yet to come, nobody knows.
const isAdvisable = ({ passive, feature }: Action): boolean =>
  !passive && (feature === null || typeof feature === 'string')

/**
 * What one more event of each value action on that day (volume 1, with somebody new) would add to the score, most first;
 * for an account by the member whose event raises it most. Empty without a score.
 */
export function nextActionsAt(subject: Subject, day: Day): NextAction[] {
  const group = subject.groupAt(day)
  if (confidenceOf(subject, group).needs) return []
  const { gain } = subject.resultOf(group)
  const members = [...subject.members.keys()].filter((member) => group.decays[member])
  return [...subject.model.actions]
    .filter(([, action]) => isAdvisable(action))
    .map(([action]) => ({
      action,
      gain: members.length === 0 ? 0 : Math.max(...members.map((member) => gain(action, member))),
    }))
    .toSorted((a, b) => b.gain - a.gain || (a.action < b.action ? -1 : 1))
}

export function nextActionsOfPerson(model: Model, history: PersonHistory, today: Day): NextAction[] {
  return nextActionsAt(personSubject(model, history, today), today)
}
export function nextActionsOfAccount(model: Model, history: AccountHistory, today: Day): NextAction[] {
  return nextActionsAt(accountSubject(model, history, today), today)
}
