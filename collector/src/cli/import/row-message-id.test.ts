import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRowMessageId } from './row-message-id.ts'

const idOf = createRowMessageId('log')

it('the same row of the same source has the same id, and no other has', () => {
  const rowId = fc.oneof(fc.maxSafeNat().map(String), fc.string())
  fc.assert(
    fc.property(rowId, rowId, (a, b) => {
      expect(idOf(a)).toBe(createRowMessageId('log')(a))
      expect(idOf(a) === idOf(b)).toBe(a === b)
      expect(idOf(a)).not.toBe(createRowMessageId('other')(a))
    }),
  )
})

it('numbers make UUIDs of version 8 in their order', () => {
  const ids = ['0', '9', '10', '139929', '999999999999999'].map(idOf)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
})

it.each(['007', '-1', '1.5', 'a1', '1000000000000000'])('what is no plain number (%s) keeps its text', (id) => {
  expect(idOf(id)).toBe(`log:${id}`)
})
