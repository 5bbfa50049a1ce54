import { describe, expect, it } from 'vitest'
import { addTo, noSums, toMeans, type Moving } from './means.ts'

const meansOf = (...members: Moving[]) => {
  const sums = noSums()
  for (const member of members) addTo(sums, member)
  return toMeans(sums)
}

it('R18: compares those alone who have a score on both dates', () => {
  const means = meansOf({ score: 40, change: -12 }, { score: 60, change: 2 }, { score: 80, change: null })
  expect(means).toMatchObject({ count: 3, scored: 3, mean: 60 })
  expect(means.trend).toEqual({ count: 2, before: 55, now: 50, change: -5, falling: true })
  expect(meansOf({ score: null, change: null })).toEqual({ count: 1, scored: 0, mean: null, trend: null })
  expect(meansOf({ score: 30, change: null })).toEqual({ count: 1, scored: 1, mean: 30, trend: null })
  expect(meansOf()).toEqual({ count: 0, scored: 0, mean: null, trend: null })
})

describe('R18: a mean falls', () => {
  const fallBy = (...changes: number[]) => meansOf(...changes.map((change) => ({ score: 50, change }))).trend?.falling

  it('by exactly five points, and not by less', () => {
    expect(fallBy(-5)).toBe(true)
    expect(fallBy(-10, 0)).toBe(true)
    expect(fallBy(-4.999)).toBe(false)
    expect(fallBy(5)).toBe(false)
  })

  it('by five points too where rounding makes it a little less', () => {
    const changes = [0.1, 0.2, 0.3].map((more) => more + 55 - (more + 60))
    expect(fallBy(...changes)).toBe(true)
    expect(fallBy(-5 + 2e-15)).toBe(true)
  })
})
