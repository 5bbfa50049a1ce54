import type { Model } from '../../model/types.ts'
import type { FeatureUse, ProductEngagement } from '../../wire/overview.ts'
import { agesBelow, namedFeatures, type Usage } from './usage.ts'

/**
 * A feature that fewer of the active users use is underused. What a model names are the product's core features; of active
 * users about a quarter use such a one, on average over products (24.5 %, Userpilot's benchmark of 2024, a rule of thumb).
 * Below one in five it lags behind that.
 */
const UNDERUSED = 0.2

/** Sums up how a product is used. */
export interface Engagement {
  add(usage: Usage): void
  result(): { product: ProductEngagement; features: FeatureUse[] }
}

const percentOf = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole)

/**
 * Makes what sums up the product engagement score of users, and their use of features.
 * Formula: score = (adoption + stickiness + growth) ÷ 3;
 * adoption = 100 · the mean over active users of (features used ÷ features named);
 * stickiness = 100 · mean DAU ÷ MAU, the mean over the ⌈H⌉ days at ages below the horizon H;
 * growth = 100 · (new + recovered) ÷ (new + recovered + dropped).
 * Active (MAU): a value event at ages below H. New: active, never before. Recovered: active, not at ages from H to below 2H,
 * but before. Dropped: active at those ages, not now.
 * Source: the Product Engagement Score of Pendo, with growth on its scale of 0 to 100.
 * Assumes: every day of the horizon was a day of the product. In the first horizon stickiness starts low, and growth is 100.
 */
export function createEngagement(model: Model): Engagement {
  const usersOf = new Map([...namedFeatures(model).values()].toSorted().map((feature) => [feature, 0]))
  let active = 0
  let activeDays = 0
  let featuresUsed = 0
  let fresh = 0
  let recovered = 0
  let dropped = 0

  return {
    add(usage) {
      if (usage.activeDays === 0) {
        if (usage.activeBefore) dropped += 1
        return
      }
      active += 1
      activeDays += usage.activeDays
      if (!usage.activeBefore && usage.activeEarlier) recovered += 1
      if (!usage.activeBefore && !usage.activeEarlier) fresh += 1
      for (const feature of usage.features) {
        const users = usersOf.get(feature)
        if (users === undefined) continue
        usersOf.set(feature, users + 1)
        featuresUsed += 1
      }
    },
    result() {
      const meanDaily = activeDays / agesBelow(model.horizonDays)
      const adoption = percentOf(featuresUsed, active * usersOf.size)
      const stickiness = percentOf(meanDaily, active)
      const growth = percentOf(fresh + recovered, fresh + recovered + dropped)
      const isWhole = adoption !== null && stickiness !== null && growth !== null
      return {
        product: {
          score: isWhole ? (adoption + stickiness + growth) / 3 : null,
          adoption,
          stickiness,
          growth,
          horizonDays: model.horizonDays,
          activeUsers: active,
          meanDailyActiveUsers: meanDaily,
          newUsers: fresh,
          recoveredUsers: recovered,
          droppedUsers: dropped,
        },
        features: [...usersOf]
          .toSorted(([, a], [, b]) => a - b)
          .map(([feature, users]) => {
            const share = active === 0 ? null : users / active
            return { feature, users, share, underused: share !== null && share < UNDERUSED }
          }),
      }
    },
  }
}
