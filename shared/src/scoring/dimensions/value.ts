import type { Model, ValueDimension } from '../../model/types.ts'
import type { Member } from '../member.ts'
import { weeklyRate, type Decay } from '../decay.ts'
import { createDecayedSum, type DecayedSum } from '../decayed-sum.ts'
import { MAX_AMOUNT } from '../fold.ts'
import type { Day } from '../history.ts'
import { amountOn, seriesBy } from '../series.ts'
import { partOf, type MemberMeasure } from './measure.ts'

/** Never infinite, summed over all days neither: times a weight of 0 that would be no number. */
const MAX_WORTH = 1e300

/** What somebody's actions are worth, after daily caps. */
export interface Values {
  /** By action, what sums the worth of each day: value_a · min(amount_d, cap_a). */
  readonly byAction: ReadonlyMap<string, DecayedSum>
  /** What one more event on a day would be worth: 0 or more. */
  readonly oneMore: (action: string, day: Day) => number
}

export function valuesOf(model: Model, actions: ReadonlySet<string>, { cells }: Member): Values {
  const amounts = seriesBy(cells, ({ action }) => (actions.has(action) ? action : null), 'volumes')
  const worthOf = (action: string): ((amount: number) => number) => {
    const { value = 0, dailyCap = 0 } = model.actions.get(action) ?? {}
    const most = Math.min(dailyCap, MAX_AMOUNT)
    return (amount) => Math.min(value * Math.min(amount, most), MAX_WORTH)
  }
  return {
    byAction: new Map(
      [...amounts].map(([action, { days, amounts: some }]) => [
        action,
        createDecayedSum({ days, amounts: some.map(worthOf(action)) }),
      ]),
    ),
    oneMore(action, day) {
      if (!actions.has(action)) return 0
      const worth = worthOf(action)
      const series = amounts.get(action)
      const before = series ? amountOn(series, day) : 0
      return worth(before + 1) - worth(before)
    },
  }
}

/**
 * Value a week, of which no action gives more than its share; the parts are actions.
 * Formula: x = Σ_a min(R(value_a · amount_a), maxShare · target) ÷ target.
 */
export function measureValue(model: Model, dimension: ValueDimension, member: Member): MemberMeasure {
  const { actions, target, maxShare } = dimension
  const { byAction, oneMore } = valuesOf(model, actions, member)
  const partOfAction = (decay: Decay, value: number): number =>
    Math.min(partOf(weeklyRate(decay, value), target), maxShare)

  return {
    ratio(decay) {
      let ratio = 0
      for (const sum of byAction.values()) ratio += partOfAction(decay, sum(decay))
      return ratio
    },
    parts: (decay) => new Map([...byAction].map(([action, sum]) => [action, partOfAction(decay, sum(decay))])),
    oneMore(decay, action) {
      const now = byAction.get(action)?.(decay) ?? 0
      return partOfAction(decay, now + oneMore(action, decay.today)) - partOfAction(decay, now)
    },
  }
}
