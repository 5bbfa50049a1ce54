import { expect, it } from 'vitest'
import { parseTime } from './parse-time.ts'

it.each([
  ['2026-01-31T09:30:00.000Z', Date.UTC(2026, 0, 31, 9, 30)],
  ['2026-01-31T09:30Z', Date.UTC(2026, 0, 31, 9, 30)],
  ['2026-01-31T09:30:00+02:00', Date.UTC(2026, 0, 31, 7, 30)],
  ['2026-01-31T09:30:00+0200', Date.UTC(2026, 0, 31, 7, 30)],
  ['2026-01-31 09:30:00', Date.UTC(2026, 0, 31, 9, 30)],
  ['2026-01-31 09:30:00+02', Date.UTC(2026, 0, 31, 7, 30)],
  ['2026-01-31t09:30:00z', Date.UTC(2026, 0, 31, 9, 30)],
  ['2026-01-31T09:30:00.123456Z', Date.UTC(2026, 0, 31, 9, 30, 0, 123)],
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2026-02-31T00:00:00Z', null],
  ['31/01/2026', null],
  ['yesterday', null],
  ['', null],
  [1_769_851_800_000, null],
  [null, null],
  [undefined, null],
])('%s is %s', (text, time) => {
  expect(parseTime(text)).toBe(time)
})
