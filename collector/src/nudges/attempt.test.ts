import { describe, expect, it } from 'vitest'
import { toAttempt, WAITS_MS } from './attempt.ts'

const NOW = Date.parse('2026-03-02T09:00:00Z')
const DAY_MS = 86_400_000
const chances = { nowMs: NOW, random: () => 0.5, waitsMs: [5_000, 60_000] }
const answer = (status: number, retryAfter: string | null = null) => ({ status, retryAfter })
const waitOf = (...[failed, result, more = {}]: [number, Parameters<typeof toAttempt>[1], object?]) => {
  const attempt = toAttempt(failed, result, { ...chances, ...more })
  return attempt.status === 'pending' ? attempt.nextAt - NOW : attempt.status
}

describe('an attempt', () => {
  it.each([200, 204, 299])('delivers where %i is answered', (status) => {
    expect(toAttempt(1, answer(status), chances)).toEqual({ status: 'delivered', attempts: 2, error: null })
  })

  it.each([100, 199, 300, 404, 500])('fails where %i is answered', (status) => {
    expect(toAttempt(0, answer(status), chances)).toMatchObject({ status: 'pending', attempts: 1, nextAt: NOW + 5_000 })
  })

  it('waits as long as the schedule says, and ends behind it', () => {
    expect([0, 1, 2, 3].map((failed) => waitOf(failed, new Error('x')))).toEqual([5_000, 60_000, 'dead', 'dead'])
    const days = WAITS_MS.reduce((sum, ms) => sum + ms, 0) / DAY_MS
    expect([WAITS_MS.length, WAITS_MS[0]]).toEqual([9, 5_000])
    expect(days).toBeGreaterThan(3)
    expect(days).toBeLessThan(3.5)
  })

  it('waits a fifth less or more by chance', () => {
    expect(waitOf(0, answer(500), { random: () => 0 })).toBe(4_000)
    expect(waitOf(0, answer(500), { random: () => 0.999_999 })).toBe(6_000)
  })

  it.each([
    ['60', 60_000],
    ['3', 5_000],
    ['Mon, 02 Mar 2026 09:10:00 GMT', 600_000],
    ['Mon, 02 Mar 2026 08:00:00 GMT', 5_000],
    ['999999999999', DAY_MS],
    ['soon', 5_000],
    ['', 5_000],
    ['-60', 5_000],
  ])('waits as long as a receiver asks by "%s", within a day and no less than it would', (header, ms) => {
    expect(waitOf(0, answer(503, header))).toBe(ms)
  })

  it('is the last where the receiver is gone', () => {
    expect(toAttempt(0, answer(410, '60'), chances)).toEqual({
      status: 'dead',
      attempts: 1,
      error: 'answered 410, gone',
    })
  })

  it('says why in a bounded text, whatever failed', () => {
    const errorOf = (error: Error) => toAttempt(0, error, chances).error
    expect(errorOf(new Error('x'.repeat(999)))).toHaveLength(200)
    expect(errorOf(Object.assign(new AggregateError([]), { code: 'ETIMEDOUT' }))).toBe('ETIMEDOUT')
    expect(errorOf(new AggregateError([]))).toBe('failed')
  })
})
