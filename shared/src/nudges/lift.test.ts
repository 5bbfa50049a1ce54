import { randomLcg, randomNormal } from 'd3-random'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf, liftOf, meanOf, type Unit, verdictOf } from './lift.ts'

const random = () => randomLcg(0.5)
/** So many people on their own, of whom so many reached the goal. */
const people = (count: number, reached: number): Unit[] =>
  Array.from({ length: count }, (_, i) => ({ people: 1, total: i < reached ? 1 : 0 }))
const accounts = (count: number, size: number, reached: number): Unit[] =>
  Array.from({ length: count }, (_, i) => ({ people: size, total: i < reached ? size : 0 }))
const lift = (shown: Unit[], held: Unit[]) => {
  const found = liftOf(shown, held, random())
  if (!found) throw new Error('not enough data')
  return found
}
const width = ({ interval: [low, high] }: { interval: readonly [number, number] }) => high - low

describe('a lift', () => {
  it('is the difference of the shares by person', () => {
    const shown = [...people(50, 50), { people: 50, total: 0 }]
    expect(lift(shown, people(100, 20)).difference).toBeCloseTo(0.5 - 0.2, 12)
    expect([meanOf(shown), meanOf([])]).toEqual([0.5, null])
  })

  it('is none below 50 units on a side, however many people they are', () => {
    expect(liftOf(people(50, 10), people(49, 10), random())).toBeNull()
    expect(liftOf(accounts(49, 100, 10), accounts(50, 100, 10), random())).toBeNull()
    expect(liftOf(people(50, 10), people(50, 10), random())).not.toBeNull()
  })

  it('is the same for the same sequence', () => {
    const [shown, held] = [people(200, 60), people(60, 9)]
    expect(lift(shown, held)).toEqual(lift(shown, held))
    expect(liftOf(shown, held, randomLcg(0.6))).not.toEqual(lift(shown, held))
  })

  it('has the interval of a large sample by theory', () => {
    // 0.25 − 0.2 ± 1.645 · √(0.25 · 0.75 ÷ 9,000 + 0.2 · 0.8 ÷ 1,000)
    const { interval } = lift(people(9_000, 2_250), people(1_000, 200))
    expect(interval[0]).toBeCloseTo(0.0279, 2)
    expect(interval[1]).toBeCloseTo(0.0721, 2)
    expect(Math.abs(width({ interval }) / 0.0442 - 1)).toBeLessThan(0.1)
  })

  it('is as sure of accounts of one mind as of as many people', () => {
    const [ofPeople, ofAccounts] = [
      lift(people(400, 120), people(100, 20)),
      lift(accounts(400, 8, 120), accounts(100, 8, 20)),
    ]
    expect(ofAccounts.interval[0]).toBeCloseTo(ofPeople.interval[0], 12)
    expect(ofAccounts.interval[1]).toBeCloseTo(ofPeople.interval[1], 12)
  })

  it('is no surer of many people in the accounts that did not reach it', () => {
    expect(lift(accounts(450, 8, 0), accounts(50, 8, 0)).interval[0]).toBeCloseTo(
      lift(people(450, 0), people(50, 0)).interval[0],
      12,
    )
  })

  it('is not much surer of accounts because of the first of their people who reached it', () => {
    const [first] = accounts(1, 8, 0)
    const withOne = [...accounts(449, 8, 0), { ...first!, total: 1 }]
    const held = accounts(50, 8, 0)
    expect(width(lift(withOne, held))).toBeGreaterThan(0.3 * width(lift(accounts(450, 8, 0), held)))
  })

  it('is surer of accounts whose people differ', () => {
    const mixed = (count: number): Unit[] => Array.from({ length: count }, () => ({ people: 8, total: 2 }))
    expect(width(lift(mixed(400), mixed(100)))).toBeLessThan(
      width(lift(accounts(400, 8, 100), accounts(100, 8, 25))) / 2,
    )
  })

  it('is less sure of one great account among small ones', () => {
    const greatest = [...people(98, 48), { people: 50, total: 50 }, { people: 50, total: 0 }]
    expect(width(lift(people(450, 225), greatest))).toBeGreaterThan(
      1.5 * width(lift(people(450, 225), people(100, 50))),
    )
  })

  it.each([0, 50])('says what %d of 50 cannot rule out', (reached) => {
    const [low, high] = lift(people(450, 9 * reached), people(50, reached)).interval
    // By the rule of three such a share may be 0.06 from the end.
    expect(Math.max(-low, high)).toBeGreaterThan(0.03)
    expect(Math.max(-low, high)).toBeLessThan(0.08)
    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
  })

  it('lies in its interval, within −1 and 1, whatever the units are', () => {
    const units = fc.array(
      fc.integer({ min: 1, max: 9 }).chain((size) => fc.record({ people: fc.constant(size), total: fc.nat(size) })),
      { minLength: 50, maxLength: 70 },
    )
    fc.assert(
      fc.property(units, units, (shown, held) => {
        const { difference, interval } = lift(shown, held)
        const [low, high] = interval
        expect(low).toBeGreaterThanOrEqual(-1)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(difference)
        expect(high).toBeGreaterThanOrEqual(difference)
      }),
      { numRuns: 50 },
    )
    const [low, high] = lift(people(50, 50), people(50, 0)).interval
    expect([low > 0.8, high]).toEqual([true, 1])
  })

  it('of 100,000 units is that of all of them', () => {
    const found = lift(people(90_000, 22_500), people(10_000, 2_000))
    // 1.645 · √(0.25 · 0.75 ÷ 90,000 + 0.2 · 0.8 ÷ 10,000)
    expect(width(found) / 2).toBeCloseTo(0.007, 3)
    expect((found.interval[0] + found.interval[1]) / 2).toBeCloseTo(0.05, 2)
  })
})

