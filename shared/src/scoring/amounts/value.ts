import type { Model, ValueDimension } from '../../model/types.ts'
import { weeklyRate, type Decay } from '../decay.ts'
import { MAX_AMOUNT } from '../fold.ts'
import type { Day, PersonHistory } from '../history.ts'
import { add, partOf, sumOf, type Amount } from './amount.ts'

/** One action's amounts by day, before caps. */
type Daily = Map<Day, number>

function dailyAmounts(actions: ReadonlySet<string>, history: PersonHistory): Map<string, Daily> {
  const amounts = new Map<string, Daily>()
  for (const { action, day, volume } of history.rows) {
    if (!actions.has(action)) continue
    let daily = amounts.get(action)
    if (!daily) amounts.set(action, (daily = new Map()))
    add(daily, day, volume)
  }
  return amounts
}

/** The decayed value of each action that a person did, after daily caps. Formula: value_a · Σ_d min(amount_d, cap_a) · 2^(−age/H). */
export function decayedValues(
  model: Model,
  actions: ReadonlySet<string>,
  history: PersonHistory,
  decay: Decay,
): { values: Map<string, number>; oneMore: (action: string) => number } {
  const amounts = dailyAmounts(actions, history)
  const worth = (action: string, amount: number): number => {
    const { value = 0, dailyCap = 0 } = model.actions.get(action) ?? {}
    // Never infinite: times a weight of 0 that would be no number.
    return Math.min(value * Math.min(amount, dailyCap, MAX_AMOUNT), Number.MAX_VALUE)
  }
  const values = new Map<string, number>()
  for (const [action, daily] of amounts) {
    let sum = 0
    for (const [day, amount] of daily) sum += worth(action, amount) * decay.weight(day)
    values.set(action, sum)
  }
  return {
    values,
    oneMore: (action) => {
      if (!actions.has(action)) return 0
      const today = amounts.get(action)?.get(decay.today) ?? 0
      return worth(action, today + 1) - worth(action, today)
    },
  }
}

/**
 * Value a week, of which no action gives more than its share; the parts are actions.
 * Formula: x = Σ_a min(R(value_a · amount_a), maxShare · target) ÷ target.
 */
export function valueAmount(model: Model, dimension: ValueDimension, history: PersonHistory, decay: Decay): Amount {
  const { actions, target, maxShare } = dimension
  const { values, oneMore } = decayedValues(model, actions, history, decay)
  const partOfAction = (value: number): number => Math.min(partOf(weeklyRate(decay, value), target), maxShare)

  const parts = new Map<string, number>()
  for (const [action, value] of values) parts.set(action, partOfAction(value))
  return {
    ratio: sumOf(parts),
    parts,
    oneMore: (action) => partOfAction((values.get(action) ?? 0) + oneMore(action)) - (parts.get(action) ?? 0),
  }
}
