import { expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { bandOf } from './bands.ts'

const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const

it.each([
  [0, 'at-risk'],
  [39.999999, 'at-risk'],
  [40, 'needs-attention'],
  [59.999999, 'needs-attention'],
  [60, 'healthy'],
  [79.999999, 'healthy'],
  [80, 'thriving'],
  [100, 'thriving'],
])('R11: %d is %s', (score, band) => {
  expect(bandOf(toModel({ actions: { a: {} }, dimensions }), score)).toBe(band)
})

it('R11: bands are the configuration’s', () => {
  const bands = [
    { name: 'red', from: 0 },
    { name: 'green', from: 33 },
  ]
  const model = toModel({ actions: { a: {} }, dimensions, bands })
  expect([32, 33].map((score) => bandOf(model, score))).toEqual(['red', 'green'])
})
