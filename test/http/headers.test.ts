import { request } from 'node:http'
import { createClientLimits } from '@uptake/collector/src/http/client-limits.ts'
import { UptakeError } from '@uptake/collector/src/errors.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'

const model = { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } }
const APP = 'https://app.example.com'
const basic = (key: string) => ({ Authorization: `Basic ${btoa(`${key}:`)}` })
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const limited = createClientLimits({ perMinute: 60, proxies: 1 }, () => 0, { warn: () => undefined })
const FLOOD = { 'X-Forwarded-For': '203.0.113.7' }

let collector: TestCollector
let isFull = false
beforeAll(async () => {
  const instead = {
    limits: limited,
    requireRoom() {
      if (isFull) throw new UptakeError('unavailable', 'full', 'Come again.')
    },
  }
  collector = await startCollector({ model, origins: [APP] }, { instead: () => instead })
  await collector.fetch('/v1/overview', { headers: { ...FLOOD, ...bearer('wrong') } })
})
afterAll(() => collector[Symbol.asyncDispose]())

interface Case {
  readonly name: string
  readonly path: string
  readonly init?: RequestInit
  readonly status: number
}
let client = 0
/** Each request from an address of its own. */
const ask = ({ path, init }: Case, headers: Record<string, string> = {}): Promise<Response> =>
  collector.fetch(path, {
    ...init,
    headers: { 'X-Forwarded-For': `10.0.${++client >> 8}.${client & 255}`, ...(init?.headers as object), ...headers },
  })

const post = (body: string, headers = {}): RequestInit => ({ method: 'POST', body, headers })
const batch = JSON.stringify({ batch: [], writeKey: KEYS.writeKey })
const INGEST: readonly Case[] = [
  { name: 'taken', path: '/v1/batch', init: post(batch), status: 200 },
  { name: 'one refused', path: '/v1/t', init: post(`{"writeKey":"${KEYS.writeKey}"}`), status: 400 },
  { name: 'no JSON', path: '/v1/track', init: post('{'), status: 400 },
  { name: 'an unknown key', path: '/v1/b', init: post('{"batch":[]}'), status: 401 },
  { name: 'another method', path: '/v1/identify', status: 405 },
  { name: 'too large', path: '/v1/batch', init: post('x'.repeat(600_000)), status: 413 },
  { name: 'too many', path: '/v1/batch', init: post(batch, FLOOD), status: 429 },
]
const ME: readonly Case[] = [
  { name: 'no token', path: '/v1/me', status: 401 },
  { name: 'no token for the stream', path: '/v1/me/stream', status: 401 },
  { name: 'a wrong parameter', path: '/v1/me?x=1', status: 400 },
  { name: 'another method', path: '/v1/me', init: { method: 'POST' }, status: 405 },
  { name: 'too many', path: '/v1/me', init: { headers: FLOOD }, status: 429 },
]
const OTHER: readonly Case[] = [
  { name: 'a list', path: '/v1/users', init: { headers: bearer(KEYS.secretKey) }, status: 200 },
  { name: 'the overview', path: '/v1/overview', init: { headers: bearer(KEYS.secretKey) }, status: 200 },
  { name: 'nobody', path: '/v1/users/x/score', init: { headers: bearer(KEYS.secretKey) }, status: 404 },
  { name: 'nowhere', path: '/nowhere', status: 404 },
  { name: 'no key', path: '/v1/accounts', status: 401 },
  { name: 'the write key', path: '/v1/users', init: { headers: bearer(KEYS.writeKey) }, status: 403 },
  { name: 'too many', path: '/v1/users', init: { headers: FLOOD }, status: 429 },
  { name: 'health', path: '/healthz', status: 200 },
  { name: 'metrics', path: '/metrics', init: { headers: bearer(KEYS.secretKey) }, status: 200 },
]
const retries = ({ status, headers }: Response) => ![429, 503].includes(status) || headers.get('Retry-After') !== null

describe('a page of any origin may read what it is answered when it sends', () => {
  it.each(INGEST)('$name: $status', async (one) => {
    const answer = await ask(one, { Origin: 'https://anywhere.example.com' })
    expect([answer.status, retries(answer)]).toEqual([one.status, true])
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
    expect(answer.headers.get('Access-Control-Expose-Headers')).toBe('Retry-After')
  })

  it('where nothing can be taken: 503', async () => {
    isFull = true
    const answer = await ask({ ...INGEST[0]!, status: 503 })
    isFull = false
    expect([answer.status, retries(answer), answer.headers.get('Access-Control-Allow-Origin')]).toEqual([
      503,
      true,
      '*',
    ])
  })
})

