import type { BatchResult, Me, Rejection } from '@uptake/shared/wire'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'
import { tokenOf } from '../harness/token-of.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const SECOND_MS = 1_000
const DAY_MS = 86_400_000
const config = {
  identity: 'verify',
  model: {
    actions: { report_created: {} },
    dimensions: { depth: { amount: 'value', target: 3, weight: 1 } },
  },
}

let collector: TestCollector
beforeAll(async () => {
  collector = await startCollector(config, { now: () => NOW })
})
afterAll(() => collector[Symbol.asyncDispose]())

const signed = (claims: object, options: Parameters<typeof tokenOf>[1] = {}) =>
  tokenOf(claims, { expiresAt: NOW + DAY_MS, ...options })
const expired = (ageMs: number) => signed({ sub: 'ada' }, { expiresAt: NOW - ageMs })
const secret = new TextEncoder().encode(KEYS.identitySecret ?? '')

/** Messages of each type, in the name of ada. */
const OF_EACH_TYPE = [
  { type: 'track', userId: 'ada', event: 'report_created' },
  { type: 'identify', userId: 'ada', anonymousId: 'browser', traits: { role: 'admin' } },
  { type: 'group', userId: 'ada', groupId: 'acme' },
  { type: 'page', userId: 'ada' },
  { type: 'screen', userId: 'ada' },
]
const TRACK = OF_EACH_TYPE[0]!
const ANONYMOUS = { type: 'track', anonymousId: 'visitor', event: 'report_created' }
const ALIAS = { type: 'alias', userId: 'ada', previousId: 'other' }

const codesOf = ({ rejected }: BatchResult) => rejected.map(({ index, code }) => [index, code])
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  collector.fetch(path, { method: 'POST', body: JSON.stringify({ writeKey: KEYS.writeKey, ...body }), headers })
/** Whose each event of a browser is. */
async function usersOf(anonymousId: string): Promise<(string | null)[]> {
  const messages = await collector.storage.messagesAfter(0, 10_000)
  return messages.filter(({ body }) => body?.['of'] === anonymousId).map(({ userId }) => userId)
}
const trackIn = (anonymousId: string, more: object = {}) => ({
  ...ANONYMOUS,
  anonymousId,
  properties: { of: anonymousId },
  ...more,
})

describe('a token', () => {
  const WITHOUT_END = new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'HS256' }).sign(secret)
  const NONE = new UnsecuredJWT({ sub: 'ada', exp: NOW / 1_000 + 3_600 }).encode()

  it.each<{ name: string; token: () => unknown; isGood: boolean }>([
    { name: 'of the user', token: () => signed({ sub: 'ada' }), isGood: true },
    { name: 'that has just expired', token: () => expired(0), isGood: true },
    { name: 'that expired within 30 days', token: () => expired(30 * DAY_MS - SECOND_MS), isGood: true },
    { name: 'that expired 30 days ago', token: () => expired(30 * DAY_MS), isGood: false },
    { name: 'that is none', token: () => undefined, isGood: false },
    { name: 'that is null', token: () => null, isGood: false },
    { name: 'that is a number', token: () => 5, isGood: false },
    { name: 'that is anything', token: () => 'a.b.c', isGood: false },
    { name: 'of the algorithm "none"', token: () => NONE, isGood: false },
    { name: 'of another algorithm', token: () => signed({ sub: 'ada' }, { alg: 'HS512' }), isGood: false },
    { name: 'by another secret', token: () => signed({ sub: 'ada' }, { secret: 'x'.repeat(40) }), isGood: false },
    { name: 'of another user', token: () => signed({ sub: 'bob' }), isGood: false },
    { name: 'of nobody', token: () => signed({}), isGood: false },
    { name: 'without an end', token: () => WITHOUT_END, isGood: false },
    { name: 'of tomorrow', token: () => signed({ sub: 'ada', nbf: NOW / 1_000 + 86_400 }), isGood: false },
    { name: 'whose accounts are a number', token: () => signed({ sub: 'ada', account: 5 }), isGood: false },
    { name: 'whose accounts are null', token: () => signed({ sub: 'ada', account: null }), isGood: true },
  ])('$name: counts $isGood, and costs no visitor anything', async ({ token, isGood }) => {
    const given = await token()
    const result = await collector.send([ANONYMOUS, TRACK, ANONYMOUS], { token: given })
    expect(result).toMatchObject({ success: true, accepted: isGood ? 3 : 2 })
    expect(codesOf(result)).toEqual(isGood ? [] : [[1, 'forbidden']])
    if (typeof given === 'string') expect(JSON.stringify(result)).not.toContain(given)
    const single = await post('/v1/track', { ...TRACK, token: given })
    expect(single.status).toBe(isGood ? 200 : 400)
    if (!isGood) expect(await single.json()).toMatchObject({ status: 400, code: 'forbidden' })
  })
})

