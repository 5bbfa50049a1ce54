import { expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { bandOf } from './bands.ts'
import { ages, daysAgo, person, T } from './handmade.ts'
import { scorePerson } from './score.ts'

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

it('puts whoever reaches every target at its border, however the sums were rounded', () => {
  const daily = { activity: { amount: 'days', target: 7, weight: 1 } } as const
  const off = [7, 14, 28, 30, 90].flatMap((horizonDays) => {
    const model = toModel({ horizonDays, actions: { a: {} }, dimensions: daily })
    return [28, 50, 100, 365].filter((days) => {
      const { band } = scorePerson(model, person(days, daysAgo(ages(0, days - 1), 'a')), T)
      return band !== 'thriving'
    })
  })
  expect(off).toEqual([])
})

it('R11: bands are the configuration’s', () => {
  const bands = [
    { name: 'red', from: 0 },
    { name: 'green', from: 33 },
  ]
  const model = toModel({ actions: { a: {} }, dimensions, bands })
  expect([32, 33].map((score) => bandOf(model, score))).toEqual(['red', 'green'])
})