describe('a difference of means', () => {
  it('has an interval by Student’s t, of any numbers', () => {
    const source = randomLcg(0.7)
    const normal = randomNormal.source(source)
    const drawn = (count: number, mean: number): Unit[] => {
      const point = normal(mean, 10)
      return Array.from({ length: count }, () => ({ people: 1, total: point() }))
    }
    let covering = 0
    for (let run = 0; run < 400; run++) {
      const found = differenceOf(drawn(60, 3), drawn(50, -2), source, 200)
      if (found && found.interval[0] <= 5 && 5 <= found.interval[1]) covering++
    }
    expect(covering / 400).toBeGreaterThan(0.86)
    expect(covering / 400).toBeLessThan(0.94)
  })

  it('goes by the accounts that make up an arm, however many small ones there are', () => {
    const great = Array.from({ length: 10 }, (_, i) => ({ people: 100, total: 100 * i }))
    const small = Array.from({ length: 40 }, () => ({ people: 0.001, total: 0 }))
    const nothing = Array.from({ length: 50 }, () => ({ people: 1, total: 0 }))
    // Of 0, 1, … 9: 1.833 · 3.028 ÷ √10, with 9 degrees of freedom.
    const found = differenceOf([...great, ...small], nothing, random())
    expect(found && width(found) / 2).toBeGreaterThan(1.65)
    expect(found && width(found) / 2).toBeLessThan(1.87)
  })

  it('of all the same is sure, and none below 50 units', () => {
    const same = (count: number, total: number): Unit[] => Array.from({ length: count }, () => ({ people: 1, total }))
    expect(differenceOf(same(50, 3), same(50, 1), random())).toEqual({ difference: 2, interval: [2, 2] })
    expect(differenceOf(same(49, 3), same(50, 1), random())).toBeNull()
  })
})

it.each([
  [null, 'not_enough_data'],
  [[0.001, 0.02], 'better'],
  [[-0.02, -0.001], 'worse'],
  [[-0.05, 0.05], 'no_effect'],
  [[0, 0.05], 'no_effect'],
  [[-0.05, 0.051], 'unclear'],
  [[-0.051, 0.05], 'unclear'],
] as const)('%o is %s', (interval, verdict) => {
  expect(verdictOf(interval && { difference: 0, interval })).toBe(verdict)
})