describe('in the name of a user', () => {
  it.each(OF_EACH_TYPE)('$type needs their token', async (message) => {
    const token = await signed({ sub: 'ada', account: 'acme' })
    const others = await signed({ sub: 'bob', account: 'acme' })
    const path = `/v1/${message.type}`
    expect(codesOf(await collector.send([message], { token }))).toEqual([])
    expect((await post(path, { ...message, token })).status).toBe(200)
    for (const wrong of [undefined, others]) {
      expect(codesOf(await collector.send([message], { token: wrong }))).toEqual([[0, 'forbidden']])
      expect(await (await post(path, { ...message, token: wrong })).json()).toMatchObject({ code: 'forbidden' })
    }
  })

  it('an alias is nobody’s', async () => {
    const token = await signed({ sub: 'ada' })
    expect(codesOf(await collector.send([ALIAS], { token }))).toEqual([[0, 'forbidden']])
    expect((await post('/v1/a', { ...ALIAS, token })).status).toBe(400)
  })

  it('a number is the user by that text', async () => {
    const token = await signed({ sub: '7' })
    expect(codesOf(await collector.send([{ ...TRACK, userId: 7 }], { token }))).toEqual([])
  })

  it.each(['Ada', 'ada ', '\u0430da', '\uff41da', 'ada\u200b', 'ad'])(
    'a name like theirs is another: %j',
    async (userId) => {
      const token = await signed({ sub: 'ada' })
      expect(codesOf(await collector.send([{ ...TRACK, userId }], { token }))).toEqual([[0, 'forbidden']])
    },
  )

  it('what is refused says what to do, and of whom it was', async () => {
    const { rejected } = await collector.send([{ ...TRACK, messageId: 'mine' }, ALIAS], {
      token: await signed({ sub: 'bob' }),
    })
    const [track, alias] = rejected as [Rejection, Rejection]
    expect(track).toMatchObject({ index: 0, messageId: 'mine', detail: expect.stringContaining('another user') })
    expect(alias.detail).toContain('secret key')
  })

  it('the secret key names anybody', async () => {
    const all = [...OF_EACH_TYPE, ALIAS, { ...TRACK, context: { groupId: 'bolt' } }]
    expect(await collector.send(all, { writeKey: KEYS.secretKey })).toMatchObject({ accepted: all.length })
    const headers = { Authorization: `Basic ${btoa(`${KEYS.secretKey}:`)}` }
    expect((await post('/v1/alias', ALIAS, headers)).status).toBe(200)
  })

  it('another key sends nothing', async () => {
    expect((await post('/v1/batch', { batch: [ANONYMOUS], writeKey: 'wk_other' })).status).toBe(401)
  })
})

