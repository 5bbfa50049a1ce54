import { expect, it } from 'vitest'
import { signed } from './numbers.ts'

it.each([
  [1.25, '+1.3'],
  [-1.26, '−1.3'],
  [0, '0.0'],
  [-0.04, '0.0'],
  [0.04, '0.0'],
])('a change of %d is shown as %s', (change, shown) => {
  expect(signed(change)).toBe(shown)
})
