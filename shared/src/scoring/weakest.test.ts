import { expect, it } from 'vitest'
import { weakest } from './weakest.ts'

it('is the dimension with the lowest subscore', () => {
  expect(weakest({ a: 3, b: 2, c: 1 })).toBe('c')
})

it('is the first where several are lowest', () => {
  expect(weakest({ b: 0, a: 0, c: 0 })).toBe('b')
})

it('is none without subscores', () => {
  expect(weakest(null)).toBeNull()
})
