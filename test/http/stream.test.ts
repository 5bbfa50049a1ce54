import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Services } from '@uptake/collector/src/http/app.ts'
import type { Keys } from '@uptake/collector/src/http/keys.ts'
import type { Me, Problem } from '@uptake/shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { tokenOf } from '../harness/token-of.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'
import { openStream, type OpenStream } from './read-stream.ts'

const ORIGIN = 'https://app.example.com'
const DAY_MS = 86_400_000
const COMMENT_MS = 100
/** As long as a change may take, and longer than the collector needs to look for one. */
const COMMENTS_A_SECOND = 1_000 / COMMENT_MS
const nudges = [
  {
    id: 'share',
    deliver: 'app',
    slot: 'top',
    kind: 'banner',
    title: 'Share it',
    body: 'Do.',
    when: { weakest: 'collaboration' },
    goal: { action: 'report_shared' },
  },
]
const config = { model: EXAMPLE, nudges, origins: [ORIGIN] }

const BASIC = { Authorization: `Basic ${btoa(`${KEYS.writeKey}:`)}` }
const bearer = async (claims: object, seconds = 600) => ({
  Authorization: `Bearer ${await tokenOf(claims, { expiresAt: Date.now() + seconds * 1_000 })}`,
})
const track = (userId: string, { ageDays = 0, event = 'report_created', groupId = 'acme' } = {}) => ({
  type: 'track',
  userId,
  event,
  properties: { with: `somebody ${ageDays}` },
  context: { groupId },
  timestamp: new Date(Date.now() - ageDays * DAY_MS).toISOString(),
})
const weeks = (userId: string) => Array.from({ length: 20 }, (_, i) => track(userId, { ageDays: 40 - 2 * i }))

