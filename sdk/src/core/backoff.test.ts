import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it('doubles until the cap', () => {
  const longest = [0, 1, 2, 8, 9, 2_000].map((failures) => backoffMs(failures, 1, 1_000, 300_000))
  expect(longest).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000])
})

it('is drawn from all of the pause', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      expect(backoffMs(failures, random, 1_000, 300_000)).toBe(random * backoffMs(failures, 1, 1_000, 300_000))
    }),
  )
})