describe('a page of the host app alone may read what /v1/me answers', () => {
  it.each(ME)('$name: $status', async (one) => {
    const answer = await ask(one, { Origin: APP })
    expect([answer.status, retries(answer)]).toEqual([one.status, true])
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(APP)
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
    expect(answer.headers.get('Access-Control-Expose-Headers')).toBe('Retry-After')
    expect(answer.headers.get('Vary')).toContain('Origin')
    for (const other of ['https://evil.example.com', `${APP}.evil.com`, 'http://app.example.com', 'null'])
      expect((await ask(one, { Origin: other })).headers.get('Access-Control-Allow-Origin')).toBeNull()
  })
})

it.each(OTHER)('no page of another origin may read $name', async (one) => {
  const answer = await ask(one, { Origin: APP })
  expect([answer.status, answer.headers.get('Access-Control-Allow-Origin')]).toEqual([one.status, null])
})

describe('a browser asks first', () => {
  const preflight = async (path: string, origin: string, method: string, wanted: string) => {
    const init = {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': wanted },
    }
    const { status, headers } = await ask({ name: '', path, init, status: 204 }, { Origin: origin })
    const [methods, allowed] = ['Methods', 'Headers'].map((what) => headers.get(`Access-Control-Allow-${what}`) ?? '')
    const asked = wanted.split(',').every((name) => allowed?.toLowerCase().split(',').includes(name))
    return { status, origin: headers.get('Access-Control-Allow-Origin'), method: methods?.includes(method), asked }
  }

  it('may send with a key, a type and packed', async () => {
    const wanted = 'authorization,content-encoding,content-type'
    for (const path of ['/v1/batch', '/v1/b', '/v1/track', '/v1/a'])
      expect(await preflight(path, APP, 'POST', wanted)).toEqual({
        status: 204,
        origin: '*',
        method: true,
        asked: true,
      })
  })

  it('may read /v1/me with a token, from the host app alone', async () => {
    for (const path of ['/v1/me', '/v1/me/stream']) {
      expect(await preflight(path, APP, 'GET', 'authorization')).toMatchObject({
        origin: APP,
        method: true,
        asked: true,
      })
      expect((await preflight(path, 'https://evil.example.com', 'GET', 'authorization')).origin).toBeNull()
    }
  })
})

describe('every answer', () => {
  it.each([...INGEST, ...ME, ...OTHER])('to $name ($path): is taken for what it says it is', async (one) => {
    expect((await ask(one)).headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it.each([...ME, ...OTHER])('to $name ($path): makes no page, and is stored nowhere', async (one) => {
    const { headers } = await ask(one)
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
    expect(headers.get('Cache-Control')).toContain('no-store')
    expect(headers.get('Strict-Transport-Security')).toBeNull()
  })
})

describe('identity "trust" answers this machine alone', () => {
  let trusting: TestCollector
  beforeAll(async () => {
    trusting = await startCollector({ model, identity: 'trust' })
  })
  afterAll(() => trusting[Symbol.asyncDispose]())

  /** What `fetch` does not let anybody say. */
  const asking = (path: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${trusting.url}${path}`, { method, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode))
      })
        .once('error', reject)
        .end()
    })
  const me = (headers: Record<string, string>) => asking('/v1/me?userId=u', { ...basic(KEYS.writeKey), ...headers })

  it.each(['localhost', 'localhost:4747', 'LOCALHOST', '127.0.0.1:1', '127.1.2.3', '[::1]:4747'])(
    'by the name %s',
    async (host) => {
      expect(await me({ Host: host })).toBe(200)
    },
  )

  it.each([
    'evil.example.com',
    'evil.example.com:4747',
    // Names that are made to lead here.
    '127.0.0.1.nip.io',
    'localhost.evil.com',
    'localtest.me',
    'localhost:80@evil.com',
    'evil.com#localhost',
    '192.168.0.7',
    '0.0.0.0',
    '[fe80::1]',
    'localhost evil.com',
  ])('not by the name %j', async (host) => {
    // What is no name at all is refused before.
    expect([400, 403]).toContain(await me({ Host: host }))
  })

  it.each(['http://localhost', 'http://localhost:5173', 'https://127.0.0.1:8443', 'http://[::1]:3000'])(
    'a page of %s',
    async (origin) => {
      expect(await me({ Origin: origin })).toBe(200)
    },
  )

  it.each(['https://evil.example.com', 'http://localhost.evil.com', 'http://127.0.0.1.nip.io', 'null', 'file://', ''])(
    'no page of %j, whatever it asks for',
    async (origin) => {
      expect(await me({ Origin: origin })).toBe(403)
      expect(await asking('/v1/batch', { Origin: origin }, 'POST')).toBe(403)
      expect(await asking('/v1/batch', { Origin: origin }, 'OPTIONS')).toBe(403)
      expect(await asking('/v1/overview', { Origin: origin, ...bearer(KEYS.secretKey) })).toBe(403)
    },
  )
})
