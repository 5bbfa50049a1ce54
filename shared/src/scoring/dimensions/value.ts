import type { Model, ValueDimension } from '../../model/types.ts'
import { weeklyRate, type Decay } from '../decay.ts'
import { MAX_AMOUNT } from '../fold.ts'
import type { PersonHistory } from '../history.ts'
import { amountOn, decayedSum, seriesBy } from '../series.ts'
import { partOf, type MemberMeasure } from './measure.ts'

/** Never infinite, summed over all days neither: a difference of such sums would be no number. */
const MAX_WORTH = 1e300

/** The decayed value of each action that somebody did, after daily caps. */
export interface DecayedValues {
  /** Formula: value_a · Σ_d min(amount_d, cap_a) · 2^(−age/H). */
  of(action: string, decay: Decay): number
  /** What one more event today would add: 0 or more. */
  oneMore(action: string, decay: Decay): number
  readonly actions: readonly string[]
}

export function decayedValues(model: Model, actions: ReadonlySet<string>, history: PersonHistory): DecayedValues {
  const amounts = seriesBy(
    history.rows,
    ({ action }) => (actions.has(action) ? action : null),
    ({ volume }) => volume,
  )
  const worthOf = (action: string): ((amount: number) => number) => {
    const { value = 0, dailyCap = 0 } = model.actions.get(action) ?? {}
    const most = Math.min(dailyCap, MAX_AMOUNT)
    return (amount) => Math.min(value * Math.min(amount, most), MAX_WORTH)
  }
  const worths = new Map(
    [...amounts].map(([action, series]) => [action, { ...series, amounts: series.amounts.map(worthOf(action)) }]),
  )
  return {
    actions: [...amounts.keys()],
    of(action, decay) {
      const series = worths.get(action)
      return series ? decayedSum(series, decay) : 0
    },
    oneMore(action, decay) {
      if (!actions.has(action)) return 0
      const worth = worthOf(action)
      const series = amounts.get(action)
      const today = series ? amountOn(series, decay.today) : 0
      return worth(today + 1) - worth(today)
    },
  }
}

/**
 * Value a week, of which no action gives more than its share; the parts are actions.
 * Formula: x = Σ_a min(R(value_a · amount_a), maxShare · target) ÷ target.
 */
export function measureValue(model: Model, dimension: ValueDimension, history: PersonHistory): MemberMeasure {
  const { actions, target, maxShare } = dimension
  const values = decayedValues(model, actions, history)
  const partOfAction = (decay: Decay, value: number): number =>
    Math.min(partOf(weeklyRate(decay, value), target), maxShare)

  return {
    ratio(decay) {
      let ratio = 0
      for (const action of values.actions) ratio += partOfAction(decay, values.of(action, decay))
      return ratio
    },
    parts: (decay) => new Map(values.actions.map((action) => [action, partOfAction(decay, values.of(action, decay))])),
    oneMore(decay, action) {
      const now = values.of(action, decay)
      return partOfAction(decay, now + values.oneMore(action, decay)) - partOfAction(decay, now)
    },
  }
}