describe('R16: /v1/me/stream', () => {
  let collector: TestCollector
  let folder: ReturnType<typeof temporaryFolder>
  let watching: { count: number }
  let looks: number
  let clock: () => number
  /** The real watch, counting who watches and what they are told, and comments that come soon. */
  const counted = ({ watch }: Services, here = watching): Partial<Services> => ({
    streamPeriods: { commentMs: COMMENT_MS, lookMs: 60_000 },
    watch: {
      add(watched, onCommit) {
        const forget = watch.add(watched, () => {
          looks++
          onCommit()
        })
        here.count++
        return () => {
          here.count--
          forget()
        }
      },
    },
  })
  beforeEach(async () => {
    folder = temporaryFolder()
    // Streams of the test before may end while this one runs.
    watching = { count: 0 }
    looks = 0
    clock = Date.now
    collector = await startCollector(config, {
      now: () => clock(),
      data: folder.path,
      instead: (services) => counted(services),
    })
    await collector.send([
      ...weeks('ada'),
      ...weeks('bob'),
      ...weeks('eve').map((one) => ({ ...one, context: { groupId: 'other' } })),
    ])
  })
  afterEach(async () => {
    await collector[Symbol.asyncDispose]()
    folder.remove()
  })
  const open = async (claims: object, seconds?: number) =>
    openStream(`${collector.url}/v1/me/stream`, await bearer(claims, seconds))
  /** Whether an event comes before so many comments have. */
  async function tellsWithin(stream: OpenStream, comments: number): Promise<boolean> {
    for (let count = 0; count < comments;) {
      const sent = await stream.next()
      if (sent === null || 'event' in sent) return sent !== null
      count++
    }
    return false
  }

  it('says at once what /v1/me says', async () => {
    const claims = { sub: 'ada', account: 'acme' }
    await using stream = await open(claims)
    const undated = (me: unknown) =>
      JSON.parse(JSON.stringify(me), (key, value: unknown) => (key === 'asOf' ? null : value)) as unknown
    const me = await collector.fetch('/v1/me', { headers: await bearer(claims) })
    const sent = await stream.next()
    expect(sent).toMatchObject({ event: 'me' })
    expect(sent && 'data' in sent && undated(sent.data)).toEqual(undated(await me.json()))
  })

  it.each([
    { name: 'of the user', message: () => track('ada', { event: 'report_shared' }) },
    { name: 'of a colleague in the account', message: () => track('bob', { event: 'report_shared' }) },
    { name: 'of somebody new in the account', message: () => track('new') },
    {
      name: 'of the account’s traits',
      message: () => ({ type: 'group', userId: 'bob', groupId: 'acme', traits: { seats: 9 } }),
    },
    { name: 'that came late', message: () => track('ada', { event: 'report_shared', ageDays: 11 }) },
    {
      name: 'of a nudge',
      message: () => ({ type: 'track', userId: 'ada', event: 'nudge_dismissed', properties: { nudge: 'share' } }),
    },
  ])('says what is new within a second of an acknowledged message $name', { retry: 2 }, async ({ message }) => {
    await using stream = await open({ sub: 'ada', account: 'acme' })
    const before = await stream.event()
    await collector.send([message()])
    const acknowledged = performance.now()
    expect(await stream.event()).not.toEqual(before)
    expect(performance.now() - acknowledged).toBeLessThan(1_000)
  })

  it('is open 20 times a user, then 429 until one has ended, and others are told as before', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => open({ sub: 'ada' })))
    expect(streams.map(({ response }) => response.status)).toEqual(streams.map(() => 200))
    await using refused = await open({ sub: 'ada' })
    expect(refused.response.status).toBe(429)
    expect(refused.response.headers.get('Retry-After')).toMatch(/^\d+$/)
    await using other = await open({ sub: 'bob' })
    expect(other.response.status).toBe(200)
    streams[0]?.abandon()
    await expect.poll(() => watching.count).toBe(20)
    streams.push(await open({ sub: 'ada' }))
    expect(streams.at(-1)?.response.status).toBe(200)
    for (const stream of streams) await stream[Symbol.asyncDispose]()
  })

  it(
    'R38: says at once that its user, or account, was erased, and then what somebody new does',
    { retry: 2 },
    async () => {
      await using stream = await open({ sub: 'ada', account: 'acme' })
      const toldOf = async (whose: 'user' | 'account') => ((await stream.event()) as Me)[whose]?.needs?.events ?? null
      expect(await toldOf('user')).toBeNull()
      // From here on it is known whom the stream is of.
      await collector.send([track('ada', { event: 'report_shared' })])
      expect(await toldOf('user')).toBeNull()
      const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
      for (const [path, whose] of [
        ['/v1/users/ada', 'user'],
        ['/v1/accounts/acme', 'account'],
      ] as const) {
        const asked = performance.now()
        const erased = collector.fetch(path, { method: 'DELETE', headers })
        while ((await toldOf(whose)) !== 3) continue
        expect(performance.now() - asked).toBeLessThan(1_000)
        expect((await erased).status).toBe(200)
      }
      await collector.send([track('ada')])
      expect(await toldOf('user')).toBe(2)
    },
  )

  it('says so too where another process on the same store took the message in', { retry: 2 }, async () => {
    await using other = await startCollector(config, { data: folder.path })
    await using stream = await open({ sub: 'ada' })
    const { user } = (await stream.event()) as Me
    await other.send([track('ada', { event: 'report_shared' })])
    const acknowledged = performance.now()
    expect(((await stream.event()) as Me).user.score).toBeGreaterThan(user.score ?? NaN)
    expect(performance.now() - acknowledged).toBeLessThan(1_000)
  })

  it('is asked for by HEAD without being begun', async () => {
    const headers = await bearer({ sub: 'ada' })
    const { status } = await collector.fetch('/v1/me/stream', { method: 'HEAD', headers })
    expect([status, watching.count]).toEqual([200, 0])
  })

  it('says who somebody is from their first message on, and what they had done as a visitor', async () => {
    await collector.send(weeks('v').map(({ userId, ...rest }) => ({ ...rest, anonymousId: userId })))
    await using stream = await open({ sub: 'new' })
    expect(((await stream.event()) as Me).user).toMatchObject({ score: null })
    await collector.send([{ type: 'identify', userId: 'new', anonymousId: 'v' }])
    expect(((await stream.event()) as Me).user.score).toBeGreaterThan(0)
  })

  it('says nothing where nothing is new, only that it is still there', async () => {
    await using stream = await open({ sub: 'ada', account: 'acme' })
    await stream.event()
    await collector.send([
      track('eve', { event: 'report_shared', groupId: 'other' }),
      track('ada', { event: 'not_in_the_model' }),
      track('bob', { event: 'signed_in' }),
    ])
    await expect.poll(() => looks).toBe(1)
    expect(await tellsWithin(stream, COMMENTS_A_SECOND)).toBe(false)
    expect(await stream.next()).toEqual({ comment: 'still here' })
    // It looked at what was committed, and once.
    expect(looks).toBe(1)
  })

  it('says once what several messages make new at once', async () => {
    await using stream = await open({ sub: 'ada' })
    await stream.event()
    await collector.send(Array.from({ length: 30 }, (_, i) => track('ada', { event: 'report_shared', ageDays: i })))
    await stream.event()
    expect(await tellsWithin(stream, COMMENTS_A_SECOND)).toBe(false)
  })

  it('says what a new day brings, which no message tells of', async () => {
    await using soon = await startCollector(config, {
      now: () => clock(),
      data: folder.path,
      instead: () => ({ streamPeriods: { commentMs: 60_000, lookMs: 20 } }),
    })
    await using stream = await openStream(`${soon.url}/v1/me/stream`, await bearer({ sub: 'ada' }, 2 * 86_400))
    const { user } = (await stream.event()) as Me
    clock = () => Date.now() + DAY_MS
    expect(((await stream.event()) as Me).user.score).toBeLessThan(user.score ?? NaN)
  })

  it('ends with the token', async () => {
    // It stands, lest the token end before it is asked with.
    const now = Math.floor(Date.now() / 1_000) * 1_000
    clock = () => now
    const asked = performance.now()
    await using stream = await openStream(`${collector.url}/v1/me/stream`, {
      Authorization: `Bearer ${await tokenOf({ sub: 'ada' }, { expiresAt: now + 1_000 })}`,
    })
    expect(stream.response.status).toBe(200)
    while ((await stream.next()) !== null);
    const tookMs = performance.now() - asked
    expect(tookMs).toBeGreaterThan(950)
    expect(tookMs).toBeLessThan(10_000)
    expect(watching.count).toBe(0)
  })

  it.each<[name: string, identity: string, headers: () => Promise<Record<string, string>>, fresh: Partial<Keys>]>([
    ['the secret that signed its token', 'verify', () => bearer({ sub: 'ada' }), { identitySecret: 'x'.repeat(32) }],
    ['the write key that it is read with', 'trust', async () => BASIC, { writeKeys: ['wk_other'] }],
  ])('ends without telling anything where %s is taken out of use', async (_, identity, headers, fresh) => {
    const keys = { ...KEYS }
    const instead = () => ({ keys, streamPeriods: { commentMs: 60_000, lookMs: 20 } })
    await using other = await startCollector({ ...config, identity }, { data: folder.path, instead })
    const query = identity === 'trust' ? '?userId=ada' : ''
    await using stream = await openStream(`${other.url}/v1/me/stream${query}`, await headers())
    await stream.event()
    Object.assign(keys, fresh)
    await collector.send([track('ada', { event: 'report_shared' })])
    expect(await stream.next()).toBeNull()
  })

  it('ends when the collector stops, and does not hold it up', { retry: 2 }, async () => {
    await using passing = await startCollector(config, { data: folder.path })
    await using stream = await openStream(`${passing.url}/v1/me/stream`, await bearer({ sub: 'ada' }))
    await stream.event()
    const asked = performance.now()
    await passing[Symbol.asyncDispose]()
    while ((await stream.next()) !== null);
    // What does is cut off after six seconds.
    expect(performance.now() - asked).toBeLessThan(3_000)
  })

  it('forgets who went away without a word', async () => {
    const streams = [
      await open({ sub: 'ada' }),
      await open({ sub: 'ada' }),
      await open({ sub: 'bob', account: 'acme' }),
    ]
    await Promise.all(streams.map((stream) => stream.event()))
    expect(watching.count).toBe(3)
    for (const stream of streams) stream.abandon()
    await expect.poll(() => watching.count).toBe(0)
    // And whoever comes next is told as ever.
    await using stream = await open({ sub: 'ada' })
    await stream.event()
    await collector.send([track('ada', { event: 'report_shared' })])
    await stream.event()
  })

  it('is not kept by anybody in between, and readable for configured origins alone', async () => {
    const authorization = await bearer({ sub: 'ada' })
    const streamFor = async (origin: string) =>
      openStream(`${collector.url}/v1/me/stream`, { ...authorization, Origin: origin })
    await using allowed = await streamFor(ORIGIN)
    await using other = await streamFor('https://other.example.com')
    expect(Object.fromEntries(allowed.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': ORIGIN,
    })
    expect(other.response.headers.has('Access-Control-Allow-Origin')).toBe(false)
    const asks = {
      Origin: ORIGIN,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    }
    const preflight = await collector.fetch('/v1/me/stream', { method: 'OPTIONS', headers: asks })
    expect([
      preflight.status,
      preflight.headers.get('Access-Control-Allow-Origin'),
      preflight.headers.get('Access-Control-Allow-Headers'),
    ]).toEqual([204, ORIGIN, 'Authorization'])
  })

  it.each([
    { name: 'no token', headers: async () => ({}), query: '', is: [401, 'unknown_token'] },
    { name: 'an expired token', headers: () => bearer({ sub: 'ada' }, -10), query: '', is: [401, 'unknown_token'] },
    { name: 'a token in the URL', headers: async () => ({}), query: '?token=x', is: [400, 'invalid_parameter'] },
    { name: 'a name', headers: () => bearer({ sub: 'ada' }), query: '?userId=bob', is: [400, 'invalid_parameter'] },
  ])('answers $is to $name, in words that the page may read', async ({ headers, query, is }) => {
    const init = { headers: { ...(await headers()), Origin: ORIGIN } }
    const response = await collector.fetch(`/v1/me/stream${query}`, init)
    expect([response.status, ((await response.json()) as Problem).code]).toEqual(is)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN)
    expect(watching.count).toBe(0)
  })
})

it('R16: SIGTERM ends open streams, and the collector with 0 within ten seconds', async () => {
  const folder = temporaryFolder()
  const paths = { data: join(folder.path, 'data'), config: join(folder.path, 'config.json') }
  writeFileSync(paths.config, JSON.stringify(config))
  const collector = await spawnCollector(paths)
  await using stream = await openStream(`${collector.url}/v1/me/stream`, await bearer({ sub: 'ada' }))
  await stream.event()
  const asked = performance.now()
  const ended = collector.end('SIGTERM')
  while ((await stream.next()) !== null);
  expect(await ended).toBe(0)
  expect(performance.now() - asked).toBeLessThan(10_000)
  folder.remove()
})
