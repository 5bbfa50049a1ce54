import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runUptake, type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { temporaryProject, type TemporaryProject } from '../harness/temporary-project.ts'

/** In each key, token and trait that is used here: nothing that is written or answered has it. */
const MARK = 'hush'
const WRITE = `wk_${MARK}-that-is-known`
const SECRET = `sk_${MARK}-that-is-known`
const IDENTITY = `${MARK}: a secret that signs tokens`
const environment = { UPTAKE_WRITE_KEY: WRITE, UPTAKE_SECRET_KEY: SECRET, UPTAKE_IDENTITY_SECRET: IDENTITY }
const traits = { [`${MARK}Plan`]: `${MARK} pro` }
const model = { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } }

let project: TemporaryProject
let collector: SpawnedCollector
const answers: string[] = []
beforeAll(async () => {
  project = temporaryProject()
  project.configure({ model })
  collector = await spawnCollector({ ...project.paths, environment })
})
afterAll(async () => {
  await collector.end('SIGTERM')
  project.remove()
})

async function ask(path: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(`${collector.url}${path}`, init)
  answers.push(await answer.text(), JSON.stringify([...answer.headers]))
  return answer.status
}
const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers,
})
const basic = (key: string) => ({ Authorization: `Basic ${btoa(`${key}:`)}` })
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })
const signed = (secret: string, exp: number) =>
  new SignJWT({ sub: 'u', exp }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))
const unsaid = (texts: readonly string[]) => expect(texts.filter((text) => text.includes(MARK))).toEqual([])

it('no key, token or trait is in an error', async () => {
  const identify = { type: 'identify', userId: 'u', traits }
  const requests: [status: number, path: string, init?: RequestInit][] = [
    [200, '/v1/batch', post({ batch: [identify], writeKey: WRITE })],
    [401, '/v1/batch', post({ batch: [identify], writeKey: `wk_${MARK}-guessed` })],
    [401, '/v1/batch', post({ batch: [identify] }, basic(`wk_${MARK}-guessed`))],
    [401, '/v1/batch', post({ batch: [identify] }, { Authorization: MARK })],
    [400, '/v1/batch', post(`{"writeKey":"${WRITE}","batch":[{"traits":{"${MARK}":`)],
    [400, '/v1/batch', post(MARK, { 'Content-Encoding': 'gzip' })],
    [400, '/v1/batch', post({ writeKey: [WRITE], batch: MARK, sentAt: { [MARK]: 1 }, context: MARK })],
    [400, '/v1/batch', post(JSON.stringify(MARK))],
    [400, '/v1/track', post({ writeKey: WRITE, userId: 'u', properties: MARK })],
    [400, '/v1/identify', post({ writeKey: WRITE, userId: [MARK], traits: MARK })],
    [
      200,
      '/v1/batch',
      post({ writeKey: WRITE, batch: [MARK, { type: MARK }, { ...identify, timestamp: 'yesterday' }] }),
    ],
    [
      200,
      '/v1/batch',
      post({ writeKey: WRITE, batch: [{ ...identify, messageId: 'm', context: { groupId: [MARK] } }] }),
    ],
    [413, '/v1/batch', post({ writeKey: WRITE, batch: Array.from({ length: 1_001 }, () => identify) })],
    [413, '/v1/batch', post({ writeKey: WRITE, batch: [{ ...identify, traits: { a: MARK.repeat(150_000) } }] })],
    [401, '/v1/me', bearer(await signed(IDENTITY, 1))],
    [401, '/v1/me', bearer(await signed(`${IDENTITY}, another`, 1e10))],
    [401, '/v1/me', bearer(MARK)],
    [401, '/v1/me/stream', bearer(SECRET)],
    [400, `/v1/me?session=${MARK.repeat(100)}`, bearer(await signed(IDENTITY, 1e10))],
    [400, `/v1/me?token=${MARK}`],
    [401, '/v1/users', bearer(`sk_${MARK}-guessed`)],
    [403, '/v1/users', bearer(WRITE)],
    ...['min', 'limit', 'sort', 'band', 'declining', 'at', 'cursor', 'key', 'known'].map(
      (name): [number, string, RequestInit] => [400, `/v1/users?${name}=${MARK}`, bearer(SECRET)],
    ),
    [400, `/v1/users?at=2026-01-01&at=${MARK}`, bearer(SECRET)],
    [400, `/v1/users/u/score?since=${MARK}&explain=change`, bearer(SECRET)],
    [400, `/v1/users/u/history?days=${MARK}`, bearer(SECRET)],
    [405, `/v1/users?${MARK}`, post(MARK, bearer(SECRET).headers)],
    [404, `/nowhere?key=${SECRET}`],
  ]
  for (const [status, path, init] of requests) expect([path, await ask(path, init)]).toEqual([path, status])
  unsaid([...answers, collector.output()])
})

it('nor in what is said of a store that fails', async () => {
  const database = new Database(join(project.paths.data, 'uptake.db'))
  database.exec(`CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'refused'); END`)
  const identify = { type: 'identify', userId: 'u', messageId: 'first', traits }
  expect(await ask('/v1/batch', post({ writeKey: WRITE, batch: [identify] }))).toBe(503)
  database.exec('DROP TRIGGER refuse')
  expect(await ask('/v1/batch', post({ writeKey: WRITE, batch: [identify] }))).toBe(200)
  database.exec('ALTER TABLE traits RENAME TO elsewhere')
  expect(await ask('/v1/users/u/score', bearer(SECRET))).toBe(503)
  expect(await ask('/v1/me', bearer(await signed(IDENTITY, 1e10)))).toBe(503)
  expect(await ask('/v1/batch', post({ writeKey: WRITE, batch: [{ ...identify, messageId: 'second' }] }))).toBe(503)
  database.exec('ALTER TABLE elsewhere RENAME TO traits')
  database.close()
  // Whose it was is no matter of the log's: it may outlive an erasure.
  for (const said of ['request failed', '"route":"/v1/users/:id/score"', 'messages cannot be written'])
    await expect.poll(() => collector.output()).toContain(said)
  expect(collector.output()).not.toContain('/users/u/')
  unsaid([...answers, collector.output()])
})

it.each([
  ['a secret in the configuration', { config: { model, secretKey: SECRET } }],
  ['another fault beside it', { config: { model: 7, nudges: SECRET, identity: IDENTITY } }],
  ['a secret that is too short', { set: { UPTAKE_IDENTITY_SECRET: MARK } }],
  ['one key for both', { set: { UPTAKE_WRITE_KEY: SECRET } }],
  ['a write key that signs tokens', { set: { UPTAKE_WRITE_KEY: `${WRITE},${IDENTITY}` } }],
  ['one key for both, among others', { set: { UPTAKE_WRITE_KEY: `${WRITE},${SECRET}` } }],
])(
  'nor where the collector does not start: %s',
  async (_, { config = { model }, set = {} }: { config?: object; set?: object }) => {
    const other = temporaryProject()
    other.configure(config)
    const { code, stdout, stderr } = await runUptake(['serve', '--port', '0', ...other.options], {
      environment: { ...environment, ...set },
    })
    other.remove()
    expect([code, stdout]).toEqual([1, ''])
    unsaid([stderr])
  },
)
