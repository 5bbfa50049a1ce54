import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { BatchResult, Problem, Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const config = {
  model: {
    actions: { report_created: { feature: 'reports', value: 3 }, report_shared: { counterparts: 'with' } },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  },
}
let collector: TestCollector
beforeAll(async () => {
  collector = await startCollector(config, { now: () => NOW })
})
afterAll(() => collector[Symbol.asyncDispose]())

let made = 0
const message = (more: object = {}) => ({
  type: 'track',
  messageId: `m${made++}`,
  userId: 'u',
  event: 'report_created',
  ...more,
})
const body = (batch: unknown, more: object = {}) => JSON.stringify({ batch, writeKey: KEYS.writeKey, ...more })
const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
const padded = (bytes: number) => {
  const empty = body([message({ properties: { pad: '' } })])
  return empty.replace('"pad":""', `"pad":"${'x'.repeat(bytes - empty.length)}"`)
}

describe('what a request gets', () => {
  const post = (path: string, init: RequestInit) => ({ path, init: { method: 'POST', ...init } })
  const batch = (text: BodyInit, headers: Record<string, string> = {}) => post('/v1/batch', { body: text, headers })
  const bad = { type: 'track', userId: 'u' }

  it.each<{ name: string; path: string; init: RequestInit; status: number; code?: string; holds?: object }>([
    { name: 'a batch', ...batch(body([message(), message()])), status: 200, holds: { success: true, accepted: 2 } },
    { name: 'an empty batch', ...batch(body([])), status: 200, holds: { accepted: 0 } },
    { name: 'the short route', ...post('/v1/b', { body: body([message()]) }), status: 200, holds: { accepted: 1 } },
    {
      name: 'the key in the header',
      ...batch(JSON.stringify({ batch: [message()] }), { Authorization: basic(KEYS.writeKey) }),
      status: 200,
    },
    { name: 'the secret key', ...batch(body([message()], { writeKey: KEYS.secretKey })), status: 200 },
    {
      name: 'text/plain',
      ...batch(body([message()]), { 'Content-Type': 'text/plain' }),
      status: 200,
      holds: { accepted: 1 },
    },
    {
      name: 'gzip',
      ...batch(gzipSync(body([message()])), { 'Content-Encoding': 'gzip' }),
      status: 200,
      holds: { accepted: 1 },
    },
    {
      name: 'a single route',
      ...post('/v1/track', { body: JSON.stringify({ ...message(), writeKey: KEYS.writeKey }) }),
      status: 200,
      holds: { accepted: 1 },
    },
    {
      name: 'a single short route',
      ...post('/v1/i', { body: JSON.stringify({ userId: 'u', writeKey: KEYS.writeKey }) }),
      status: 200,
      holds: { accepted: 1 },
    },
    {
      name: 'a single message that is wrong',
      ...post('/v1/t', { body: JSON.stringify({ userId: 'u', writeKey: KEYS.writeKey }) }),
      status: 400,
      code: 'invalid_message',
    },
    { name: 'no JSON', ...batch('{"batch":['), status: 400, code: 'malformed_json' },
    { name: 'an empty body', ...batch(''), status: 400, code: 'malformed_json' },
    {
      name: 'gzip by another name',
      ...batch(gzipSync(body([message()])), { 'Content-Encoding': 'X-GZIP' }),
      status: 200,
      holds: { accepted: 1 },
    },
    { name: 'a byte order mark', ...batch(`\uFEFF${body([message()])}`), status: 200, holds: { accepted: 1 } },
    {
      name: 'a key in the body, and a proxy’s in the header',
      ...batch(body([message()]), { Authorization: basic('staging') }),
      status: 200,
      holds: { accepted: 1 },
    },
    {
      name: 'no key in the body, and one in the header',
      ...batch(body([message()], { writeKey: null }), { Authorization: basic(KEYS.writeKey) }),
      status: 200,
    },
    {
      name: 'a beacon, which names its key in the address',
      ...post(`/beacon/v1/batch?writeKey=${KEYS.writeKey}`, { body: JSON.stringify({ batch: [message()] }) }),
      status: 200,
      holds: { accepted: 1 },
    },
    {
      name: 'a beacon with an unknown key',
      ...post('/beacon/v1/batch?writeKey=wk_other', { body: JSON.stringify({ batch: [message()] }) }),
      status: 401,
      code: 'unknown_key',
    },
    {
      name: 'a beacon with the secret key',
      ...post(`/beacon/v1/batch?writeKey=${KEYS.secretKey}`, { body: JSON.stringify({ batch: [message()] }) }),
      status: 401,
      code: 'unknown_key',
    },
    {
      name: 'a key in the address of anything else',
      ...post(`/v1/batch?writeKey=${KEYS.writeKey}`, { body: JSON.stringify({ batch: [message()] }) }),
      status: 401,
      code: 'unknown_key',
    },
    { name: 'gzip that is none', ...batch('x', { 'Content-Encoding': 'gzip' }), status: 400, code: 'malformed_json' },
    { name: 'no batch', ...batch(JSON.stringify({ writeKey: KEYS.writeKey })), status: 400, code: 'malformed_batch' },
    { name: 'a batch that is no list', ...batch(body({})), status: 400, code: 'malformed_batch' },
    { name: 'a list', ...batch('[]'), status: 400, code: 'malformed_batch' },
    { name: 'an unknown key', ...batch(body([message()], { writeKey: 'wk_other' })), status: 401, code: 'unknown_key' },
    { name: 'no key', ...batch(JSON.stringify({ batch: [message()] })), status: 401, code: 'unknown_key' },
    { name: '500 KiB', ...batch(padded(512_000)), status: 200, holds: { rejected: [{ code: 'message_too_large' }] } },
    { name: '501 KiB', ...batch(padded(513_024)), status: 413, code: 'body_too_large' },
    {
      name: '501 KiB gzipped',
      ...batch(gzipSync(padded(513_024)), { 'Content-Encoding': 'gzip' }),
      status: 413,
      code: 'body_too_large',
    },
    {
      name: '1,000 messages',
      ...batch(body(Array.from({ length: 1_000 }, () => bad))),
      status: 200,
      holds: { accepted: 0 },
    },
    {
      name: '1,001 messages',
      ...batch(body(Array.from({ length: 1_001 }, () => bad))),
      status: 413,
      code: 'too_many_messages',
    },
    { name: 'another method', path: '/v1/batch', init: {}, status: 405, code: 'method_not_allowed' },
    { name: 'another path', path: '/v1/nothing', init: {}, status: 404, code: 'not_found' },
    { name: 'health', path: '/healthz', init: {}, status: 200 },
  ])('$name: $status $code', async ({ path, init, status, code, holds }) => {
    const response = await collector.fetch(path, init)
    const answer = (await response.json()) as Problem
    expect({ status: response.status, code: answer.code }).toEqual({ status, code })
    if (code) expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    if (holds) expect(answer).toMatchObject(holds)
  })

  it('refuses a body that is sent in chunks without a length, once it is too long', async () => {
    const chunks = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 6; index++) controller.enqueue(new TextEncoder().encode('x'.repeat(100_000)))
        controller.close()
      },
    })
    const response = await collector.fetch('/v1/batch', { method: 'POST', body: chunks, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
  })

  it('lets a page of any origin read why it was refused, and when to try again', async () => {
    const headers = { Origin: 'https://app.example.com' }
    const refused = await collector.fetch('/v1/batch', {
      method: 'POST',
      body: body([], { writeKey: 'wk_other' }),
      headers,
    })
    expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([401, '*'])
    expect(refused.headers.get('Access-Control-Expose-Headers')).toBe('Retry-After')
  })

  it('lets any origin send, with any header and without credentials', async () => {
    const init = {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://app.example.com',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,x-retry-count',
      },
    }
    const { headers } = await collector.fetch('/v1/batch', init)
    expect(headers.get('Access-Control-Allow-Headers')).toBe('authorization,x-retry-count')
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
  })
})