describe('an account', () => {
  const group = { type: 'group', userId: 'ada', groupId: 'acme' }
  const within = (groupId: unknown) => ({ ...TRACK, context: { groupId } })

  it.each([
    { name: 'of the token', account: 'acme', message: group, isGood: true },
    { name: 'of several in the token', account: ['bolt', 'acme'], message: group, isGood: true },
    { name: 'that the token does not name', account: 'bolt', message: group, isGood: false },
    { name: 'and a token without any', account: undefined, message: group, isGood: false },
    { name: 'of the token, in a context', account: 'acme', message: within('acme'), isGood: true },
    { name: 'that is a number', account: '42', message: within(42), isGood: true },
    { name: 'that the token does not name, in a context', account: 'bolt', message: within('acme'), isGood: false },
    { name: 'only claimed in a context', account: undefined, message: within('acme'), isGood: false },
    { name: 'of a part of its name', account: 'acme-too', message: within('acme'), isGood: false },
  ])('$name: $isGood', async ({ account, message, isGood }) => {
    const token = await signed({ sub: 'ada', account })
    const result = await collector.send([message, TRACK], { token })
    expect(codesOf(result)).toEqual(isGood ? [] : [[0, 'forbidden']])
    const single = await post(`/v1/${message.type}`, { ...message, token })
    expect(single.status).toBe(isGood ? 200 : 400)
  })

  it('in the context of the batch counts as each message’s, where it has none of its own', async () => {
    const token = await signed({ sub: 'ada', account: 'acme' })
    const result = await collector.send([TRACK, within('acme')], { token, context: { groupId: 'bolt' } })
    expect(codesOf(result)).toEqual([[0, 'forbidden']])
  })

  it('is not a visitor’s to name', async () => {
    const visits = { ...ANONYMOUS, context: { groupId: 'acme' } }
    const joins = { type: 'group', anonymousId: 'visitor', groupId: 'acme' }
    expect(codesOf(await collector.send([visits, joins]))).toEqual([
      [0, 'forbidden'],
      [1, 'forbidden'],
    ])
    const token = await signed({ sub: 'ada', account: 'acme' })
    expect(codesOf(await collector.send([visits], { token }))).toEqual([])
  })
})

describe('a shared browser', () => {
  it('is the first user’s, and nobody’s who cannot prove to be one', async () => {
    const [ada, bob] = [await signed({ sub: 'ada' }), await signed({ sub: 'bob' })]
    await collector.send([trackIn('shared')])
    const stolen = await collector.send([trackIn('shared', { userId: 'bob' })], { token: ada })
    expect(codesOf(stolen)).toEqual([[0, 'forbidden']])
    expect(await usersOf('shared')).toEqual([null])
    await collector.send([trackIn('shared', { userId: 'ada' })], { token: ada })
    await collector.send([trackIn('shared', { userId: 'bob' })], { token: bob })
    await collector.send([trackIn('shared')])
    expect(await usersOf('shared')).toEqual(['ada', 'ada', 'bob', 'ada'])
  })
})

describe('reading', () => {
  const read = async (token: string) => {
    const response = await collector.fetch('/v1/me', { headers: { Authorization: `Bearer ${token}` } })
    return { status: response.status, me: (await response.json()) as Me & { code?: string } }
  }

  it('an expired token that still counts for sending does not for reading', async () => {
    const { status, me } = await read(await expired(SECOND_MS))
    expect([status, me.code]).toEqual([401, 'unknown_token'])
  })

  it('shows the account of the token, whatever messages say', async () => {
    const message = { type: 'group', userId: 'eve', groupId: 'acme' }
    await collector.send([message], { token: await signed({ sub: 'eve', account: 'acme' }) })
    await collector.send([message], { writeKey: KEYS.secretKey })
    expect((await read(await signed({ sub: 'eve' }))).me.account).toBeNull()
    const { me } = await read(await signed({ sub: 'eve', account: ['bolt', 'acme'] }))
    expect(me.account?.subject).toEqual({ account: 'bolt' })
  })
})

describe.each(['open', 'trust'])('identity "%s"', (identity) => {
  it('takes messages of anybody, whatever token comes with them', async () => {
    await using other = await startCollector({ ...config, identity })
    const all = [...OF_EACH_TYPE, ALIAS]
    for (const token of [undefined, 5, 'a.b.c', await tokenOf({ sub: 'bob' })]) {
      expect(await other.send(all, { token })).toMatchObject({ accepted: all.length, rejected: [] })
    }
  })

  it('shows no account that only a message names', async () => {
    await using other = await startCollector({ ...config, identity })
    await other.send([{ type: 'group', userId: 'ada', groupId: 'acme' }])
    const headers = { Authorization: `Bearer ${await tokenOf({ sub: 'ada' })}` }
    expect(await (await other.fetch('/v1/me', { headers })).json()).toMatchObject({ account: null })
  })
})
