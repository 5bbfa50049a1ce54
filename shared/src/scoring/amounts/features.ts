import type { FeaturesDimension, Model } from '../../model/types.ts'
import type { Decay } from '../decay.ts'
import type { Day, PersonHistory } from '../history.ts'
import type { Group } from '../group.ts'
import { add, partOf, sumOf, type Amount } from './amount.ts'

/** One person's use of features. */
interface Use {
  /** By feature: the weights of the days with it, summed. */
  readonly decayedDays: ReadonlyMap<string, number>
  /** The features used today. */
  readonly today: ReadonlySet<string>
}

function useOf(actions: ReadonlySet<string>, history: PersonHistory, decay: Decay): Use {
  const days = new Map<string, Set<Day>>()
  for (const { action, feature, day } of history.rows) {
    if (feature === null || !actions.has(action)) continue
    const known = days.get(feature)
    if (known) known.add(day)
    else days.set(feature, new Set([day]))
  }
  const decayedDays = new Map<string, number>()
  const today = new Set<string>()
  for (const [feature, distinct] of days) {
    let sum = 0
    for (const day of distinct) sum += decay.weight(day)
    decayedDays.set(feature, sum)
    if (distinct.has(decay.today)) today.add(feature)
  }
  return { decayedDays, today }
}

/**
 * Features in use, each whole once two people (one, where there is one seat) use it enough; the parts are features.
 * Formula: x = Σ_f min(1, Σ_u min(A_uf, adoptedDays) ÷ (adoptedDays · min(2, S))) ÷ target,
 * A_uf = Σ over distinct days of u with f of 2^(−age/H).
 */
export function featuresAmount(model: Model, dimension: FeaturesDimension, { members, seats }: Group): Amount {
  const { actions, target, adoptedDays } = dimension
  const whole = Math.min(2, seats)
  const adoptedBy = (decayedDays: number): number => Math.min(decayedDays / adoptedDays, 1)
  const partOfFeature = (adopters: number): number => partOf(Math.min(adopters / whole, 1), target)

  const uses = members.map(({ history, decay }) => useOf(actions, history, decay))
  const adopters = new Map<string, number>()
  for (const { decayedDays } of uses) for (const [feature, days] of decayedDays) add(adopters, feature, adoptedBy(days))
  const parts = new Map<string, number>()
  for (const [feature, sum] of adopters) parts.set(feature, partOfFeature(sum))

  return {
    ratio: sumOf(parts),
    parts,
    oneMore: (action, member) => {
      const feature = model.actions.get(action)?.feature
      const use = uses[member]
      if (typeof feature !== 'string' || !actions.has(action) || !use || use.today.has(feature)) return 0
      const days = use.decayedDays.get(feature) ?? 0
      const more = adoptedBy(days + 1) - adoptedBy(days)
      return partOfFeature((adopters.get(feature) ?? 0) + more) - (parts.get(feature) ?? 0)
    },
  }
}
