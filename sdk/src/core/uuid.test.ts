import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createUuids, uuidTime } from './uuid.ts'

const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

it('has the form of RFC 9562 and carries its time', () => {
  const uuid = createUuids(() => 0.999999)(1_645_557_742_000)
  expect(uuid).toMatch(UUID_7)
  // The RFC's example, appendix A.6, has this time.
  expect(uuid.slice(0, 13)).toBe('017f22e2-79b0')
  expect(uuidTime(uuid)).toBe(1_645_557_742_000)
})

it('ascends, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 42 }), { minLength: 2 }), (times) => {
      const next = createUuids(() => 0.5)
      const uuids = times.map(next)
      expect(uuids).toEqual(uuids.toSorted())
      expect(new Set(uuids).size).toBe(times.length)
    }),
  )
})

it('ascends beyond 4,096 in a millisecond', () => {
  const next = createUuids(() => 0)
  const uuids = Array.from({ length: 10_000 }, () => next(1_000))
  expect(uuids).toEqual(uuids.toSorted())
  expect(new Set(uuids).size).toBe(10_000)
})
