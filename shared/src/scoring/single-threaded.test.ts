import { expect, it } from 'vitest'
import { effectiveUsers } from './single-threaded.ts'

it('is their number where users share evenly, and nearer to one the more one of them does', () => {
  expect(effectiveUsers([4, 4, 4])).toBeCloseTo(3, 12)
  expect(effectiveUsers([7, 0, 0])).toBe(1)
  // exp(−0.9·ln 0.9 − 0.1·ln 0.1)
  expect(effectiveUsers([9, 1])).toBeCloseTo(1.384145, 6)
})

it('is 0 where nobody did anything', () => {
  expect(effectiveUsers([])).toBe(0)
  expect(effectiveUsers([0, 0])).toBe(0)
})

it('takes any number of users and any values', () => {
  expect(effectiveUsers(Array.from({ length: 300_000 }, () => 1))).toBeCloseTo(300_000, 3)
  expect(effectiveUsers([Number.MAX_VALUE, Number.MAX_VALUE])).toBeCloseTo(2, 12)
})
