import { parseIsoDay, toIsoDay } from '@uptake/shared/scoring'
import { expect, it } from 'vitest'
import { afterBusinessDays } from './business-days.ts'

// 2026-03-02 is a Monday.
it.each([
  ['2026-03-02', 1, '2026-03-03'],
  ['2026-03-02', 4, '2026-03-06'],
  ['2026-03-02', 5, '2026-03-09'],
  ['2026-03-06', 1, '2026-03-09'],
  ['2026-03-07', 1, '2026-03-09'],
  ['2026-03-08', 1, '2026-03-09'],
  ['2026-03-07', 5, '2026-03-13'],
  ['2026-03-04', 10, '2026-03-18'],
  ['2024-02-28', 2, '2024-03-01'],
  ['1969-12-31', 2, '1970-01-02'],
])('from %s, %i business days lead to %s', (from, count, to) => {
  expect(toIsoDay(afterBusinessDays(parseIsoDay(from) ?? NaN, count))).toBe(to)
})
