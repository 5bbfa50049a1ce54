import { expect, it } from 'vitest'
import { needed, signed } from './numbers.ts'

it.each([
  [1.25, '+1.3'],
  [-1.26, '−1.3'],
  [0, '0.0'],
  [-0.04, '0.0'],
  [0.04, '0.0'],
])('a change of %d is shown as %s', (change, shown) => {
  expect(signed(change)).toBe(shown)
})

it('says what is missing for a score, and nothing of what is not', () => {
  const all = [needed({ days: 3, events: 1 }), needed({ days: 0, events: 2 }), needed({ days: 1, events: 0 })]
  expect(all).toEqual(['3 more days, 1 more event of value', '2 more events of value', '1 more day'])
})
