import type { Problem } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolder, type Folder } from '../faults/folder.ts'
import { openRaw, toRequest } from '../faults/raw.ts'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'

let folder: Folder
let collector: SpawnedCollector
/** Ids that are allowed, and hard to write in a path. */
const NAMES = ['u', '../..', 'a/b?c#d', '%00', '__proto__', 'ünï ☃ 𝄞', '42', ' ', 'score', '.', '"><script>']
beforeAll(async () => {
  folder = createFolder()
  collector = await spawnCollector(folder)
  const sent = NAMES.flatMap((userId) => [
    { type: 'track', userId, event: 'report_created', context: { groupId: userId } },
    { type: 'track', userId, event: 'report_created', timestamp: '0000-01-01T00:00:00Z' },
    // By the difference of the clocks it was before our era.
    { type: 'track', userId, event: 'report_created', timestamp: '2000-01-01', sentAt: '9999-12-31' },
  ])
  const traits = '{"type":"identify","userId":"u","traits":{"__proto__":"p","constructor":"c","a.b":"d","":"e"}}'
  const body = `{"writeKey":"${KEYS.writeKey}","batch":[${traits},${JSON.stringify(sent).slice(1)}}`
  const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })
  if (!(await response.text()).includes(`"accepted":${3 * NAMES.length + 1},`)) throw new Error('not all was taken')
})
afterAll(async () => {
  await collector.end('SIGTERM')
  folder[Symbol.dispose]()
})

const SECRET = { Authorization: `Bearer ${KEYS.secretKey}` }
const get = (path: string, headers: Record<string, string> = SECRET) => fetch(`${collector.url}${path}`, { headers })
const cursor = (text: string) => `cursor=${Buffer.from(text).toString('base64url')}`
const LONG = 'x'.repeat(10_000)
/** A case with a name that fits on a line. */
const named = (text: string) => ({ name: text.slice(0, 80), text })

/** Queries that are refused, by route. */
const REFUSED: Record<string, string> = {
  '/v1/users': `
    limit= limit=0 limit=-1 limit=501 limit=1.5 limit=ten limit=0x10 limit=1e999 limit=1e%2B1 limit=٣ limit=%00
    min= min=-1 min=101 min=NaN min=Infinity max=1e3 max=1,5 max=+1 min=1&min=1
    band= band=great band=__proto__ declining= declining=1 declining=TRUE quiet=maybe quiet
    sort= sort=name sort=--score sort=constructor sort=score;DROP sort=score&sort=-score
    cursor= cursor=x cursor=%00 cursor=${LONG} ${cursor('null')} ${cursor('{}')} ${cursor('{"value":"1","id":"u"}')}
    ${cursor('{"value":1e999,"id":"u"}')} ${cursor('{"value":1,"id":7}')} ${cursor('{"value":1,"id":"u","more":1}')}
    limits=1 LIMIT=1 limit[]=1 trait=x trait.a=1&trait.a=2 account=a&account=b ${LONG}=1 user=u
    __proto__=1 constructor=1 toString=1 %00=1 %zz=1 %F0%9D%84%9E=1`,
  '/v1/accounts': 'account=u limit=0 userId=u',
  '/v1/overview': 'limit=1 at=never known=then known=later&at=2026-01-01 by=trait',
  '/v1/users/u/score': `
    at= at=never at=0 at=1767225600000 at=-000005-01-01T00:00:00Z at=%2B275760-09-13T00:00:00Z at=2026-02-30 at=NaN
    at=2026-01-01T00:00:00Z%00 at=${LONG} at=2026-01-01&at=2026-01-01 at=12026-01-01 at=__proto__
    known= known=maybe&at=2026-01-01 explain=all explain=change since=2026-01-01 explain=change&since=never
    explain=change&since=2026-02-01&at=2026-01-01 days=7 session=x`,
  '/v1/users/u/next': 'at=never days=7',
  '/v1/accounts/u/history': 'days= days=0 days=-1 days=3661 days=1.5 days=all days=1&days=2 at=2026-01-01',
  '/v1/me': `userId=u session= session=${'x'.repeat(256)} session=a&session=b token=x account=u`,
  '/v1/me/stream': 'token=x session=',
}
describe.each(Object.entries(REFUSED))('%s refuses', (path, queries) => {
  it.each(queries.trim().split(/\s+/).map(named))('?$name', async ({ text: query }) => {
    const response = await get(`${path}?${query}`)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 400, code: 'invalid_parameter' })
    expect(response.status).toBe(400)
  })
})

describe('what is strange, and allowed', () => {
  it.each(
    [
      ...['0000-01-01', '0000-01-01T00:00:00%2B14:00', '9999-12-31', '9999-12-31T23:59:59-23:59', '1582-10-10'].flatMap(
        (at) => [
          `/v1/users/u/score?at=${at}`,
          `/v1/users/u/score?known=then&at=${at}`,
          `/v1/users/u/next?at=${at}`,
          `/v1/users?at=${at}`,
          `/v1/accounts?at=${at}`,
          `/v1/overview?at=${at}`,
        ],
      ),
      '/v1/users/u/score?explain=change&since=0000-01-01&at=9999-12-31',
      '/v1/users/u/history?days=3660',
      '/v1/accounts/u/history?days=3660',
      '/v1/users?min=5&max=1',
      `/v1/users?account=${LONG}`,
      '/v1/users?account=%00',
      `/v1/users?trait.${LONG}=x`,
      `/v1/users?${Array.from({ length: 500 }, (_, index) => `trait.t${index}=1`).join('&')}`,
      `/v1/users?sort=id&${cursor('{"value":null,"id":"\\u0000\\ud800"}')}`,
      `/v1/users?sort=score&${cursor('{"value":-1e308,"id":""}')}`,
    ].map(named),
  )('$name', async ({ text: path }) => {
    expect((await get(path)).status).toBe(200)
  })

  it.each([
    ['__proto__', 'p'],
    ['constructor', 'c'],
    ['a.b', 'd'],
    ['', 'e'],
  ])('a list by the trait "%s"', async (name, value) => {
    const { items } = (await (await get(`/v1/users?trait.${name}=${value}`)).json()) as { items: unknown[] }
    expect(items).toMatchObject([{ subject: { user: 'u' } }])
  })
})

