import type { Action, Model } from '../model/types.ts'
import type { NextAction } from '../wire/score.ts'
import { sharesOf } from './composite.ts'
import { confidenceOf } from './confidence.ts'
import { subscoreOf } from './curve.ts'
import { accountGroup, personGroup, type Group } from './group.ts'
import type { AccountHistory, Day, PersonHistory } from './history.ts'
import { measure } from './measure.ts'

// What a property would hold in an event yet to come, nobody knows.
const isAdvisable = ({ passive, feature }: Action): boolean =>
  !passive && (feature === null || typeof feature === 'string')

function nextActions(model: Model, group: Group, today: Day): NextAction[] {
  if (confidenceOf(model, group, today).needs) return []
  const shares = sharesOf(model)
  const amounts = measure(model, group)
  const standings = [...model.dimensions].flatMap(([name, { curve }]) => {
    const amount = amounts.get(name)
    return amount ? [{ amount, curve, share: shares.get(name) ?? 0, now: subscoreOf(curve, amount.ratio) }] : []
  })
  const gainBy = (action: string, member: number): number =>
    standings.reduce((gain, { amount, curve, share, now }) => {
      const more = amount.oneMore(action, member)
      return more > 0 ? gain + share * (subscoreOf(curve, amount.ratio + more) - now) : gain
    }, 0)

  return [...model.actions]
    .filter(([, action]) => isAdvisable(action))
    .map(([action]) => ({
      action,
      gain: group.members.reduce((most, _, member) => Math.max(most, gainBy(action, member)), 0),
    }))
    .toSorted((a, b) => b.gain - a.gain || (a.action < b.action ? -1 : 1))
}

/** What one more event of each value action now would add to the person's score, most first; empty without a score. */
export function nextActionsOfPerson(model: Model, history: PersonHistory, today: Day): NextAction[] {
  return nextActions(model, personGroup(model, history, today), today)
}

/** The same for an account, by the member whose event raises its score most. */
export function nextActionsOfAccount(model: Model, history: AccountHistory, today: Day): NextAction[] {
  return nextActions(model, accountGroup(model, history, today), today)
}