describe('what a message gets', () => {
  const past = (ms: number) => new Date(NOW - ms).toISOString()
  const control = String.fromCharCode(7)
  it.each<{ name: string; message: unknown; code?: string; says?: string }>([
    { name: 'no object', message: 'x', code: 'invalid_message' },
    { name: 'no type', message: message({ type: undefined }), code: 'invalid_message', says: 'type' },
    { name: 'an unknown type', message: message({ type: 'purchase' }), code: 'invalid_message', says: 'type' },
    { name: 'nobody', message: message({ userId: undefined }), code: 'invalid_message', says: 'userId' },
    { name: 'an anonymous id alone', message: message({ userId: null, anonymousId: 'a1' }) },
    { name: 'a number as an id', message: message({ userId: 42 }) },
    { name: 'an id of 255 characters', message: message({ userId: 'u'.repeat(255) }) },
    {
      name: 'an id of 256 characters',
      message: message({ userId: 'u'.repeat(256) }),
      code: 'invalid_message',
      says: 'userId',
    },
    { name: 'an empty user id beside an anonymous one', message: message({ userId: '', anonymousId: 'a1' }) },
    { name: 'an empty id', message: message({ userId: '' }), code: 'invalid_message', says: 'userId' },
    {
      name: 'a control character in an id',
      message: message({ userId: `u${control}` }),
      code: 'invalid_message',
      says: 'userId',
    },
    {
      name: 'a track without an event',
      message: message({ event: undefined }),
      code: 'invalid_message',
      says: 'event',
    },
    {
      name: 'a group without an account',
      message: { type: 'group', userId: 'u' },
      code: 'invalid_message',
      says: 'groupId',
    },
    {
      name: 'an alias without a previous id',
      message: { type: 'alias', userId: 'u' },
      code: 'invalid_message',
      says: 'previousId',
    },
    { name: 'a page', message: { type: 'page', userId: 'u', properties: { url: 'https://x' } } },
    {
      name: 'properties that are no object',
      message: message({ properties: [] }),
      code: 'invalid_message',
      says: 'properties',
    },
    {
      name: '32 KiB and more',
      message: message({ properties: { pad: 'x'.repeat(33_000) } }),
      code: 'message_too_large',
    },
    { name: '20 levels', message: message({ properties: JSON.parse('{"a":'.repeat(19) + '{}' + '}'.repeat(19)) }) },
    {
      name: '21 levels',
      message: message({ properties: JSON.parse('{"a":'.repeat(20) + '{}' + '}'.repeat(20)) }),
      code: 'invalid_message',
      says: 'levels',
    },
    {
      name: '200 properties',
      message: message({ properties: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`p${i}`, i])) }),
    },
    {
      name: '201 properties',
      message: message({ properties: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`p${i}`, i])) }),
      code: 'invalid_message',
      says: '200',
    },
    {
      name: 'a time that is none',
      message: message({ timestamp: 'yesterday' }),
      code: 'invalid_message',
      says: 'timestamp',
    },
    { name: 'a day ahead', message: message({ timestamp: past(-86_400_000) }) },
    { name: 'more than a day ahead', message: message({ timestamp: past(-86_400_001) }), code: 'in_the_future' },
    { name: 'years ago', message: message({ timestamp: '2016-01-01T00:00:00Z' }) },
    { name: 'an event outside the model', message: message({ event: 'something_else' }) },
  ])('$name: $code', async ({ message: sent, code, says = '' }) => {
    const { accepted, rejected } = await collector.send([sent])
    expect({ accepted, code: rejected[0]?.code }).toEqual({ accepted: code ? 0 : 1, code })
    if (code) expect(rejected[0]?.detail).toContain(says)
  })

  it('one bad message among 99 good costs the others nothing', async () => {
    const batch: object[] = Array.from({ length: 100 }, () => message({ userId: 'hundred' }))
    batch[41] = { type: 'track', messageId: 'bad', userId: 'hundred' }
    const result = await collector.send(batch)
    expect(result).toEqual({
      success: true,
      accepted: 99,
      duplicates: 0,
      rejected: [{ index: 41, messageId: 'bad', code: 'invalid_message', detail: expect.stringContaining('event') }],
    })
  })

  it('what is nested thousands deep costs the others nothing', async () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    const good = JSON.stringify(message())
    for (const bad of [
      `{"type":"track","messageId":"deep","userId":"u","event":"e","properties":{"a":${deep(100_000)}}}`,
      `{"type":"track","userId":"u","event":"e","timestamp":"2026-02-01T00:00:00Z","other":${deep(12_000)}}`,
    ]) {
      const text = `{"writeKey":"${KEYS.writeKey}","batch":[${bad},${good.replace('"m', `"${bad.length}-m`)}]}`
      const response = await collector.fetch('/v1/batch', { method: 'POST', body: text })
      const { accepted, rejected } = (await response.json()) as BatchResult
      expect([response.status, accepted + rejected.length]).toEqual([200, 2])
      expect(accepted).toBeGreaterThan(0)
    }
  })

  it('refuses what is older than is kept', async () => {
    await using short = await startCollector({ ...config, retentionDays: 30 }, { now: () => NOW })
    const { rejected } = await short.send([message({ timestamp: past(31 * 86_400_000) })])
    expect(rejected[0]?.code).toBe('too_old')
  })

  it('replaces what databases refuse inside properties', async () => {
    const [nul, half] = [String.fromCharCode(0), String.fromCharCode(0xd800)]
    const properties = { [`k${nul}`]: `a${nul}b`, list: [half], nested: { text: `${half}x` } }
    await collector.send([message({ userId: 'unprintable', properties })])
    const person = await collector.storage.personByUserId('unprintable')
    const [stored] = await collector.storage.messagesBetween([person?.id ?? 0], 0, NOW)
    expect(stored?.body).toEqual({ 'k\uFFFD': 'a\uFFFDb', list: ['\uFFFD'], nested: { text: '\uFFFDx' } })
  })
})

