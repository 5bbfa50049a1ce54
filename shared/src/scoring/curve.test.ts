import { expect, it } from 'vitest'
import { subscoreOf } from './curve.ts'

it.each([
  [0, 0],
  [0.25, 33.1],
  [0.5, 55.3],
  [1, 80],
  [2, 96],
  [1e15, 100],
])('saturating: a ratio of %d gives %d', (ratio, subscore) => {
  expect(subscoreOf('saturating', ratio)).toBeCloseTo(subscore, 1)
})

it('saturating: the target is the line of 80 itself', () => {
  expect(subscoreOf('saturating', 1)).toBeCloseTo(80, 12)
})

it.each([
  [0, 0],
  [0.25, 25],
  [1, 100],
  [3, 100],
])('linear: a ratio of %d gives %d', (ratio, subscore) => {
  expect(subscoreOf('linear', ratio)).toBe(subscore)
})
