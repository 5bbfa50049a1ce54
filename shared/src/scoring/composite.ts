import type { Model } from '../model/types.ts'
import type { Contribution } from '../wire/score.ts'
import type { Amount } from './amounts/amount.ts'
import { subscoreOf } from './curve.ts'

/** What a dimension counts for in the score: shares sum to 1. */
export function sharesOf(model: Model): ReadonlyMap<string, number> {
  const weights = [...model.dimensions].map(([name, { weight }]) => [name, weight] as const)
  // Over the largest first, since weights may be too large to be summed.
  const largest = Math.max(...weights.map(([, weight]) => weight))
  const sum = weights.reduce((total, [, weight]) => total + weight / largest, 0)
  return new Map(weights.map(([name, weight]) => [name, weight / largest / sum]))
}

function itemsOf({ ratio, parts }: Amount, points: number): Contribution['items'] {
  return [...parts]
    .filter(([, part]) => part > 0)
    .map(([key, part]) => ({ key, points: (points * part) / ratio }))
    .toSorted((a, b) => b.points - a.points || (a.key < b.key ? -1 : 1))
}

/** A score and what made it up. */
export interface Composite {
  score: number
  subscores: Record<string, number>
  contributions: Contribution[]
}

/**
 * The weighted mean of the subscores, in [0, 100], and each dimension's points in it.
 * Formula: score = Σ w_k·s_k ÷ Σ w_k; inside a dimension the items share its points as they share its ratio.
 */
export function compose(model: Model, amounts: ReadonlyMap<string, Amount>): Composite {
  const shares = sharesOf(model)
  const subscores: Record<string, number> = {}
  const contributions: Contribution[] = []
  let score = 0
  for (const [dimension, { curve }] of model.dimensions) {
    const amount = amounts.get(dimension)
    if (!amount) continue
    const subscore = subscoreOf(curve, amount.ratio)
    const points = (shares.get(dimension) ?? 0) * subscore
    subscores[dimension] = subscore
    contributions.push({ dimension, points, items: itemsOf(amount, points) })
    score += points
  }
  return { score: Math.min(score, 100), subscores, contributions }
}