describe('R33: a message counts once', () => {
  const count = async (userId: string) => {
    const person = await collector.storage.personByUserId(userId)
    const rows = await collector.storage.rows([person?.id ?? 0], Infinity)
    return rows.reduce((sum, row) => sum + row.count, 0)
  }

  it('sent again in another request, or twice in one', async () => {
    const once = message({ userId: 'resent' })
    expect(await collector.send([once, once])).toMatchObject({ accepted: 1, duplicates: 1 })
    expect(await collector.send([{ ...once, event: 'report_shared' }])).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(await count('resent')).toBe(1)
  })

  it('without an id, by its content where it has a time', async () => {
    const timed = { type: 'track', userId: 'no-id', event: 'report_created', timestamp: '2026-02-01T00:00:00Z' }
    await collector.send([{ ...timed, sentAt: '2026-02-01T00:00:01Z' }])
    const again = await collector.send([{ ...timed, sentAt: '2026-02-01T00:00:09Z' }])
    expect(again).toMatchObject({ accepted: 0, duplicates: 1 })
    const untimed = { type: 'track', userId: 'no-id', event: 'report_created' }
    await collector.send([untimed])
    expect(await collector.send([untimed])).toMatchObject({ accepted: 1, duplicates: 0 })
    expect(await count('no-id')).toBe(3)
  })

  it('whatever its id is made of, and no other id is taken for it', async () => {
    const digest = createHash('sha256').update('abc').digest('hex')
    const twin = [
      digest.slice(0, 8),
      digest.slice(8, 12),
      digest.slice(12, 16),
      digest.slice(16, 20),
      digest.slice(20, 32),
    ]
    const halves = [0xd800, 0xd801].map((code) => message({ messageId: String.fromCharCode(code), userId: 'odd' }))
    const twins = ['abc', twin.join('-'), 'ABC'].map((messageId) => message({ messageId, userId: 'odd' }))
    // Two halves of surrogate pairs can't be told apart in UTF-8.
    expect(await collector.send([...halves, ...twins])).toMatchObject({ accepted: 4, duplicates: 1, rejected: [] })
    expect(await collector.send([...halves, ...twins])).toMatchObject({ accepted: 0, duplicates: 5 })
  })

  it('in requests that arrive together', async () => {
    const batch = Array.from({ length: 50 }, (_, index) =>
      message({ messageId: `together-${index}`, userId: 'together' }),
    )
    const results = await Promise.all(Array.from({ length: 8 }, () => collector.send(batch)))
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(50)
    expect(await count('together')).toBe(50)
  })
})

