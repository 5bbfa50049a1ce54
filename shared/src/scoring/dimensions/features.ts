import type { FeaturesDimension, Model } from '../../model/types.ts'
import type { Decay } from '../decay.ts'
import type { PersonHistory } from '../history.ts'
import { decayedSum, newestUpTo, ONCE_A_DAY, seriesBy, type Series } from '../series.ts'
import { add, partOf, sumOf, type Measure } from './measure.ts'

/**
 * Features in use, each whole once two people (one, where there is one seat) use it enough; the parts are features.
 * Formula: x = Σ_f min(1, Σ_u min(A_uf, adoptedDays) ÷ (adoptedDays · min(2, S))) ÷ target,
 * A_uf = Σ over distinct days of u with f of 2^(−age/H).
 */
export function measureFeatures(
  model: Model,
  { actions, target, adoptedDays }: FeaturesDimension,
  members: readonly PersonHistory[],
): Measure {
  const uses = members.map(({ rows }) =>
    seriesBy(rows, ({ action, feature }) => (actions.has(action) ? feature : null), ONCE_A_DAY),
  )
  const adoptedBy = (days: number): number => Math.min(days / adoptedDays, 1)
  const adoption = (series: Series | undefined, decay: Decay): number => (series ? decayedSum(series, decay) : 0)

  return ({ decays, seats }) => {
    const whole = Math.min(2, seats)
    const partOfFeature = (adopters: number): number => partOf(Math.min(adopters / whole, 1), target)
    const adopters = new Map<string, number>()
    for (const [member, features] of uses.entries()) {
      const decay = decays[member]
      if (!decay) continue
      for (const [feature, series] of features) add(adopters, feature, adoptedBy(decayedSum(series, decay)))
    }
    const parts = new Map([...adopters].map(([feature, sum]) => [feature, partOfFeature(sum)]))
    return {
      ratio: sumOf(parts),
      parts: () => parts,
      oneMore(action, member) {
        const feature = model.actions.get(action)?.feature
        const decay = decays[member]
        if (typeof feature !== 'string' || !actions.has(action) || !decay) return 0
        const series = uses[member]?.get(feature)
        if (series && newestUpTo(series.days, decay.today) === decay.today) return 0
        const days = adoption(series, decay)
        const more = adoptedBy(days + 1) - adoptedBy(days)
        return partOfFeature((adopters.get(feature) ?? 0) + more) - (parts.get(feature) ?? 0)
      },
    }
  }
}
