import { idOf } from '@uptake/collector/src/scores/list.ts'
import type { ListedScore, Score } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { anySent } from '../history/sent.ts'
import { unlike } from '../history/unlike.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const NOW = Date.parse('2026-03-10T12:00:00.000Z')
const DAY_MS = 86_400_000
/** Every day makes 80. */
const FREQUENCY = { ...EXAMPLE, dimensions: { frequency: { amount: 'days', target: 7, weight: 1 } } }
const iso = (timeMs: number): string => new Date(timeMs).toISOString()

interface Page {
  readonly items: ListedScore[]
  readonly next: string | null
}
const pageOf = async (collector: TestCollector, path: string): Promise<Page> =>
  (await collector.read(`/v1/${path}`)) as Page
const idsOf = async (collector: TestCollector, path: string): Promise<string[]> =>
  (await pageOf(collector, path)).items.map(idOf)

/** All pages of so many, and how many each has. */
async function pagesOf(collector: TestCollector, path: string, limit: number): Promise<ListedScore[][]> {
  const pages: ListedScore[][] = []
  for (let cursor = ''; ;) {
    const { items, next } = await pageOf(collector, `${path}&limit=${limit}${cursor}`)
    pages.push(items)
    if (next === null) return pages
    cursor = `&cursor=${next}`
  }
}