describe('when something happened', () => {
  const dayOf = async (userId: string) => {
    const person = await collector.storage.personByUserId(userId)
    return new Date(person?.firstAt ?? 0).toISOString()
  }
  it.each([
    { name: 'is its timestamp', sent: { timestamp: '2026-02-01T10:00:00.000Z' }, is: '2026-02-01T10:00:00.000Z' },
    {
      name: 'is its original timestamp else',
      sent: { originalTimestamp: '2026-02-01T10:00:00.000Z' },
      is: '2026-02-01T10:00:00.000Z',
    },
    { name: 'is its arrival else', sent: {}, is: '2026-03-01T12:00:00.000Z' },
    {
      name: 'is corrected where the clock of the client is a day ahead',
      sent: { timestamp: '2026-03-02T11:00:00.000Z', sentAt: '2026-03-02T12:00:00.000Z' },
      is: '2026-03-01T11:00:00.000Z',
    },
    {
      name: 'is not corrected without a time sent',
      sent: { timestamp: '2026-02-28T11:00:00+02:00' },
      is: '2026-02-28T09:00:00.000Z',
    },
  ])('$name', async ({ name, sent, is }) => {
    await collector.send([message({ userId: name, ...sent })])
    expect(await dayOf(name)).toBe(is)
  })

  it('is corrected by the time that the batch was sent', async () => {
    await collector.send([message({ userId: 'late-batch', timestamp: '2026-01-01T00:00:00Z' })], {
      sentAt: '2026-01-01T01:00:00Z',
    })
    expect(await dayOf('late-batch')).toBe('2026-03-01T11:00:00.000Z')
  })
})

