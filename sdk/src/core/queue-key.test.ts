import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteLength, keyBytes, keyOwner, keyTime, toKey } from './queue-key.ts'
import { createUuids } from './uuid.ts'

it('gives back what it was made of', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.nat(), fc.string(), (time, bytes, owner) => {
      const key = toKey(createUuids(() => 0.5)(time), bytes, owner)
      // A clock at 0 is no later than the start of the count, so the first id is of 0 too.
      expect([keyTime(key), keyBytes(key), keyOwner(key)]).toEqual([time, bytes, owner])
    }),
  )
})

it('counts the bytes of JSON as UTF-8 has them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = JSON.stringify(text)
      expect(byteLength(json)).toBe(new TextEncoder().encode(json).length)
    }),
  )
  expect(byteLength('aü€😀')).toBe(1 + 2 + 3 + 4)
})
