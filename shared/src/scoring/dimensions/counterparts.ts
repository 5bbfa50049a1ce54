import type { CounterpartsDimension, Model } from '../../model/types.ts'
import type { Member } from '../member.ts'
import { newestWeight, seriesBy } from '../series.ts'
import { partOf, type MemberMeasure } from './measure.ts'

/**
 * People worked with, each as old as the newest time; the parts are their ids.
 * Formula: x = Σ_j 2^(−age_j/H) ÷ target.
 */
export function measureCounterparts(
  model: Model,
  { actions, target }: CounterpartsDimension,
  { meetings }: Member,
): MemberMeasure {
  const met = seriesBy(meetings, ({ action, feature }) => (actions.has(action) ? feature : null), 'once')
  const somebodyNew = partOf(1, target)
  const takesSomebody = (action: string): boolean => (model.actions.get(action)?.counterparts ?? null) !== null
  return {
    ratio(decay) {
      let ratio = 0
      for (const series of met.values()) ratio += partOf(newestWeight(series, decay), target)
      return ratio
    },
    parts: (decay) => new Map([...met].map(([id, series]) => [id, partOf(newestWeight(series, decay), target)])),
    oneMore: (_, action) => (actions.has(action) && takesSomebody(action) ? somebodyNew : 0),
  }
}