it('what has no feature, and a feature that is called null, are two', async () => {
  const model = {
    actions: { opened: { feature: { property: 'area' } } },
    dimensions: { breadth: { amount: 'features', target: 1, weight: 1 } },
  }
  const seen = { type: 'identify', userId: 'u', timestamp: new Date(NOW - 20 * 86_400_000).toISOString() }
  const events = [{ area: 'null' }, {}, {}].map((properties) => message({ event: 'opened', properties }))
  const scores: (number | null)[] = []
  for (const order of [events, events.toReversed()]) {
    await using other = await startCollector({ model }, { now: () => NOW })
    await other.send([seen, ...order])
    scores.push(((await other.read('/v1/users/u/score')) as Score).score)
  }
  expect(scores[0]).toBeGreaterThan(0)
  expect(scores[1]).toBe(scores[0])
})

it('a score read after the answer includes what was acknowledged', async () => {
  const days = Array.from({ length: 10 }, (_, index) => new Date(NOW - index * 86_400_000).toISOString())
  const answers: BatchResult[] = []
  let before = -1
  for (const timestamp of days.toReversed()) {
    answers.push(await collector.send([message({ userId: 'reader', timestamp })]))
    const { score } = (await collector.read('/v1/users/reader/score')) as Score
    if (score === null) continue
    expect(score).toBeGreaterThan(before)
    before = score
  }
  expect(answers.every(({ accepted }) => accepted === 1)).toBe(true)
  expect(before).toBeGreaterThan(80)
})