describe('an id in a path', () => {
  it.each(NAMES.filter((name) => name !== '.'))('%j', async (name) => {
    for (const kind of ['user', 'account']) {
      const response = await get(`/v1/${kind}s/${encodeURIComponent(name)}/score`)
      expect(await response.json()).toMatchObject({ subject: { [kind]: name } })
    }
  })
  it.each(['%00', 'a%2Fb', '%zz', '%', '%ED%A0%80', '%E0%A4%A', '%252F', 'U', 'u%20', 'constructor', LONG].map(named))(
    '$name is nobody’s',
    async ({ text: id }) => {
      const response = await get(`/v1/users/${id}/score`)
      expect(await response.json()).toMatchObject({ status: 404, code: 'not_found' })
      expect(response.status).toBe(404)
    },
  )
  it.each([
    '/v1/users/',
    '/v1/users//score',
    '/v1/users/u/score/',
    '/v1/users/u/points',
    '/v1/user/u/score',
    '/v1/users;u',
    '/../etc/passwd',
  ])('%s is no route', async (path) => {
    using raw = await openRaw(collector.url)
    raw.socket.write(toRequest(path).replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    await raw.ended
    expect(raw.received()).toMatch(/^HTTP\/1\.1 404 [^]*"code":"not_found"/)
  })
})

describe('methods', () => {
  it.each([
    { method: 'HEAD', path: '/v1/users', status: 200 },
    { method: 'HEAD', path: '/healthz', status: 200 },
    { method: 'HEAD', path: '/v1/users/u/score', status: 200 },
    { method: 'HEAD', path: '/v1/users/nobody/score', status: 404 },
    { method: 'HEAD', path: '/v1/batch', status: 405 },
    { method: 'OPTIONS', path: '/v1/batch', status: 204 },
    { method: 'OPTIONS', path: '/v1/me', status: 204 },
    { method: 'OPTIONS', path: '/v1/users', status: 405 },
    { method: 'OPTIONS', path: '/nothing', status: 404 },
    { method: 'PUT', path: '/v1/users/u/score', status: 405 },
    { method: 'POST', path: '/v1/me', status: 405 },
    { method: 'DELETE', path: '/v1/overview', status: 405 },
    { method: 'PATCH', path: '/metrics', status: 405 },
  ])('$method $path: $status', async ({ method, path, status }) => {
    const response = await fetch(`${collector.url}${path}`, { method, headers: SECRET })
    expect(response.status).toBe(status)
    const text = await response.text()
    if (status === 405) expect(response.headers.get('Allow')).toMatch(/^[A-Z]+(, [A-Z]+)*$/)
    if (status >= 400 && method !== 'HEAD') expect((JSON.parse(text) as Problem).status).toBe(status)
    else expect(text).toBe('')
  })
})

describe('who may not', () => {
  const basic = { Authorization: `Basic ${btoa(`${KEYS.secretKey}:`)}` }
  it.each([
    ...[
      '/v1/users',
      '/v1/accounts',
      '/v1/overview',
      '/v1/users/u/score',
      '/v1/users/nobody/history',
      '/v1/accounts/u/next',
    ].flatMap((path) => [
      { path, headers: {}, status: 401, code: 'unknown_key' },
      { path, headers: basic, status: 401, code: 'unknown_key' },
      { path, headers: { Authorization: `Bearer ${KEYS.writeKey}` }, status: 403, code: 'forbidden' },
    ]),
    { path: '/v1/users?nonsense=1', headers: {}, status: 401, code: 'unknown_key' },
    { path: '/v1/users', headers: { Authorization: 'Bearer' }, status: 401, code: 'unknown_key' },
    { path: '/v1/users', headers: { Authorization: `Bearer ${KEYS.secretKey}x` }, status: 401, code: 'unknown_key' },
    { path: '/v1/users', headers: { Authorization: `Bearer ${LONG}` }, status: 401, code: 'unknown_key' },
    ...[
      '',
      'x',
      'a.b.c',
      KEYS.secretKey,
      LONG,
      `${btoa('{"alg":"none"}')}.${btoa('{"sub":"u","exp":9999999999}')}.`,
    ].map((token) => ({
      path: '/v1/me',
      headers: { Authorization: `Bearer ${token}` },
      status: 401,
      code: 'unknown_token',
    })),
  ])('$path $headers: $status $code', async ({ path, headers, status, code }) => {
    const response = await get(path, headers)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ status, code })
  })
})

it('nothing of it failed inside', () => {
  expect(collector.output()).not.toContain('failed')
})
