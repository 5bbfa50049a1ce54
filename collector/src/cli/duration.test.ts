import { expect, it } from 'vitest'
import { parseDuration } from './duration.ts'

it.each([
  ['1s', 1_000],
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['1h', 3_600_000],
  ['30d', 2_592_000_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

it.each(['0s', '31d', '2592001s', '60', 'h', '-1h', '1.5h', '1w', '1h30m', '', '1e9d'])('%j is none', (text) => {
  expect(() => parseDuration(text)).toThrow('1s to 30d')
})
