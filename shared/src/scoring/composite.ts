import type { Dimension, Model, Multiplier, Profile } from '../model/types.ts'
import type { Contribution } from '../wire/score.ts'
import type { Member } from './member.ts'
import { subscoreOf } from './curve.ts'
import { measureCounterparts } from './dimensions/counterparts.ts'
import { measureDays } from './dimensions/days.ts'
import { measureFeatures } from './dimensions/features.ts'
import { add, sumOf, type Amount, type MemberMeasure, type Measure } from './dimensions/measure.ts'
import { perSeat } from './dimensions/per-seat.ts'
import { measureTrait } from './dimensions/trait.ts'
import { measureValue } from './dimensions/value.ts'
import type { Group } from './group.ts'
import type { Traits } from './history.ts'
import { toLinePoints, withLimit, type Result } from './result.ts'
import { traitHolds } from './traits.ts'

function measureOf(model: Model, dimension: Dimension, members: readonly Member[]): Measure {
  if (dimension.amount === 'trait') return measureTrait(dimension)
  if (dimension.amount === 'features') return measureFeatures(model, dimension, members)
  const ofMember = (history: Member): MemberMeasure => {
    if (dimension.amount === 'days') return measureDays(dimension, history)
    if (dimension.amount === 'value') return measureValue(model, dimension, history)
    return measureCounterparts(model, dimension, history)
  }
  return perSeat(members.map(ofMember), dimension.accountShare)
}

/** What a dimension counts for in the score: shares sum to 1. */
function sharesOf(dimensions: readonly Dimension[]): number[] {
  // Over the largest first, since weights may be too large to be summed.
  const largest = Math.max(...dimensions.map(({ weight }) => weight))
  const sum = dimensions.reduce((total, { weight }) => total + weight / largest, 0)
  return dimensions.map(({ weight }) => weight / largest / sum)
}

function itemsOf({ parts }: Amount, points: number): Contribution['items'] {
  const counted = [...parts()].filter(([, part]) => part > 0)
  const whole = sumOf(new Map(counted))
  return counted
    .map(([key, part]) => ({ key, points: points * (part / whole) }))
    .toSorted((a, b) => b.points - a.points || (a.key < b.key ? -1 : 1))
}

/** The multipliers' line, by trait: what each adds to what the ones before it made. */
function multiplied(base: number, multipliers: readonly Multiplier[]): Contribution[] {
  if (multipliers.length === 0) return []
  const byTrait = new Map<string, number>()
  let score = base
  for (const { trait, times } of multipliers) {
    const before = score
    score = toLinePoints(score * times)
    add(byTrait, trait, score - before)
  }
  const items = [...byTrait].map(([key, points]) => ({ key, points }))
  return [{ dimension: 'multipliers', points: score - base, items }]
}

/** Never infinite: times a score of 0 that would be no number. */
function timesOf(multipliers: readonly Multiplier[], traits: Traits): number {
  const held = multipliers.filter((one) => traitHolds(one, traits))
  return held.reduce((product, { times }) => Math.min(product * times, Number.MAX_VALUE), 1)
}

/**
 * Makes what scores members by a profile's dimensions.
 * Formula: score = min(100, Π times · Σ w_k·s_k ÷ Σ w_k); inside a dimension the items share its points as they share its ratio.
 */
export function createComposite(
  model: Model,
  { dimensions }: Profile,
  members: readonly Member[],
): (group: Group) => Result {
  const shares = sharesOf([...dimensions.values()])
  const measured = [...dimensions].map(([name, dimension], i) => ({
    name,
    curve: dimension.curve,
    share: shares[i] ?? 0,
    measure: measureOf(model, dimension, members),
  }))

  return (group) => {
    const standings = measured.map(({ name, curve, share, measure }) => {
      const amount = measure(group)
      return { name, curve, share, amount, subscore: subscoreOf(curve, amount.ratio) }
    })
    const times = timesOf(model.multipliers, group.traits)
    const scoreOf = (base: number): number => Math.min(100, base * times)
    const base = standings.reduce((sum, { share, subscore }) => sum + share * subscore, 0)
    const score = scoreOf(base)
    return {
      score,
      subscores: Object.fromEntries(standings.map(({ name, subscore }) => [name, subscore])),
      points: null,
      explain() {
        const lines = standings.map(({ name, share, subscore, amount }) => ({
          dimension: name,
          points: share * subscore,
          items: itemsOf(amount, share * subscore),
        }))
        const held = model.multipliers.filter((one) => traitHolds(one, group.traits))
        return withLimit([...lines, ...multiplied(base, held)], score)
      },
      gain(action, member) {
        const more = standings.reduce((sum, { amount, curve, share, subscore }) => {
          const ratio = amount.oneMore(action, member)
          return ratio > 0 ? sum + share * (subscoreOf(curve, amount.ratio + ratio) - subscore) : sum
        }, 0)
        return scoreOf(base + more) - score
      },
    }
  }
}
