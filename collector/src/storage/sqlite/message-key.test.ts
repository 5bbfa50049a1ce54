import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { toMessageKey } from './message-key.ts'
import { fromUuidBytes } from './uuid-bytes.ts'

it('a UUID is kept as its bytes, and read back from them', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const { bytes, text } = toMessageKey(id)
      expect([bytes.length, text, fromUuidBytes(bytes)]).toEqual([16, null, id])
    }),
  )
})

it('keys of version 7 keep the order of their ids', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), fc.uuid({ version: 7 }), (a, b) => {
      expect(Math.sign(Buffer.compare(toMessageKey(a).bytes, toMessageKey(b).bytes))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
})

it.each(['', 'm1', '01890A5D-AC96-774B-BCCE-B302099A8057', ' 01890a5d-ac96-774b-bcce-b302099a8057', 'ü'])(
  'other text (%j) is kept with a key of its own',
  (id) => {
    const { bytes, text } = toMessageKey(id)
    expect([bytes.length, text]).toEqual([16, id])
    expect(bytes).not.toEqual(toMessageKey(id.toLowerCase().trim() === id ? `${id}x` : id.toLowerCase().trim()).bytes)
  },
)

it.each([
  'a1890a5d-ac96-774b-bcce-b302099a805',
  'a1890a5d-ac96-774b-bcce-b302099a80577',
  'a1890a5dx-c96-774b-bcce-b302099a8057',
  'a1890a5d-ac96-774b-bcceab302099a8057',
  'g1890a5d-ac96-774b-bcce-b302099a8057',
  'a1890a5d-ac96-774b-bcce-b302099a805g',
  'a1890a5d-ac96-774b-bcce-b302099a805ü',
  'a1890a5d-ac96-074b-bcce-b302099a8057',
])('%j is no UUID', (id) => expect(toMessageKey(id).text).toBe(id))
