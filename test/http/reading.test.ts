import type { Me, Problem, Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'
import { tokenOf } from '../harness/token-of.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const DAY_MS = 86_400_000
const config = {
  model: {
    actions: {
      report_created: { feature: 'reports', value: 3 },
      report_shared: { feature: 'sharing', counterparts: 'with' },
    },
    dimensions: {
      frequency: { amount: 'days', target: 3, weight: 1 },
      collaboration: { amount: 'counterparts', target: 3, weight: 1 },
    },
    activation: { actions: ['report_created', 'report_shared'] },
  },
  nudges: [
    {
      id: 'share',
      deliver: 'app',
      slot: 'top',
      kind: 'banner',
      title: 'Share it',
      body: 'Do.',
      when: { weakest: 'collaboration' },
      goal: { action: 'report_shared' },
      action: { label: 'Share', event: 'open-share' },
    },
  ],
  origins: ['https://app.example.com'],
}

/** Three people: one every day, one each week, one once; all in one account. */
const history = [
  { userId: 'daily', every: 1, role: 'admin' },
  { userId: 'weekly', every: 7, role: 'member' },
  { userId: 'once', every: 40, role: 'member' },
].flatMap(({ userId, every, role }) => [
  { type: 'identify', userId, traits: { role, level: 2 }, timestamp: new Date(NOW - 40 * DAY_MS).toISOString() },
  ...Array.from({ length: Math.ceil(40 / every) }, (_, index) => ({
    type: 'track',
    messageId: `${userId}-${index}`,
    userId,
    event: 'report_created',
    context: { groupId: 'acme' },
    timestamp: new Date(NOW - (40 - index * every) * DAY_MS).toISOString(),
  })),
])
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })
const basic = (key: string) => ({ headers: { Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` } })

describe('identity "open"', () => {
  let collector: TestCollector
  beforeAll(async () => {
    collector = await startCollector(config, { now: () => NOW })
    await collector.send(history)
  })
  afterAll(() => collector[Symbol.asyncDispose]())

  const codeOf = async (path: string, init?: RequestInit) => {
    const response = await collector.fetch(path, init)
    return [response.status, ((await response.json()) as Problem).code]
  }

  describe('scores', () => {
    it('R31: are whole, with what they are made of', async () => {
      const score = (await collector.read('/v1/users/daily/score')) as Score
      expect(score).toMatchObject({
        subject: { user: 'daily' },
        status: 'ok',
        band: 'needs-attention',
        needs: null,
        model: { version: 1, profile: null },
        asOf: '2026-03-01T12:00:00.000Z',
      })
      const total = (score.contributions ?? []).reduce((sum, { points }) => sum + points, 0)
      expect(total).toBeCloseTo(score.score ?? NaN, 9)
    })

    it.each([
      { path: '/v1/users/daily/score', init: {}, is: [401, 'unknown_key'] },
      { path: '/v1/users/daily/score', init: bearer('sk_other'), is: [401, 'unknown_key'] },
      { path: '/v1/users/daily/score', init: bearer(KEYS.writeKey), is: [403, 'forbidden'] },
      { path: '/v1/users', init: {}, is: [401, 'unknown_key'] },
      { path: '/v1/users/nobody/score', init: bearer(KEYS.secretKey), is: [404, 'not_found'] },
      { path: '/v1/users/daily/score?at=never', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
      { path: '/v1/users/daily/score?when=now', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
      { path: '/v1/users?limit=501', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
      { path: '/v1/users?band=great', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
      { path: '/v1/users?cursor=x', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
      { path: '/v1/users?min=1&min=2', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
      { path: '/v1/accounts?account=acme', init: bearer(KEYS.secretKey), is: [400, 'invalid_parameter'] },
    ])('$path answers $is', async ({ path, init, is }) => {
      expect(await codeOf(path, init)).toEqual(is)
    })

    it('are those of a past instant by `at`: what came after is unknown', async () => {
      const at = async (text: string) => ((await collector.read(`/v1/users/daily/score?at=${text}`)) as Score).score
      const early = await at('2026-02-01')
      expect(await at('2026-02-01T23:59:59.999Z')).toBe(early)
      expect(await at('2026-02-01T11:59:59Z')).not.toBe(early)
      const before = (await collector.read('/v1/users/daily/score?at=2025-01-01')) as Score
      expect(before).toMatchObject({ status: 'insufficient_data', score: null, needs: { days: 7, events: 3 } })
    })
  })

  describe('lists', () => {
    const ids = async (query: string) => {
      const { items } = (await collector.read(`/v1/users?${query}`)) as { items: Score[] }
      return items.map(({ subject }) => ('user' in subject ? subject.user : subject.account))
    }
    it.each([
      { query: '', is: ['daily', 'weekly', 'once'] },
      { query: 'sort=score', is: ['once', 'weekly', 'daily'] },
      { query: 'sort=id', is: ['daily', 'once', 'weekly'] },
      { query: 'sort=-id', is: ['weekly', 'once', 'daily'] },
      { query: 'band=at-risk', is: ['weekly', 'once'] },
      { query: 'min=40&max=100', is: ['daily'] },
      { query: 'trait.role=member', is: ['weekly', 'once'] },
      { query: 'trait.level=2&trait.role=admin', is: ['daily'] },
      { query: 'account=acme&limit=2', is: ['daily', 'weekly'] },
      { query: 'account=nobody', is: [] },
      { query: 'at=2026-01-19', is: [] },
    ])('?$query', async ({ query, is }) => {
      expect(await ids(query)).toEqual(is)
    })

    it('go on behind a cursor, at the instant of the first page', async () => {
      const first = (await collector.read('/v1/users?limit=2')) as { items: Score[]; next: string }
      const second = (await collector.read(`/v1/users?limit=2&cursor=${first.next}`)) as typeof first
      expect([...first.items, ...second.items].map(({ subject }) => subject)).toEqual(
        ['daily', 'weekly', 'once'].map((user) => ({ user })),
      )
      expect(second.next).toBeNull()
    })

    it('R12: hold accounts, which are not the mean of their users', async () => {
      const { items } = (await collector.read('/v1/accounts')) as { items: Score[] }
      expect(items.map(({ subject }) => subject)).toEqual([{ account: 'acme' }])
      const users = ((await collector.read('/v1/users')) as { items: Score[] }).items.map(({ score }) => score ?? 0)
      const mean = users.reduce((sum, score) => sum + score, 0) / users.length
      expect(Math.abs((items[0]?.score ?? 0) - mean)).toBeGreaterThan(1)
      expect(items[0]?.singleThreaded).toBe(false)
    })
  })

  describe('/v1/me', () => {
    const me = async (claims: object) => {
      const response = await collector.fetch('/v1/me', bearer(await tokenOf(claims)))
      return (await response.json()) as Me
    }

    it('R32: shows a token’s user, with what to do next and the nudge for it', async () => {
      const { user, account, activation, nudges, nextActions } = await me({ sub: 'daily', account: 'acme' })
      expect(user).toEqual(await collector.read('/v1/users/daily/score'))
      expect(account).toEqual(await collector.read('/v1/accounts/acme/score'))
      expect(nextActions).toEqual(await collector.read('/v1/users/daily/next'))
      expect(nextActions[0]?.action).toBe('report_shared')
      expect(activation).toEqual({
        done: ['report_created'],
        of: ['report_created', 'report_shared'],
        next: 'report_shared',
      })
      const action = { label: 'Share', event: 'open-share' }
      expect(nudges).toEqual([{ id: 'share', slot: 'top', kind: 'banner', title: 'Share it', body: 'Do.', action }])
    })

    it('R35: says that nothing is known of somebody new', async () => {
      const { user, nudges, nextActions } = await me({ sub: 'stranger' })
      expect(user).toMatchObject({ status: 'insufficient_data', score: null, needs: { days: 7, events: 3 } })
      expect({ nudges, nextActions }).toEqual({ nudges: [], nextActions: [] })
    })

    it('R37: keeps a dismissed nudge away', async () => {
      const dismissed = { type: 'track', userId: 'weekly', event: 'nudge_dismissed', properties: { nudge: 'share' } }
      expect((await me({ sub: 'weekly' })).nudges).toHaveLength(1)
      await collector.send([dismissed])
      expect((await me({ sub: 'weekly' })).nudges).toEqual([])
    })

    it.each([
      { name: 'no token', token: async () => '' },
      { name: 'the write key', token: async () => KEYS.writeKey },
      { name: 'another secret', token: () => tokenOf({ sub: 'daily' }, { secret: 'x'.repeat(40) }) },
      { name: 'another algorithm', token: () => tokenOf({ sub: 'daily' }, { alg: 'HS512' }) },
      { name: 'an expired one', token: () => tokenOf({ sub: 'daily' }, { expiresAt: NOW }) },
      { name: 'nobody', token: () => tokenOf({}) },
    ])('refuses $name', async ({ token }) => {
      expect(await codeOf('/v1/me', bearer(await token()))).toEqual([401, 'unknown_token'])
    })

    it('lets no one name themselves', async () => {
      expect(await codeOf('/v1/me?userId=daily', basic(KEYS.writeKey))).toEqual([400, 'invalid_parameter'])
    })

    it('is readable for configured origins alone', async () => {
      const allowed = async (origin: string) => {
        const headers = { ...bearer(await tokenOf({ sub: 'daily' })).headers, Origin: origin }
        return (await collector.fetch('/v1/me', { headers })).headers.get('Access-Control-Allow-Origin')
      }
      expect(await allowed('https://app.example.com')).toBe('https://app.example.com')
      expect(await allowed('https://other.example.com')).toBeNull()
    })
  })
})

it('an account’s traits of the day hold from the moment they were sent, whoever sent them', async () => {
  await using collector = await startCollector({ model: config.model })
  const at = (hour: number) => `2026-01-10T${String(hour).padStart(2, '0')}:00:00Z`
  const event = (hour: number) => ({
    type: 'track',
    userId: 'b',
    event: 'report_created',
    context: { groupId: 'acme' },
    timestamp: at(hour),
  })
  const seats = { type: 'group', userId: 'a', groupId: 'acme', traits: { seats: 20 }, timestamp: at(9) }
  await collector.send([seats, event(8), event(15)])
  const listed = async (hour: number) =>
    ((await collector.read(`/v1/accounts?trait.seats=20&at=${at(hour)}`)) as { items: Score[] }).items.length
  expect([await listed(8), await listed(9), await listed(12), await listed(16)]).toEqual([0, 1, 1, 1])
})

describe('identity "trust"', () => {
  let collector: TestCollector
  beforeAll(async () => {
    collector = await startCollector({ ...config, identity: 'trust' }, { now: () => NOW })
    await collector.send(history)
  })
  afterAll(() => collector[Symbol.asyncDispose]())
  const read = (path: string, headers: Record<string, string> = {}) =>
    collector.fetch(path, { headers: { ...basic(KEYS.writeKey).headers, ...headers } })

  it('shows whoever the write key names, and the account', async () => {
    const me = (await (await read('/v1/me?userId=daily&account=acme')).json()) as Me
    expect([me.user.subject, me.account?.subject]).toEqual([{ user: 'daily' }, { account: 'acme' }])
  })

  it('shows nobody without the key', async () => {
    expect((await collector.fetch('/v1/me?userId=daily')).status).toBe(401)
  })

  it('serves pages of this machine alone', async () => {
    expect((await read('/v1/me?userId=daily', { Origin: 'http://localhost:5173' })).status).toBe(200)
    expect((await read('/v1/me?userId=daily', { Origin: 'https://evil.example.com' })).status).toBe(403)
    expect((await read('/v1/me?userId=daily', { Origin: 'null' })).status).toBe(403)
  })
})
