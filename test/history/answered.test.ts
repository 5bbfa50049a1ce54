import type { SnapshotCycle } from '@uptake/shared/model'
import type { Problem, Score, ScoredDay } from '@uptake/shared/wire'
import { describe, expect, it } from 'vitest'
import { KEYS, startCollector } from '../harness/start-collector.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

/** A Tuesday. */
const NOW = Date.parse('2026-03-10T12:00:00.000Z')
const DAY_MS = 86_400_000
const track = (userId: string, ageDays: number, event = 'report_created') => ({
  type: 'track',
  messageId: `${userId} ${event} ${ageDays}`,
  userId,
  event,
  context: { groupId: 'acme' },
  timestamp: new Date(NOW - ageDays * DAY_MS).toISOString(),
})
const ada = Array.from({ length: 50 }, (_, i) => track('ada', 100 - 2 * i))
const start = (snapshot: SnapshotCycle) => startCollector({ model: EXAMPLE, snapshot }, { now: () => NOW })

describe('R16: GET …/history', () => {
  it.each([
    {
      snapshot: 'daily',
      days: 5,
      is: ['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10'],
    },
    { snapshot: 'daily', days: 1, is: ['2026-03-10'] },
    // Sundays, and today.
    { snapshot: 'weekly', days: 17, is: ['2026-02-22', '2026-03-01', '2026-03-08', '2026-03-10'] },
    { snapshot: 'weekly', days: 16, is: ['2026-03-01', '2026-03-08', '2026-03-10'] },
    { snapshot: 'monthly', days: 60, is: ['2026-01-31', '2026-02-28', '2026-03-10'] },
  ] as const)('gives the due days of $days, $snapshot, and today', async ({ snapshot, days, is }) => {
    await using collector = await start(snapshot)
    await collector.send(ada)
    for (const of of ['users/ada', 'accounts/acme']) {
      const history = (await collector.read(`/v1/${of}/history?days=${days}`)) as ScoredDay[]
      expect(history.map(({ day }) => day)).toEqual(is)
      for (const { day, ...rest } of history) {
        const { score, band, subscores } = (await collector.read(`/v1/${of}/score?at=${day}`)) as Score
        expect(rest).toEqual({ score, band, subscores })
      }
    }
  })

  it('begins on the first day, and gives ninety days where it is not said how many', async () => {
    await using collector = await start('daily')
    await collector.send([...ada, track('new', 2)])
    expect(await collector.read('/v1/users/new/history')).toEqual(
      ['2026-03-08', '2026-03-09', '2026-03-10'].map((day) => ({ day, score: null, band: null, subscores: null })),
    )
    expect(await collector.read('/v1/users/ada/history')).toHaveLength(90)
    expect(await collector.read('/v1/users/ada/history?days=3660')).toHaveLength(101)
  })

  it('holds what came late at once, from the day that it is of', async () => {
    await using collector = await start('daily')
    await collector.send(ada)
    const read = async () => (await collector.read('/v1/users/ada/history?days=10')) as ScoredDay[]
    const before = await read()
    await collector.send([track('ada', 4, 'report_shared')])
    const risen = (await read()).filter(({ score }, i) => (score ?? 0) > (before[i]?.score ?? 0))
    expect(risen.map(({ day }) => day)).toEqual(before.slice(-5).map(({ day }) => day))
  })

  it.each([
    { path: 'users/nobody/history', is: [404, 'not_found'] },
    { path: 'accounts/ada/history', is: [404, 'not_found'] },
    { path: 'users/ada/history?days=0', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=-1', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=1.5', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=3661', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=%2010', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=0x10', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=many', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?days=5&days=6', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history?at=2026-03-01', is: [400, 'invalid_parameter'] },
    { path: 'users/ada/history', key: KEYS.writeKey, is: [403, 'forbidden'] },
    { path: 'users/ada/history', key: 'sk_other', is: [401, 'unknown_key'] },
  ])('$path answers $is', async ({ path, key = KEYS.secretKey, is }) => {
    await using collector = await start('daily')
    await collector.send(ada)
    const response = await collector.fetch(`/v1/${path}`, { headers: { Authorization: `Bearer ${key}` } })
    expect([response.status, ((await response.json()) as Problem).code]).toEqual(is)
  })
})
