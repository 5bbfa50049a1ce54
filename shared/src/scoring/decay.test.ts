import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecay, daysKnown, weeklyRate, weightOf } from './decay.ts'

it('halves every horizon', () => {
  const decay = createDecay(28, 0, 100)
  expect([100, 72, 44].map((day) => weightOf(decay, day))).toEqual([1, 0.5, 0.25])
  // Older than any table.
  expect(weightOf(createDecay(2_800, 0, 28_000), 0)).toBe(2 ** -10)
})

it('knows somebody for one day on their first', () => {
  expect([0, 1, 27].map((today) => daysKnown(0, today))).toEqual([1, 2, 28])
})

describe('the exposure', () => {
  it('of a half-life of one day is 1 + ½ + ¼ …', () => {
    expect(createDecay(1, 0, 7).exposure).toBeCloseTo(2 - 2 ** -7, 12)
  })

  it('is that of seven days at least', () => {
    expect(createDecay(28, 0, 0).exposure).toBe(createDecay(28, 0, 6).exposure)
    expect(createDecay(28, 0, 7).exposure).toBeGreaterThan(createDecay(28, 0, 6).exposure)
  })

  it('is the sum of the weights of the days known, however long or short the half-life', () => {
    const horizons = fc.oneof(
      fc.double({ min: 0.01, max: 400, noNaN: true }),
      fc.constantFrom(1e-300, 1e9, 1e15, 1e308),
    )
    const sum = fc.property(horizons, fc.integer({ min: 7, max: 800 }), (horizon, days) => {
      const decay = createDecay(horizon, 1, days)
      const weights = Array.from({ length: days }, (_, i) => weightOf(decay, days - i))
      const expected = weights.reduce((total, one) => total + one, 0)
      expect(Math.abs(decay.exposure / expected - 1)).toBeLessThan(1e-12)
    })
    fc.assert(sum, { seed: 7 })
  })
})

describe('a week that is left out', () => {
  const horizons = fc.double({ min: 0.1, max: 400, noNaN: true })

  it('weighs nothing, and its terms are not in the exposure, of which at least 1 stays', () => {
    const without = fc.property(horizons, fc.integer({ min: 1, max: 200 }), fc.nat(11), (horizon, days, week) => {
      const decay = createDecay(horizon, 1, days, week)
      const known = Array.from({ length: Math.max(days, 7) }, (_, age) => weightOf(decay, days - age))
      expect(known.slice(7 * week, 7 * week + 7).every((weight) => weight === 0)).toBe(true)
      const sum = known.reduce((total, one) => total + one, 0)
      expect(decay.exposure / Math.max(1, sum)).toBeCloseTo(1, 12)
    })
    fc.assert(without, { seed: 7 })
  })
})

it('rates an even habit by what it is, however old', () => {
  const decay = createDecay(28, 1, 365)
  const daily = Array.from({ length: 365 }, (_, i) => weightOf(decay, 365 - i)).reduce((sum, weight) => sum + weight, 0)
  expect(weeklyRate(decay, daily)).toBeCloseTo(7, 12)
})
