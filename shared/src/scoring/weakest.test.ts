import { expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { weakest } from './weakest.ts'

const dimension = { amount: 'days', target: 3, weight: 1 } as const
const model = toModel({ actions: { a: {} }, dimensions: { b: dimension, a: dimension, c: dimension } })

it('is the dimension with the lowest subscore', () => {
  expect(weakest(model, { a: 3, b: 2, c: 1 })).toBe('c')
})

it('is the first of the model where several are lowest', () => {
  expect(weakest(model, { a: 0, b: 0, c: 0 })).toBe('b')
})

it('is none without subscores', () => {
  expect(weakest(model, null)).toBeNull()
})