describe('a list', () => {
  const on = (userId: string, from: number, to: number, every: number, groupId: string) =>
    Array.from({ length: Math.floor((from - to) / every) + 1 }, (_, i) => ({
      type: 'track',
      messageId: `${userId} ${from - i * every}`,
      userId,
      event: 'report_created',
      context: { groupId },
      timestamp: iso(NOW - (from - i * every) * DAY_MS),
    }))
  const are = (userId: string, traits: object) => ({ type: 'identify', userId, traits, timestamp: iso(NOW - DAY_MS) })
  /** Two by one score, one who fell silent, one who stopped long ago, two without a score; ids beyond ASCII too. */
  const messages = [
    ...on('ada', 100, 0, 1, 'acme'),
    ...on('bob', 100, 0, 2, 'acme'),
    ...on('bea', 100, 0, 2, 'beta'),
    ...on('fallen', 100, 20, 1, 'acme'),
    ...on('gone', 200, 150, 1, 'beta'),
    ...on('new', 2, 0, 1, 'acme'),
    ...on('\u{1F600}', 3, 0, 1, 'beta'),
    ...on('\uFF01', 1, 0, 1, 'beta'),
    are('ada', { role: 'admin', level: 2, beta: true, note: 'a=b & c' }),
    are('bob', { role: 'member', level: 10, beta: false }),
    are('new', { role: 'admin', level: '2', beta: 'true', none: null }),
  ]
  let collector: TestCollector
  beforeAll(async () => {
    collector = await startCollector({ model: FREQUENCY }, { now: () => NOW })
    await collector.send(messages)
  })
  afterAll(() => collector[Symbol.asyncDispose]())

  it.each([
    { query: '', is: ['ada', 'fallen', 'bea', 'bob', 'gone', 'new', '\uFF01', '\u{1F600}'] },
    { query: 'sort=score', is: ['gone', 'bea', 'bob', 'fallen', 'ada', 'new', '\uFF01', '\u{1F600}'] },
    { query: 'sort=id', is: ['ada', 'bea', 'bob', 'fallen', 'gone', 'new', '\uFF01', '\u{1F600}'] },
    { query: 'sort=-id', is: ['\u{1F600}', '\uFF01', 'new', 'gone', 'fallen', 'bob', 'bea', 'ada'] },
    { query: 'sort=change&max=100', is: ['fallen', 'gone', 'bea', 'bob', 'ada'] },
    { query: 'band=thriving', is: ['ada'] },
    { query: 'band=at-risk', is: ['gone'] },
    { query: 'min=0', is: ['ada', 'fallen', 'bea', 'bob', 'gone'] },
    { query: 'max=70&min=20', is: ['fallen', 'bea', 'bob'] },
    { query: 'min=100', is: [] },
    { query: 'declining=true', is: ['fallen'] },
    { query: 'declining=false&max=70', is: ['bea', 'bob', 'gone'] },
    { query: 'quiet=true', is: ['fallen', 'gone'] },
    { query: 'quiet=false&sort=id', is: ['ada', 'bea', 'bob', 'new', '\uFF01', '\u{1F600}'] },
    { query: 'trait.role=admin', is: ['ada', 'new'] },
    { query: 'trait.level=2', is: ['ada', 'new'] },
    { query: 'trait.level=1', is: [] },
    { query: 'trait.beta=true', is: ['ada', 'new'] },
    { query: 'trait.beta=false', is: ['bob'] },
    { query: 'trait.none=null', is: ['new'] },
    { query: 'trait.role=admin&trait.beta=true&min=1', is: ['ada'] },
    { query: `trait.note=${encodeURIComponent('a=b & c')}`, is: ['ada'] },
    { query: 'trait.toString=x', is: [] },
    { query: 'account=acme', is: ['ada', 'fallen', 'bob', 'new'] },
    { query: 'account=acme&quiet=true', is: ['fallen'] },
    { query: 'account=beta&sort=-id&min=0', is: ['gone', 'bea'] },
  ])('holds and sorts by ?$query', async ({ query, is }) => {
    expect(await idsOf(collector, `users?${query}`)).toEqual(is)
    expect(await idsOf(collector, `users?${query}&at=${iso(NOW)}`)).toEqual(is)
  })

  it('holds a score whose own value is the bound', async () => {
    const score = ((await collector.read('/v1/users/fallen/score')) as Score).score ?? NaN
    expect(await idsOf(collector, `users?min=${score}&max=${score}`)).toEqual(['fallen'])
    expect(await idsOf(collector, `users?min=${score + 1e-9}`)).toEqual(['ada'])
    expect(await idsOf(collector, `users?max=${score - 1e-9}`)).toEqual(['bea', 'bob', 'gone'])
  })

  it('goes on behind its cursor, however long a page is', async () => {
    for (const at of ['', `&at=${iso(NOW)}`]) {
      for (const sort of ['score', '-score', 'change', '-change', 'id', '-id']) {
        const whole = await idsOf(collector, `users?sort=${sort}${at}`)
        for (const limit of [1, 3, 4, 8]) {
          const pages = await pagesOf(collector, `users?sort=${sort}${at}`, limit)
          expect(pages.flat().map(idOf)).toEqual(whole)
          expect(pages.map(({ length }) => length)).toEqual(
            Array.from({ length: Math.ceil(8 / limit) }, (_, i) => Math.min(limit, 8 - i * limit)),
          )
        }
      }
    }
  })

  it('says that nothing follows where nothing does', async () => {
    for (const query of ['band=thriving&limit=1', 'limit=8', 'account=acme&limit=4', 'min=100'])
      expect((await pageOf(collector, `users?${query}`)).next).toBeNull()
    expect((await pageOf(collector, 'users?max=70&limit=3')).next).not.toBeNull()
  })

  it('holds accounts alike', async () => {
    expect(await idsOf(collector, 'accounts?sort=id')).toEqual(['acme', 'beta'])
    expect(await idsOf(collector, 'accounts?sort=-score&limit=1')).toEqual(['acme'])
  })

  it.each([
    'limit=0',
    'limit=501',
    'limit=1.5',
    'limit=',
    'min=-1',
    'max=101',
    'min=low',
    'min=%20',
    'declining=yes',
    'quiet=1',
    'sort=name',
    'sort=--score',
    'band=great',
    'cursor=',
    'cursor=x',
    `cursor=${btoa('{"value":1}')}`,
    'at=soon',
    'known=then',
    'known=sometimes',
    'order=asc',
    'trait=role',
    '__proto__=x',
    'band=at-risk&band=healthy',
    'trait.role=a&trait.role=b',
  ])('is asked for by what it knows: ?%s answers 400', async (query) => {
    await expect(pageOf(collector, `users?${query}`)).rejects.toThrow(
      /^Error: 400 .*invalid_parameter|^400 .*invalid_parameter/,
    )
    await expect(pageOf(collector, `accounts?${query}`)).rejects.toThrow(/400 .*invalid_parameter/)
  })
})

