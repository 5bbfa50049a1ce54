import { expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

const MINUTE_MS = 60_000

function at(perMinute: number) {
  const clock = { ms: 1_000_000 }
  const limit = createRateLimit(perMinute, () => clock.ms)
  const taken = (who: string, times: number) =>
    Array.from({ length: times }, () => limit.take(who)).filter(Boolean).length
  return { clock, limit, taken }
}

it('gives a minute’s worth at once, then as much as has passed', () => {
  const { clock, taken } = at(60)
  expect(taken('a', 100)).toBe(60)
  clock.ms += 999
  expect(taken('a', 1)).toBe(0)
  clock.ms += 1
  expect(taken('a', 5)).toBe(1)
  clock.ms += 10 * MINUTE_MS
  expect(taken('a', 100)).toBe(60)
})

it('lets nobody who is refused wait longer for it', () => {
  const { clock, taken } = at(60)
  taken('a', 10_000)
  clock.ms += 5_000
  expect(taken('a', 100)).toBe(5)
})

it('takes from nobody what another has spent', () => {
  const { taken } = at(60)
  taken('a', 100)
  expect(taken('b', 100)).toBe(60)
})

it('charges more than one, and leaves no debts', () => {
  const { clock, limit, taken } = at(600)
  limit.charge('a', 100)
  expect(taken('a', 1_000)).toBe(500)
  limit.charge('a', 1_000_000)
  clock.ms += 1_000
  expect(taken('a', 100)).toBe(10)
})

it('without a limit refuses nobody', () => {
  const { limit, taken } = at(0)
  limit.charge('a', 1_000_000)
  expect(taken('a', 10_000)).toBe(10_000)
})

it('remembers no more than it has room for', () => {
  const { taken } = at(60)
  expect(taken('first', 60)).toBe(60)
  for (let i = 0; i < 100_000; i++) taken(`other ${i}`, 1)
  expect(taken('first', 60)).toBe(60)
  expect(taken('other 99999', 60)).toBe(59)
})
