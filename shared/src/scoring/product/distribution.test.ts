import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import type { Band } from '../../model/types.ts'
import { createDistribution } from './distribution.ts'

const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const
const modelOf = (bands?: Band[]) => toModel({ actions: { a: {} }, dimensions, ...(bands && { bands }) })
function resultOf(scores: readonly number[], bands?: Band[]) {
  const distribution = createDistribution(modelOf(bands))
  for (const score of scores) distribution.add(score)
  return distribution.result()
}
const low = (count: number, of: number): number[] => Array.from({ length: of }, (_, i) => (i < count ? 39.99 : 40))

describe('R23: the distribution', () => {
  it('counts in ten steps, each from its border on, the last closed', () => {
    const below = (score: number): number => score - 2 ** -40
    const scores = [0, below(10), 10, below(30), 30, below(60), 60, 90, 100]
    expect(resultOf(scores).distribution.map(({ count }) => count)).toEqual([2, 1, 1, 1, 0, 1, 1, 0, 0, 2])
    expect(resultOf([]).distribution).toHaveLength(10)
    expect(resultOf([]).distribution[9]).toEqual({ from: 90, to: 100, count: 0 })
  })

  it('counts by band, with the share in it and below it', () => {
    expect(resultOf([10, 39.9, 40, 60, 100]).bands).toEqual([
      { name: 'at-risk', from: 0, count: 2, share: 0.4, below: 0 },
      { name: 'needs-attention', from: 40, count: 1, share: 0.2, below: 0.4 },
      { name: 'healthy', from: 60, count: 1, share: 0.2, below: 0.6 },
      { name: 'thriving', from: 80, count: 1, share: 0.2, below: 0.8 },
    ])
  })

  it('says how many stand above the midpoint', () => {
    expect(resultOf([50, 50.1, 80, 90]).aboveMidpoint).toBe(0.75)
  })
})

describe('R23: the alarm', () => {
  it('is raised from exactly 40 % below the border on', () => {
    expect(resultOf(low(2, 5)).alarm).toEqual({ border: 40, share: 0.4, threshold: 0.4, raised: true })
    expect(resultOf(low(399, 1_000)).alarm).toMatchObject({ raised: false })
    for (let of = 5; of <= 500; of += 5) expect(resultOf(low((2 * of) / 5, of)).alarm?.raised).toBe(true)
  })

  it('has the border of the model’s second band', () => {
    const bands = [
      { name: 'red', from: 0 },
      { name: 'green', from: 33 },
    ]
    expect(resultOf([32, 33], bands).alarm).toMatchObject({ border: 33, share: 0.5, raised: true })
  })

  it('is none without a border, and not raised without scores', () => {
    expect(resultOf([0], [{ name: 'all', from: 0 }]).alarm).toBeNull()
    expect(resultOf([]).alarm).toMatchObject({ share: null, raised: false })
  })
})

describe('the median', () => {
  it('is that score of one, and null of none', () => {
    expect(resultOf([61.234_567]).median).toBe(61.234_567)
    expect(resultOf([]).median).toBeNull()
  })

  it('lies within 0.1 of the exact one', () => {
    const within = (min: number, max: number) => fc.double({ min, max, noNaN: true })
    const crowded = fc.oneof(within(0, 100), within(50, 51))
    const near = fc.property(fc.array(crowded, { minLength: 1, maxLength: 60 }), (scores) => {
      const sorted = scores.toSorted((a, b) => a - b)
      const middle = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
      expect(Math.abs((resultOf(scores).median ?? NaN) - middle)).toBeLessThan(0.1)
    })
    fc.assert(near, { seed: 23 })
  })
})