describe('R16: a list of now', () => {
  const filters = fc.record(
    {
      sort: fc.constantFrom('score', '-score', 'change', '-change', 'id', '-id'),
      band: fc.constantFrom('at-risk', 'needs-attention', 'healthy'),
      min: fc.nat(100),
      max: fc.nat(100),
      declining: fc.boolean(),
      quiet: fc.boolean(),
      'trait.plan': fc.constantFrom('free', 'enterprise'),
      'trait.nps': fc.constantFrom('0', '9', 'true'),
    },
    { requiredKeys: ['sort'] },
  )
  const asked = fc.record({
    kind: fc.constantFrom('users', 'users?account=a0', 'accounts'),
    filters,
    limit: fc.integer({ min: 1, max: 4 }),
  })
  const turn = fc.record({
    hours: fc.oneof(fc.nat(20), fc.integer({ min: 24, max: 200 })),
    sent: anySent(25),
  })

  it('is that of the same instant by `at`, which scores everybody again, page for page', async () => {
    const same = fc.asyncProperty(
      fc.array(turn, { minLength: 1, maxLength: 3 }),
      fc.array(asked, { minLength: 6, maxLength: 6 }),
      async (turns, queries) => {
        let nowMs = NOW
        await using collector = await startCollector({ model: EXAMPLE }, { now: () => nowMs })
        for (const [i, { hours, sent }] of turns.entries()) {
          nowMs += hours * 3_600_000
          const batch = sent.map(({ ageMs, message }) => ({
            ...message,
            messageId: `${i} ${message.messageId}`,
            timestamp: iso(nowMs - ageMs),
          }))
          await collector.send(batch)
          for (const { kind, filters: query, limit } of queries) {
            const path = `${kind}${kind.includes('?') ? '&' : '?'}${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()}`
            const pages = await pagesOf(collector, path, limit)
            const again = await pagesOf(collector, `${path}&at=${iso(nowMs)}`, limit)
            const undated = (all: ListedScore[][]) => all.map((page) => page.map((item) => ({ ...item, asOf: null })))
            expect(unlike(undated(pages), undated(again))).toEqual([])
          }
        }
      },
    )
    await fc.assert(same, { seed: 20260310, numRuns: 30, endOnFailure: true })
  })

  it('holds what was acknowledged a moment before', async () => {
    await using collector = await startCollector({ model: EXAMPLE }, { now: () => NOW })
    const track = (userId: string, i: number) => ({
      type: 'track',
      userId,
      event: 'report_created',
      context: { groupId: 'acme' },
      timestamp: iso(NOW - i * DAY_MS),
    })
    await collector.send([track('ada', 10), track('ada', 5), track('ada', 0)])
    for (let i = 1; i < 20; i++) {
      await collector.send([track('ada', i / 2), { type: 'identify', userId: `u${i}`, traits: { i } }])
      const [listed, ids, accounts] = await Promise.all([
        pageOf(collector, 'users?min=0'),
        idsOf(collector, `users?trait.i=${i}`),
        pageOf(collector, 'accounts'),
      ])
      expect(listed.items[0]?.score).toBe(((await collector.read('/v1/users/ada/score')) as Score).score)
      expect(accounts.items[0]?.score).toBe(((await collector.read('/v1/accounts/acme/score')) as Score).score)
      expect(ids).toEqual([`u${i}`])
    }
  })

  it('holds for a member who was in the account by now, not who says so from a clock that is ahead', async () => {
    let nowMs = NOW
    await using collector = await startCollector({ model: EXAMPLE }, { now: () => nowMs })
    const at = (hours: number, context: object = {}) => ({
      type: 'track',
      userId: 'ada',
      event: 'report_created',
      context,
      timestamp: iso(NOW + hours * 3_600_000),
    })
    await collector.send([at(-30), at(-5), at(2, { groupId: 'acme' })])
    const members = async () => [
      await idsOf(collector, 'users?account=acme'),
      await idsOf(collector, `users?account=acme&at=${iso(nowMs)}`),
    ]
    expect(await members()).toEqual([[], []])
    nowMs += 3 * 3_600_000
    expect(await members()).toEqual([['ada'], ['ada']])
  })

  it('holds for declining who declines beside everybody', async () => {
    await using collector = await startCollector({ model: FREQUENCY }, { now: () => NOW })
    const stopped = (userId: string) =>
      Array.from({ length: 60 }, (_, i) => ({
        type: 'track',
        userId,
        event: 'report_created',
        timestamp: iso(NOW - (80 - i) * DAY_MS),
      }))
    await collector.send(['ada', 'bob', 'cy'].flatMap(stopped))
    expect(((await collector.read('/v1/users/ada/score')) as Score).trend?.declining).toBe(true)
    const { items } = await pageOf(collector, 'users?declining=false')
    expect(items.map(({ trend }) => trend?.declining)).toEqual([false, false, false])
    expect(await idsOf(collector, 'users?declining=true')).toEqual([])
  })

  it('goes on, however many there are', async () => {
    await using collector = await startCollector({ model: EXAMPLE }, { now: () => NOW })
    const users = Array.from({ length: 1_200 }, (_, i) => `u${String(i).padStart(4, '0')}`)
    const told = users.map((userId) => ({ type: 'identify', userId, traits: { is: userId }, timestamp: iso(NOW) }))
    for (const part of [told.slice(0, 600), told.slice(600)]) await collector.send(part)
    expect(await idsOf(collector, 'users?trait.is=u1199')).toEqual(['u1199'])
    const pages = await pagesOf(collector, 'users?sort=-score', 450)
    expect(pages.flat().map(idOf)).toEqual(users)
  })

  it('is of the day and the model that it is by now', async () => {
    const folder = temporaryFolder()
    let nowMs = NOW
    const start = (model: object) => startCollector({ model }, { now: () => nowMs, data: folder.path })
    const first = await start(EXAMPLE)
    await first.send(
      Array.from({ length: 30 }, (_, i) => ({
        type: 'track',
        userId: 'ada',
        event: 'report_created',
        timestamp: iso(NOW - i * DAY_MS),
      })),
    )
    const scoreOf = async (collector: TestCollector) => {
      const item = (await pageOf(collector, 'users')).items[0]
      const { score, model } = (await collector.read('/v1/users/ada/score')) as Score
      expect(item).toMatchObject({ score, model })
      return [score ?? NaN, model.version] as const
    }
    const [today] = await scoreOf(first)
    nowMs += DAY_MS
    const [tomorrow] = await scoreOf(first)
    expect(tomorrow).toBeLessThan(today)
    await first[Symbol.asyncDispose]()
    await using second = await start({ ...EXAMPLE, horizonDays: 7 })
    const [other, version] = await scoreOf(second)
    expect(version).toBe(2)
    expect(Math.abs(other - tomorrow)).toBeGreaterThan(0.1)
    folder.remove()
  })
})

