import { LIMITS } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { surelyFits } from './surely-fits.ts'

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

it('is sure of what is usual', () => {
  const properties = { rows: 1_200, kind: 'weekly', with: ['u_1', 'u_2'] }
  expect(surelyFits({ type: 'track', userId: 'u', event: 'a'.repeat(255), properties })).toBe(true)
})

it('is never sure of what is too large', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\0'), fc.constant('\u{1F600}'))
  const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 })
  fc.assert(
    fc.property(value, text, fc.integer({ min: 0, max: 12_000 }), (around, one, times) => {
      const message = { around, filler: one.repeat(times) }
      if (surelyFits(message)) expect(bytes(message)).toBeLessThanOrEqual(LIMITS.messageBytes)
    }),
    { numRuns: 500 },
  )
  for (const filler of ['x'.repeat(LIMITS.messageBytes), Array(9_000).fill(1e-300), { ['k'.repeat(40_000)]: 1 }]) {
    expect(surelyFits({ filler })).toBe(false)
  }
})
