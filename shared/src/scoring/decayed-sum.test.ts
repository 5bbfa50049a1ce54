import { describe, expect, it } from 'vitest'
import { createDecay } from './decay.ts'
import { createDecayedSum } from './decayed-sum.ts'
import { ages, T } from './handmade.ts'

const H = 28
const days = ages(0, 400).filter((day) => day % 3 === 0 || day % 7 === 1 || day > 390)
const amounts = days.map((day) => (day % 5) + 0.5)

/** Straight from the formula. */
function summed(today: number, leftOut: number | null): number {
  const counted = days.map((day, i) => {
    const age = today - day
    const isCounted = age >= 0 && (leftOut === null || age < 7 * leftOut || age >= 7 * leftOut + 7)
    return isCounted ? (amounts[i] ?? 0) * 2 ** (-age / H) : 0
  })
  return counted.reduce((sum, amount) => sum + amount, 0)
}

describe('a decayed sum', () => {
  it('is that of all days up to today, of whatever day it is asked, in any order', () => {
    const sum = createDecayedSum({ days, amounts })
    for (const today of [400, 200, 399, 0, 1, 7, 50, 393, 500, 3_000])
      expect(sum(createDecay(H, 0, today))).toBeCloseTo(summed(today, null), 9)
  })

  it('is 0 before the first day, and of no days', () => {
    expect(createDecayedSum({ days, amounts })(createDecay(H, 0, -1))).toBe(0)
    expect(createDecayedSum({ days: [], amounts: [] })(createDecay(H, T, T))).toBe(0)
  })

  it('goes without the week that is left out, and no other day', () => {
    const sum = createDecayedSum({ days, amounts })
    for (const today of [400, 365, 30, 6])
      for (const week of [0, 1, 2, 11]) expect(sum(createDecay(H, 0, today, week))).toBeCloseTo(summed(today, week), 9)
  })

  it('keeps the digits of the others where the week left out is nearly all', () => {
    const sum = createDecayedSum({ days: [0, 100], amounts: [1, 1e20] })
    expect(sum(createDecay(H, 0, 100, 0))).toBeCloseTo(2 ** (-100 / H), 12)
    expect(sum(createDecay(H, 0, 200, 14))).toBeCloseTo(2 ** (-200 / H), 12)
  })

  it('decays by the half-life that it is asked with', () => {
    const sum = createDecayedSum({ days: [0, 7], amounts: [1, 1] })
    expect(sum(createDecay(7, 0, 14))).toBeCloseTo(0.75, 12)
    expect(sum(createDecay(14, 0, 14))).toBeCloseTo(0.25 ** 0.5 + 0.5 ** 0.5, 12)
  })
})
