import type { FeaturesDimension, Model } from '../../model/types.ts'
import { createDecayedSum } from '../decayed-sum.ts'
import type { Member } from '../member.ts'
import { newestUpTo, seriesBy } from '../series.ts'
import { partOf, type Measure } from './measure.ts'

/**
 * Features in use, each whole once two people (one, where there is one seat) use it enough; the parts are features.
 * Formula: x = Σ_f min(1, Σ_u min(A_uf, adoptedDays) ÷ (adoptedDays · min(2, S))) ÷ target,
 * A_uf = Σ over distinct days of u with f of 2^(−age/H).
 */
export function measureFeatures(
  model: Model,
  { actions, target, adoptedDays }: FeaturesDimension,
  members: readonly Member[],
): Measure {
  const features: string[] = []
  const placeOf = new Map<string, number>()
  const uses = members.map(({ cells }) => {
    const used = seriesBy(cells, ({ action, feature }) => (actions.has(action) ? feature : null), 'once')
    for (const feature of used.keys()) if (!placeOf.has(feature)) placeOf.set(feature, features.push(feature) - 1)
    return [...used].map(([feature, series]) => ({
      place: placeOf.get(feature) ?? 0,
      days: series.days,
      adoption: createDecayedSum(series),
    }))
  })
  const adoptedBy = (days: number): number => Math.min(days / adoptedDays, 1)

  return ({ decays, seats }) => {
    const whole = Math.min(2, seats)
    const partOfFeature = (adopters: number): number => partOf(Math.min(adopters / whole, 1), target)
    const adopters = new Float64Array(features.length)
    for (let member = 0; member < uses.length; member++) {
      const decay = decays[member]
      if (!decay) continue
      for (const { place, adoption } of uses[member] ?? [])
        adopters[place] = (adopters[place] ?? 0) + adoptedBy(adoption(decay))
    }
    let ratio = 0
    for (const sum of adopters) ratio += partOfFeature(sum)
    return {
      ratio,
      parts: () => new Map(features.map((feature, place) => [feature, partOfFeature(adopters[place] ?? 0)])),
      oneMore(action, member) {
        const feature = model.actions.get(action)?.feature
        const decay = decays[member]
        if (typeof feature !== 'string' || !actions.has(action) || !decay) return 0
        const place = placeOf.get(feature)
        const use = uses[member]?.find((one) => one.place === place)
        if (use && newestUpTo(use.days, decay.today) === decay.today) return 0
        const days = use?.adoption(decay) ?? 0
        const sum = adopters[place ?? -1] ?? 0
        return partOfFeature(sum + adoptedBy(days + 1) - adoptedBy(days)) - partOfFeature(sum)
      },
    }
  }
}