it('R36: a list of a past instant is that of its scores, by what was known then too', async () => {
  let nowMs = NOW - 10 * DAY_MS
  await using collector = await startCollector({ model: EXAMPLE }, { now: () => nowMs })
  const track = (userId: string, ageDays: number) => ({
    type: 'track',
    messageId: `${userId} ${ageDays}`,
    userId,
    event: 'report_created',
    context: { groupId: 'acme' },
    timestamp: iso(NOW - ageDays * DAY_MS),
  })
  await collector.send([30, 27, 24, 21, 18, 15, 12].flatMap((age) => [track('ada', age), track('bob', age + 0.5)]))
  nowMs = NOW
  await collector.send([track('bob', 11), track('late', 25), track('late', 20), track('late', 15), track('new', 1)])
  const at = iso(NOW - 10 * DAY_MS)
  for (const [known, ids] of [
    ['now', ['ada', 'bob', 'late']],
    ['then', ['ada', 'bob']],
  ] as const) {
    for (const query of [`at=${at}&known=${known}`, `at=${at}&known=${known}&account=acme`]) {
      const { items } = await pageOf(collector, `users?sort=id&${query}`)
      expect(items.map(idOf)).toEqual(ids)
      for (const item of items) {
        const score = (await collector.read(`/v1/users/${idOf(item)}/score?at=${at}&known=${known}`)) as Score
        expect(item).toEqual({
          ...score,
          contributions: score.contributions?.map(({ dimension, points }) => ({ dimension, points })) ?? null,
        })
      }
    }
  }
})
