import { describe, expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import type { DimensionInput, Model } from '../model/types.ts'
import { account, ages, daysAgo, modelWith, person, row, shareOfDays, steady, T } from './handmade.ts'
import type { AccountHistory, PersonHistory } from './history.ts'
import { scorePerson } from './score.ts'
import { accountSubject, personSubject } from './subject.ts'

const activity = steady({ activity: shareOfDays })
const intervalOf = (history: PersonHistory): [number, number] | null => scorePerson(activity, history, T).interval

function errorOf(of: Model, history: PersonHistory | AccountHistory): number | null {
  const subject = 'members' in history ? accountSubject(of, history, T) : personSubject(of, history, T)
  return subject.standardErrorAt(T)
}

describe('R35: the interval of a score', () => {
  it('is 1.645 standard errors wide to each side, by leaving out one week after the other', () => {
    // 28 days known, K = 4 weeks, active on 6, 3, 3 and 0 days of them: 12 days, score 100 · 12/28 = 42.857.
    // Without week i, 21 days are known: s_(i) = 100 · (12 − 6, 12 − 3, 12 − 3, 12 − 0)/21 = 28.571, 42.857, 42.857, 57.143.
    // s̄ = 42.857; Σ(s_(i) − s̄)² = 2 · 14.286²; se² = 3/4 · 408.163 = 306.122; se = 17.496; 1.645 · se = 28.781.
    const history = person(28, daysAgo([...ages(0, 5), 7, 8, 9, 14, 15, 16]))
    expect(errorOf(activity, history)).toBeCloseTo(17.496355, 6)
    const [low = NaN, high = NaN] = intervalOf(history) ?? []
    expect(low).toBeCloseTo(42.857143 - 28.781504, 5)
    expect(high).toBeCloseTo(42.857143 + 28.781504, 5)
  })

  it('ends where the scale does', () => {
    // Active on 4, 0, 0 and 0 days: score 14.286; s_(i) = 0, 19.048, 19.048, 19.048; se = 14.286; 14.286 − 23.5 < 0.
    const rare = intervalOf(person(28, daysAgo(ages(0, 3))))
    expect(rare?.[0]).toBe(0)
    expect(rare?.[1]).toBeCloseTo(37.785714, 5)
    // Active on 7, 7, 7 and 3 days: score 85.714; s_(i) = 80.952, 80.952, 80.952, 100; se = 14.286; 85.714 + 23.5 > 100.
    const often = intervalOf(person(28, daysAgo([...ages(0, 20), 21, 22, 23])))
    expect(often?.[0]).toBeCloseTo(62.214286, 5)
    expect(often?.[1]).toBe(100)
  })

  it('needs three weeks that have begun', () => {
    expect(intervalOf(person(14, daysAgo(ages(0, 2))))).toBeNull()
    // K = ⌈15/7⌉ = 3; without week 0, 8 days are known, without week 1 8, without the one day of week 2 14:
    // s_(i) = 0, 100 · 3/8, 100 · 3/14 = 0, 37.5, 21.429; s̄ = 19.643; Σ² = 385.842 + 318.878 + 3.189; se² = 2/3 · 707.908.
    expect(errorOf(activity, person(15, daysAgo(ages(0, 2))))).toBeCloseTo(Math.sqrt((2 / 3) * 707.90816), 5)
  })

  it('leaves out none but the last twelve weeks', () => {
    // All that was done was done in the 13th week back: each s_(i) is 100 · 7/84.
    expect(errorOf(activity, person(91, daysAgo(ages(84, 90))))).toBeCloseTo(0, 9)
    // A day earlier it was the 12th, which counts: s_(11) = 0, the others 100 · 7/77; s̄ = 11/12 of them.
    // Σ(s_(i) − s̄)² = (11 · (1/12)² + (11/12)²) · 9.0909² = 11/12 · 82.645; se² = 11/12 · that = 69.444; se = 8.3333.
    expect(errorOf(activity, person(84, daysAgo(ages(77, 83))))).toBeCloseTo(8.333333, 6)
  })

  it('leaves an exposure of one day at least', () => {
    // Of a half-life of one day, λ = 2 − 2^−20 in 21 days; without week 0 it is 2^−7 · (2 − 2^−13), so 1 takes its place.
    const daily = modelWith({ horizonDays: 1, dimensions: { activity: { ...shareOfDays, target: 0.1 } } })
    // One day in week 1, of a weight of 2^−7: R = 7 · 2^−7 ÷ exposure, x = R/0.1.
    const history = person(21, daysAgo([7]))
    const scoreOver = (exposure: number): number => (100 * 7 * 2 ** -7) / exposure / 0.1
    const without = [scoreOver(1), 0, scoreOver(2 - 2 ** -20 - 2 ** -14 * (2 - 2 ** -6))]
    const mean = without.reduce((sum, one) => sum + one, 0) / 3
    const squares = without.reduce((sum, one) => sum + (one - mean) ** 2, 0)
    expect(errorOf(daily, history)).toBeCloseTo(Math.sqrt((2 / 3) * squares), 9)
  })

  describe('leaves a week out of every amount', () => {
    const common = { target: 1, weight: 1, curve: 'linear' } as const
    // Half-lives of a week; 21 days known, K = 3.
    const weekly = (dimension: DimensionInput): Model => modelWith({ horizonDays: 7, dimensions: { one: dimension } })
    /** se² = 2/3 · Σ(s_(i) − s̄)² */
    const errorFrom = (without: number[]): number => {
      const mean = without.reduce((sum, one) => sum + one, 0) / 3
      return Math.sqrt((2 / 3) * without.reduce((sum, one) => sum + (one - mean) ** 2, 0))
    }

    it('counterparts: without the newest week, one met before is as old as then', () => {
      const met = (counterpart: string, age: number) => ({ action: 'report_shared', counterpart, day: T - age })
      const history = person(21, daysAgo([0, 7, 14], 'report_shared'), {
        interactions: [met('ann', 0), met('ann', 7), met('bo', 14)],
      })
      // Ann counts 1, ½ without week 0; Bo ¼, and 0 without week 2; of a target of 2.
      const model = weekly({ ...common, amount: 'counterparts', target: 2 })
      expect(errorOf(model, history)).toBeCloseTo(errorFrom([37.5, 62.5, 50]), 9)
    })

    it('features: as many decayed days less', () => {
      const rows = [0, 7, 14].map((age) => row('report_created', T - age, 1, 'reports'))
      // 1 + ½ + ¼ days of 2 without which a feature is not in whole use.
      const model = weekly({ ...common, amount: 'features', adoptedDays: 2 })
      expect(errorOf(model, person(21, rows))).toBeCloseTo(errorFrom([37.5, 62.5, 75]), 9)
    })

    it('value: over the weeks that stay', () => {
      // Worth 2 apiece: 2 today and 1 in week 1. 7 · 2 · (1, 2, 3)/14 a week, of 10.
      const rows = [row('report_created', T, 2), row('report_created', T - 8)]
      const model = steady({ one: { ...common, amount: 'value', target: 10 } })
      expect(errorOf(model, person(21, rows))).toBeCloseTo(errorFrom([10, 20, 30]), 9)
    })

    it('a trait: nothing', () => {
      const model = weekly({ ...common, amount: 'trait', trait: 'nps', target: 10 })
      const traits = [{ name: 'nps', day: T, value: 4 }]
      expect(errorOf(model, person(28, [], { traits }))).toBe(0)
    })
  })

  it('of an account leaves a week out of all members at once, each with their own exposure', () => {
    const both = steady({ activity: { ...shareOfDays, accountShare: 1 } })
    // One known for 28 days and active in the 14 newest, one known for 7 and active in all: x = (14/28 + 7/7) ÷ 2 = 75 %.
    // Without week 0: 7/21 and 0 of an exposure of 1; without week 1: 7/21 and 7/7; without week 2 or 3: 14/21 and 7/7.
    // s_(i) = 16.667, 66.667, 83.333, 83.333; s̄ = 62.5; Σ² = 2100.694 + 17.361 + 2 · 434.028 = 2986.111.
    // se² = 3/4 · 2986.111 = 2239.583; se = 47.3242.
    const members = account([person(28, daysAgo(ages(0, 13))), person(7, daysAgo(ages(0, 6)))])
    expect(errorOf(both, members)).toBeCloseTo(Math.sqrt(2239.583333), 5)
  })

  it('is not given in the points form', () => {
    const lines = [{ signal: { count: 'a' }, points: 1 }]
    const points = toModel({ form: 'points', actions: { a: {} }, max: 20, windowDays: 30, lines })
    expect(scorePerson(points, person(28, daysAgo(ages(0, 9), 'a')), T)).toMatchObject({ score: 50, interval: null })
  })
})
