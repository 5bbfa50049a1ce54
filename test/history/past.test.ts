import { besideBase, scoreAt, type Subject, trendAt } from '@uptake/shared/scoring'
import type { Score } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startCollector } from '../harness/start-collector.ts'
import { anyModel, anyPointsModel, EXAMPLE, modelOf } from '../vectors/arbitraries.ts'
import { afresh } from './afresh.ts'
import { anySent, toBatch } from './sent.ts'
import { unlike } from './unlike.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = Date.parse('2026-03-01T12:00:00.000Z')
const iso = (timeMs: number): string => new Date(timeMs).toISOString()

/** What the pure functions say of a subject, by the names of a `Score`. */
function toScore(subject: Subject | undefined, day: number) {
  if (!subject) return { status: 'insufficient_data', score: null, needs: { days: 7, events: 3 }, trend: null }
  const { profile, ...scored } = scoreAt(subject, day)
  const trend = trendAt(subject, day)
  return { ...scored, trend: trend && besideBase(trend, null), model: { version: 1, profile } }
}

describe('R36: the score of a past instant', () => {
  const models = fc.oneof(fc.constant(modelOf(EXAMPLE)), anyModel(), anyPointsModel())
  const batches = fc.array(fc.record({ hours: fc.nat(300), sent: anySent(20) }), { minLength: 1, maxLength: 4 })
  /** Beside the moments at which something happened or came in, and at any other. */
  const instants = fc.array(
    fc.record({
      message: fc.nat(),
      time: fc.constantFrom('occurredAt', 'occurredAt', 'receivedAt'),
      laterMs: fc.oneof(fc.constantFrom(-1, 0), fc.integer({ min: -5 * HOUR_MS, max: 5 * HOUR_MS })),
      known: fc.constantFrom('now', 'then'),
    }),
    { minLength: 12, maxLength: 12 },
  )

  it('is what the pure functions say of the messages up to it, or of those that had been received by then', async () => {
    const same = fc.asyncProperty(models, batches, instants, async (one, all, asked) => {
      let nowMs = START
      await using collector = await startCollector({ model: one.input }, { now: () => nowMs })
      for (const [i, { hours, sent }] of all.entries()) {
        nowMs += hours * HOUR_MS
        await collector.send(toBatch(sent, nowMs, i))
      }
      const messages = await collector.storage.messagesAfter(0, 1_000_000)
      const everybody = afresh(one, messages, nowMs + DAY_MS)
      for (const { message, time, laterMs, known } of asked) {
        const atMs = (messages[message % messages.length]?.[time] ?? nowMs) + laterMs
        const visible = known === 'now' ? messages : messages.filter(({ receivedAt }) => receivedAt <= atMs)
        const then = afresh(one, visible, atMs)
        for (const kind of ['users', 'accounts'] as const) {
          for (const id of everybody[kind].keys()) {
            const score = (await collector.read(`/v1/${kind}/${id}/score?at=${iso(atMs)}&known=${known}`)) as Score
            const expected = toScore(then[kind].get(id), then.today)
            const told = Object.fromEntries(Object.keys(expected).map((name) => [name, score[name as keyof Score]]))
            expect(unlike(told, expected)).toEqual([])
          }
        }
      }
    })
    await fc.assert(same, { seed: 20260301, numRuns: 40, endOnFailure: true })
  })

  const track = (userId: string, timestamp: string, event = 'report_created') => ({
    type: 'track',
    userId,
    event,
    messageId: `${userId} ${event} ${timestamp}`,
    context: { groupId: 'acme' },
    timestamp,
  })
  const januaryOf = (userId: string) =>
    Array.from({ length: 20 }, (_, i) => track(userId, `2026-01-${String(i + 1).padStart(2, '0')}T10:00:00Z`))

  it('holds what came late by default, and not as it was known then', async () => {
    let nowMs = Date.parse('2026-01-21T00:00:00Z')
    await using collector = await startCollector({ model: EXAMPLE }, { now: () => nowMs })
    await collector.send(januaryOf('ada'))
    const ask = async (of: string, query: string) =>
      ((await collector.read(`/v1/${of}/score?at=${query}`)) as Score).score ?? NaN
    const [user, account] = [await ask('users/ada', '2026-01-25'), await ask('accounts/acme', '2026-01-25')]

    nowMs = Date.parse('2026-01-28T09:30:00Z')
    await collector.send([track('ada', '2026-01-24T08:00:00Z', 'report_shared')])
    expect(await ask('users/ada', '2026-01-25')).toBeGreaterThan(user)
    expect(await ask('accounts/acme', '2026-01-25')).toBeGreaterThan(account)
    expect(await ask('users/ada', '2026-01-25&known=then')).toBe(user)
    expect(await ask('accounts/acme', '2026-01-25&known=then')).toBe(account)
    // Received at that very moment: known from then on.
    const atOnce = [await ask('users/ada', '2026-01-28T09:30:00Z'), await ask('users/ada', '2026-01-28T09:29:59.999Z')]
    expect(await ask('users/ada', '2026-01-28T09:30:00Z&known=then')).toBe(atOnce[0])
    expect(await ask('users/ada', '2026-01-28T09:29:59.999Z&known=then')).toBeLessThan(atOnce[1] ?? 0)
  })

  it('is by the traits, the seats and the members of that moment', async () => {
    const model = {
      ...EXAMPLE,
      profiles: [
        {
          name: 'paying',
          when: { trait: { plan: 'paid' } },
          dimensions: { depth: { amount: 'value', target: 1, weight: 1 } },
        },
      ],
    }
    const nowMs = Date.parse('2026-01-21T00:00:00Z')
    await using collector = await startCollector({ model }, { now: () => nowMs })
    const trait = (plan: string, timestamp: string) => ({
      type: 'identify',
      userId: 'ada',
      traits: { plan },
      timestamp,
    })
    const seats = (count: number, timestamp: string) => ({
      type: 'group',
      userId: 'bob',
      groupId: 'acme',
      traits: { seats: count },
      timestamp,
    })
    await collector.send([
      ...januaryOf('ada'),
      trait('paid', '2026-01-15T12:00:00Z'),
      trait('free', '2026-01-15T18:00:00Z'),
      seats(1, '2026-01-12T00:00:00Z'),
      seats(10, '2026-01-15T09:00:00Z'),
    ])
    const ask = async (of: string, at: string) => (await collector.read(`/v1/${of}/score?at=${at}`)) as Score
    const profileAt = async (time: string) => (await ask('users/ada', `2026-01-15T${time}Z`)).model.profile
    expect([await profileAt('11:59:59'), await profileAt('12:00:00'), await profileAt('17:00:00')]).toEqual([
      null,
      'paying',
      'paying',
    ])
    expect(await profileAt('18:00:00')).toBeNull()
    const accountAt = async (at: string) => (await ask('accounts/acme', at)).score ?? NaN
    // Alone in it, alone on one seat, alone on ten.
    expect(await accountAt('2026-01-11')).toBe((await ask('users/ada', '2026-01-11')).score)
    expect(await accountAt('2026-01-15T08:59:59.999Z')).toBe((await ask('users/ada', '2026-01-15T08:59:59.999Z')).score)
    expect(await accountAt('2026-01-15T09:00:00Z')).toBeLessThan((await accountAt('2026-01-15T08:59:59.999Z')) / 2)
  })

  it.each([
    'at=',
    'at=2026-02-30',
    'at=20260101',
    'at=1767225600000',
    'known=maybe',
    'known=',
    'at=2026-01-01&at=2026-01-02',
  ])('is asked for by an instant and by what was known: %s is neither', async (query) => {
    await using collector = await startCollector({ model: EXAMPLE }, { now: () => START })
    await collector.send(januaryOf('ada'))
    for (const path of ['users/ada/score', 'users/ada/next', 'users'])
      await expect(collector.read(`/v1/${path}?${query}`)).rejects.toThrow(/^400 .*invalid_parameter/)
  })
})
