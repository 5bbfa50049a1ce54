import type { ListedScore, Score, Trend } from '@uptake/shared/wire'
import { describe, expect, it } from 'vitest'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'

const NOW = Date.parse('2026-03-10T12:00:00.000Z')
const DAY_MS = 86_400_000
const model = {
  actions: { report_created: { feature: 'reports' } },
  dimensions: { frequency: { amount: 'days', target: 7, weight: 1 } },
}
const start = (now: () => number = () => NOW) => startCollector({ model }, { now })

/** So many days before now, the first and the last included. */
const on = (userId: string, from: number, to: number, every = 1) =>
  Array.from({ length: Math.floor((from - to) / every) + 1 }, (_, i) => ({
    type: 'track',
    messageId: `${userId} ${from - i * every}`,
    userId,
    event: 'report_created',
    context: { groupId: 'acme' },
    timestamp: new Date(NOW - (from - i * every) * DAY_MS).toISOString(),
  }))
const trendOf = async (collector: TestCollector, path: string): Promise<Trend> => {
  const { trend } = (await collector.read(`/v1/${path}`)) as Score
  if (!trend) throw new Error(`${path} has no trend`)
  return trend
}

describe('R18: a trend', () => {
  it('is the change in four weeks, and what it is beside the median change of everybody', async () => {
    await using collector = await start()
    // One goes on as before, one does a little more, one falls, one comes back: the median is between the first two.
    await collector.send([
      ...on('ada', 100, 0),
      ...[on('bob', 100, 40, 3), on('bob', 38, 2, 2)].flat(),
      ...on('falls', 100, 20),
      ...[on('rises', 100, 90), on('rises', 10, 0)].flat(),
    ])
    const scoreAt = async (day: string) =>
      ((await collector.read(`/v1/users/falls/score?at=${day}`)) as Score).score ?? NaN
    const change = (await scoreAt('2026-03-10T12:00:00Z')) - (await scoreAt('2026-02-10'))
    const before = await trendOf(collector, 'users/falls/score')
    expect(before).toMatchObject({ change: expect.closeTo(change, 9), adjusted: null, declining: true })
    expect(change).toBeLessThan(-15)

    // The end of yesterday is written down.
    const { items } = (await collector.read('/v1/users')) as { items: ListedScore[] }
    const changes = await Promise.all(
      items.map(async ({ subject }) => {
        const id = 'user' in subject ? subject.user : ''
        return (await trendOf(collector, `users/${id}/score?at=2026-03-09`)).change ?? NaN
      }),
    )
    const [, low = NaN, high = NaN] = changes.toSorted((a, b) => a - b)
    const adjusted = change - (low + high) / 2
    expect(await trendOf(collector, 'users/falls/score')).toMatchObject({
      change: expect.closeTo(change, 9),
      adjusted: expect.closeTo(adjusted, 9),
      declining: true,
    })
    // Accounts are beside accounts: alone it is beside itself, a day ago.
    const [account, yesterday] = [
      await trendOf(collector, 'accounts/acme/score'),
      await trendOf(collector, 'accounts/acme/score?at=2026-03-09'),
    ]
    expect(account.adjusted).toBeCloseTo((account.change ?? NaN) - (yesterday.change ?? NaN), 9)
    expect(items.find(({ subject }) => 'user' in subject && subject.user === 'falls')?.trend).toMatchObject({
      adjusted: expect.closeTo(adjusted, 9),
      declining: true,
    })
  })

  it('is no decline where everybody falls alike, as in a week of holidays', async () => {
    await using collector = await start()
    await collector.send(['ada', 'bob', 'cy'].flatMap((user) => on(user, 100, 20)))
    expect(await trendOf(collector, 'users/ada/score')).toMatchObject({ adjusted: null, declining: true })
    await collector.read('/v1/users')
    const { adjusted, ...trend } = await trendOf(collector, 'users/ada/score')
    expect(trend).toMatchObject({ declining: false })
    expect(Math.abs(adjusted ?? NaN)).toBeLessThan(2)
  })

  it('is quiet by the rhythm of each: a daily user within days, a weekly one not', async () => {
    await using collector = await start()
    await collector.send([...on('daily', 60, 6), ...on('weekly', 62, 6, 7)])
    expect(await trendOf(collector, 'users/daily/score')).toMatchObject({
      quiet: { days: 6, probability: expect.closeTo(0.05 ** 6, 12) },
    })
    const weekly = await trendOf(collector, 'users/weekly/score')
    expect(weekly.quiet?.days).toBe(6)
    expect(weekly.quiet?.probability).toBeGreaterThan(0.3)
  })

  it('says who has been low for four weeks, and who never was healthy', async () => {
    await using collector = await start()
    await collector.send([...on('low', 110, 0, 14), ...on('once', 190, 100), ...on('new', 80, 0, 14)])
    const of = async (user: string) => {
      const { persistentlyLow, neverHealthy } = await trendOf(collector, `users/${user}/score`)
      return { persistentlyLow, neverHealthy }
    }
    expect(await of('low')).toEqual({ persistentlyLow: true, neverHealthy: true })
    expect(await of('once')).toEqual({ persistentlyLow: true, neverHealthy: false })
    expect(await of('new')).toEqual({ persistentlyLow: true, neverHealthy: false })
  })

  it('R36: of a past instant is beside what was written down before it, not after', async () => {
    let now = NOW
    await using collector = await start(() => now)
    await collector.send([...on('ada', 100, 0), ...on('bob', 100, 30), ...on('cy', 100, 40)])
    await collector.read('/v1/users')
    const noon = await trendOf(collector, 'users/bob/score')
    now += DAY_MS
    await collector.read('/v1/users')
    const snapshots = await collector.storage.snapshots('person', -Infinity)
    const [yesterday, today] = snapshots.slice(-2).map(({ medianChange }) => medianChange ?? NaN)
    expect(Math.abs((yesterday ?? 0) - (today ?? 0))).toBeGreaterThan(0.1)
    expect(await trendOf(collector, 'users/bob/score?at=2026-03-10T12:00:00Z')).toEqual(noon)
    expect((await trendOf(collector, 'users/bob/score')).adjusted).not.toBeCloseTo(noon.adjusted ?? NaN, 3)
  })

  it('R36: as it was known then is beside no snapshot that was made since', async () => {
    let now = NOW
    await using collector = await start(() => now)
    await collector.send([...on('ada', 100, 0), ...on('bob', 100, 30)])
    await collector.read('/v1/users')
    const known = await trendOf(collector, 'users/bob/score')
    expect(known.adjusted).not.toBeNull()
    now += DAY_MS
    const asKnown = 'users/bob/score?at=2026-03-10T12:00:00Z&known=then'
    expect(await trendOf(collector, asKnown)).toEqual(known)
    // What comes late makes yesterday's again.
    await collector.send(on('ada', 101, 101))
    await collector.read('/v1/users')
    expect(await trendOf(collector, asKnown)).toMatchObject({ change: known.change, adjusted: null })
  })

  it('is beside nobody, while everybody is still to be scored by a changed model', async () => {
    const folder = temporaryFolder()
    const open = (weighed: object) => startCollector({ model: weighed }, { now: () => NOW, data: folder.path })
    const first = await open(model)
    await first.send([...on('ada', 100, 0), ...on('bob', 100, 30)])
    await first.read('/v1/users')
    expect((await trendOf(first, 'users/bob/score')).adjusted).not.toBeNull()
    await first[Symbol.asyncDispose]()
    const second = await open({ ...model, horizonDays: 7 })
    expect((await trendOf(second, 'users/bob/score')).adjusted).toBeNull()
    await second.read('/v1/users')
    expect((await trendOf(second, 'users/bob/score')).adjusted).not.toBeNull()
    await second[Symbol.asyncDispose]()
    folder.remove()
  })
})
