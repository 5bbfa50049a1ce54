import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createUuids, uuidTime } from './uuid.ts'

const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

it('has the form of RFC 9562 and carries its time', () => {
  const uuid = createUuids(() => 4_294_962_999)(1_645_557_742_000)
  expect(uuid).toMatch(UUID_7)
  // The RFC's example, appendix A.6, has this time.
  expect(uuid.slice(0, 13)).toBe('017f22e2-79b0')
  expect(uuidTime(uuid)).toBe(1_645_557_742_000)
})

it('has the form and the time whatever is drawn', () => {
  // All times that have 48 bits less the few that count on.
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 44 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (time, random) => {
      const uuid = createUuids(() => random)(time)
      expect(uuid).toMatch(UUID_7)
      expect(uuidTime(uuid)).toBe(time)
    }),
  )
})

it('ascends, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 42 }), { minLength: 2 }), (times) => {
      const next = createUuids(() => 2 ** 31)
      const uuids = times.map(next)
      expect(uuids).toEqual(uuids.toSorted())
      expect(new Set(uuids).size).toBe(times.length)
    }),
  )
})

it('ascends beyond 256 in a millisecond', () => {
  const next = createUuids(() => 0)
  const uuids = Array.from({ length: 10_000 }, () => next(1_000))
  expect(uuids).toEqual(uuids.toSorted())
  expect(new Set(uuids).size).toBe(10_000)
})

it('differs from those of other makers by 60 bits', () => {
  const chanceOf = (random: number) => createUuids(() => random)(1_000).slice(19)
  expect(chanceOf(0)).toBe('8000-000000000000')
  expect(chanceOf(2 ** 32 - 1)).toBe('8fff-ffffffffffff')
})
