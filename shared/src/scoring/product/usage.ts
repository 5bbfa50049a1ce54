import type { Model } from '../../model/types.ts'
import { activationDays } from '../activation.ts'
import type { Day } from '../history.ts'
import { countUpTo } from '../series.ts'
import type { Subject } from '../subject.ts'

/** What the product's figures are made of, of one person at the end of a day. Active is who did something of value. */
export interface Usage {
  /** Distinct active days at ages below the horizon; 0 where not active now. */
  readonly activeDays: number
  /** Whether active in the horizon before: at ages from one horizon to below two. */
  readonly activeBefore: boolean
  /** Whether active ever before that. */
  readonly activeEarlier: boolean
  /** The named features used by value actions at ages below the horizon. */
  readonly features: readonly string[]
  /** Days from the first seen day to the first time, by activation action; none for one not done. */
  readonly activation: Readonly<Record<string, number>>
}

/** Value actions by the feature that the model names for them: no feature that is read from a property, or not of value. */
export function namedFeatures({ actions, valueActions }: Model): ReadonlyMap<string, string> {
  const features = new Map<string, string>()
  for (const action of valueActions) {
    const feature = actions.get(action)?.feature
    if (typeof feature === 'string') features.set(action, feature)
  }
  return features
}

/** The ages in whole days below so many days, of which the last may be a part of one. */
export const agesBelow = (days: number): number => Math.ceil(days)

/** What somebody used by the end of a day; for an account, its members together. */
export function usageAt(subject: Subject, day: Day): Usage {
  const { model, members } = subject
  const { days } = subject.valueEvents()
  const start = day - agesBelow(model.horizonDays)
  const before = countUpTo(days, start)
  const earlier = countUpTo(days, day - agesBelow(2 * model.horizonDays))

  const named = namedFeatures(model)
  const used = new Set<string>()
  for (const { cells } of members)
    for (const { action, days: usedOn } of cells) {
      const feature = named.get(action)
      if (feature !== undefined && countUpTo(usedOn, day) > countUpTo(usedOn, start)) used.add(feature)
    }
  return {
    activeDays: countUpTo(days, day) - before,
    activeBefore: before > earlier,
    activeEarlier: earlier > 0,
    features: [...used].toSorted(),
    activation: Object.fromEntries(activationDays(subject, day)),
  }
}
