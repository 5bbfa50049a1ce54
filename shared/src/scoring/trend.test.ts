import { describe, expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import type { PointsInput } from '../model/types.ts'
import { account, ages, daysAgo, known, modelWith, person, shareOfDays, steady, T } from './handmade.ts'
import type { PersonHistory } from './history.ts'
import { accountSubject, personSubject } from './subject.ts'
import { besideBase, isDeclining, type OwnTrend, trendAt } from './trend.ts'

// The score is the share of the days known that somebody was active on, in %.
const model = steady({ activity: shareOfDays })
// The score is ten times a trait: exact, and one's own to choose on each day.
const nps = steady({ nps: { amount: 'trait', trait: 'nps', target: 10, weight: 1, curve: 'linear' } })
const trendOf = (history: PersonHistory): OwnTrend | null => trendAt(personSubject(model, history, T), T)

describe('the change', () => {
  it('is the score less the one at the end of the day 28 days before', () => {
    // 28 of the first 28 days: 100; then 7 of 28: 100 · 35/56 = 62.5.
    expect(trendOf(person(56, daysAgo([...ages(0, 6), ...ages(28, 55)])))?.change).toBeCloseTo(62.5 - 100, 9)
    // What was done on the 28th day before counts before: 100 · 1/28 then, 100 · 1/56 now; a day later it does not.
    expect(trendOf(person(56, daysAgo([28])))?.change).toBeCloseTo(100 / 56 - 100 / 28, 9)
    expect(trendOf(person(56, daysAgo([27])))?.change).toBeCloseTo(100 / 56, 9)
  })

  it('is none where either score is', () => {
    // 28 days before, 6 days were known, and 7.
    expect(trendOf(person(34, daysAgo(ages(0, 33))))?.change).toBeNull()
    expect(trendOf(person(35, daysAgo(ages(0, 34))))?.change).toBeCloseTo(0, 9)
    expect(trendOf(person(6, daysAgo(ages(0, 5))))).toBeNull()
  })

  it('is by the model of today on both days, with the traits of each', () => {
    const traits = [...known('nps', 9, T - 40), ...known('nps', 4, T - 27)]
    const subject = personSubject(nps, person(60, [], { traits }), T)
    expect(trendAt(subject, T)?.change).toBeCloseTo(40 - 90, 9)
  })

  it('is of an account over the seats of each day', () => {
    // One of two seats, active on every day of 28, then on every day of 56 with two more who only came in between.
    const rows = daysAgo(ages(0, 55))
    const flat = steady({ activity: { ...shareOfDays, accountShare: 1 } })
    const subject = accountSubject(flat, account([person(56, rows), person(56), person(20), person(20)]), T)
    expect(trendAt(subject, T)?.change).toBeCloseTo(25 - 50, 9)
  })
})

describe('R18: a decline', () => {
  const own = (change: number | null, noise: number | null): OwnTrend => ({
    change,
    noise,
    persistentlyLow: false,
    neverHealthy: false,
    quiet: null,
  })

  it.each([
    [-10, 9.9, true],
    [-9.999, 0, false],
    [-10, 10, false],
    [-30, 29.999, true],
    [-30, 30, false],
    [10, 1, false],
    [-30, null, false],
    [null, 1, false],
  ])('of %d points is told from a noise of %d: %s', (fall, noise, declining) => {
    expect(isDeclining(fall, noise)).toBe(declining)
    expect(besideBase(own(fall, noise), null)).toMatchObject({ change: fall, adjusted: null, declining })
  })

  it.each([
    // In a holiday week everybody falls.
    [-14, -5, -9, false],
    [-15, -5, -10, true],
    [-6, 5, -11, true],
    [null, -5, null, false],
  ])('of %d points, where the base changed by %d, is one of %d: %s', (change, median, adjusted, declining) => {
    expect(besideBase(own(change, 1), median)).toMatchObject({ change, adjusted, declining })
  })

  it('has a noise of 1.645 · √(se² + se₂₈²)', () => {
    // Then K = 4 weeks of 7, 7, 7 and 3 days: se = 14.286; now K = 8 weeks, 0, 0, 0 and 0 before those.
    // s_(i) = 100 · 24/49 for the four new weeks, 100 · 17/49 for three of the old ones, 100 · 21/49 for one: 48.980, 34.694, 42.857.
    // s̄ = (4 · 48.980 + 3 · 34.694 + 42.857)/8 = 42.857; Σ² = 4 · 6.1224² + 3 · 8.1633² + 0 = 349.854; se² = 7/8 · that = 306.122.
    // √(306.122 + 204.082) = 22.588; 1.645 · that = 37.157.
    const history = person(56, daysAgo([...ages(28, 48), 49, 50, 51]))
    const trend = trendOf(history)
    expect(trend?.noise).toBeCloseTo(37.156763, 5)
    // 100 · 24/56 − 100 · 24/28 = −42.857: more than chance may make.
    expect(trend && besideBase(trend, null)).toMatchObject({ declining: true })
    expect(trend && besideBase(trend, -10)).toMatchObject({ declining: false })
  })

  it('has no noise where an interval is missing', () => {
    // 28 days before, 14 days were known.
    expect(trendOf(person(42, daysAgo(ages(0, 41))))).toMatchObject({ noise: null })
    expect(trendOf(person(43, daysAgo(ages(0, 42))))?.noise).toBeCloseTo(0, 9)
  })
})

/** The trend of somebody known for so many days, with a trait of 1 but for the day so many days ago. */
function trendWith(days: number, value: number, age: number): OwnTrend | null {
  const after = age === 0 ? [] : known('nps', 1, T - age + 1)
  const traits = [...known('nps', 1), ...known('nps', value, T - age), ...after]
  return trendAt(personSubject(nps, person(days, [], { traits }), T), T)
}

describe('R18: a score is persistently low', () => {
  const isLow = (days: number, value: number, age: number): boolean | undefined =>
    trendWith(days, value, age)?.persistentlyLow

  it('where it is below 40 at the end of each of 28 days', () => {
    expect(isLow(60, 3.99, 27)).toBe(true)
    expect(isLow(60, 4, 27)).toBe(false)
    expect(isLow(60, 4, 10)).toBe(false)
    expect(isLow(60, 4, 28)).toBe(true)
  })

  it('not where there was none at the end of one', () => {
    // 28 days known on the first of the 28, and 27.
    expect(isLow(55, 1, 0)).toBe(true)
    expect(isLow(54, 1, 0)).toBe(false)
  })
})

describe('R18: a score was never healthy', () => {
  const isNever = (days: number, value: number, age: number): boolean | undefined =>
    trendWith(days, value, age)?.neverHealthy

  it('after day 90', () => {
    expect(isNever(90, 1, 0)).toBe(false)
    expect(isNever(91, 1, 0)).toBe(true)
  })

  it('where it never was 60 at the end of a day', () => {
    expect(isNever(500, 5.99, 300)).toBe(true)
    expect(isNever(500, 6, 300)).toBe(false)
    expect(isNever(500, 6, 0)).toBe(false)
  })

  it('not where it was once, long ago', () => {
    // Active on all of the first 7 days: 100 at the end of them, 1.4 by now.
    expect(trendOf(person(500, daysAgo(ages(493, 499))))).toMatchObject({ neverHealthy: false })
    // On 4 of the first 6: on day 7 it is the first score, of 57.
    expect(trendOf(person(500, daysAgo(ages(496, 499))))).toMatchObject({ neverHealthy: true })
  })

  describe('by points', () => {
    const isNeverBy = (form: Partial<PointsInput>, penalties: number[], traits = known('vip', true)) => {
      const lines = [
        { signal: { trait: 'vip', is: true }, points: 80 },
        { signal: { count: 'complained' }, points: -30 },
      ] as const
      const byPoints = toModel({
        form: 'points',
        actions: { complained: {} },
        max: 100,
        windowDays: 30,
        lines,
        ...form,
      })
      return trendAt(personSubject(byPoints, person(100, daysAgo(penalties, 'complained'), { traits }), T), T)
        ?.neverHealthy
    }

    it('not where a penalty left the window, until the next', () => {
      // 80 − 30 from the first one on, for 30 days; 80 from the 65th day before to the 61st.
      expect(isNeverBy({}, [95, 60, 30, 0])).toBe(false)
      expect(isNeverBy({}, [95, 65, 35, 5])).toBe(true)
    })

    it('not where a penalty faded, until the next', () => {
      // 80 − 30 · 2^(−7/10) − 30 · 2^(−29/10) = 57.5 a week after the second, and 61 a few days later.
      expect(isNeverBy({ windowDays: 1e3, halfLifeDays: 10 }, [95, 73, 1])).toBe(false)
      expect(isNeverBy({ windowDays: 1e3, halfLifeDays: 1e6 }, [95, 73, 1])).toBe(true)
    })

    it('not where a silence was long enough to be rewarded', () => {
      const lines = [{ signal: { quietDays: 20 }, points: 60 }]
      expect(isNeverBy({ lines }, [95, 85, 75, 50, 40, 30, 20, 10, 0])).toBe(false)
      expect(isNeverBy({ lines }, [95, 85, 75, 60, 50, 40, 30, 20, 10, 0])).toBe(true)
    })
  })

  it('not where a profile made it healthy by the days known, a fraction of them too', () => {
    const reachable = { activity: { ...shareOfDays, target: 1 } }
    const unreachable = { activity: { ...shareOfDays, target: 1e6 } }
    const within = (daysKnown: { atLeast?: number; atMost?: number }) =>
      modelWith({
        horizonDays: 1e12,
        dimensions: unreachable,
        profiles: [{ name: 'then', when: { daysKnown }, dimensions: reachable }],
      })
    const neverBy = (daysKnown: { atLeast?: number; atMost?: number }): boolean | undefined =>
      trendAt(personSubject(within(daysKnown), person(91, daysAgo(ages(87, 90))), T), T)?.neverHealthy
    // On 4 of n days, 28/n a week: 140 % of the target at 20 days, 60.9 % at 46, 59.6 % at 47.
    expect(neverBy({ atLeast: 20, atMost: 20 })).toBe(false)
    expect(neverBy({ atLeast: 45.5, atMost: 46.5 })).toBe(false)
    // 28/46.25 would be 60.5 %, but nobody is known for 46.25 days.
    expect(neverBy({ atLeast: 46.25 })).toBe(true)
  })
})
