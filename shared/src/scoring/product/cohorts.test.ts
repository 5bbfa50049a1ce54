import { expect, it } from 'vitest'
import { parseIsoDay } from '../day.ts'
import { createCohorts } from './cohorts.ts'

const day = (iso: string): number => parseIsoDay(iso) ?? NaN
function resultOf(firstDays: readonly string[], today = '2026-06-30') {
  const cohorts = createCohorts(day(today))
  for (const iso of firstDays) cohorts.add(day(iso), { score: 50, change: -5 })
  return cohorts.result()
}

it('R18: a cohort is a month of first days, and falls by five points', () => {
  const { cohorts, earlier } = resultOf(['2026-02-01', '2026-01-31', '2026-02-28', '2025-12-31'])
  expect(cohorts.map(({ month, count }) => [month, count])).toEqual([
    ['2025-12', 1],
    ['2026-01', 1],
    ['2026-02', 2],
  ])
  expect(cohorts[2]?.trend).toEqual({ count: 2, before: 55, now: 50, change: -5, falling: true })
  expect(earlier).toBeNull()
})

it('holds sixty months, and all before under one line', () => {
  const { cohorts, earlier } = resultOf(['2021-07-01', '2021-06-30', '1999-12-31', '0099-01-01'])
  expect(cohorts.map(({ month }) => month)).toEqual(['2021-07'])
  expect(earlier).toMatchObject({ count: 3, mean: 50 })
})

it('puts a first day after today, where clocks went back, into this month', () => {
  expect(resultOf(['2026-07-01']).cohorts).toMatchObject([{ month: '2026-06' }])
})
