import { createClientLimits } from '@uptake/collector/src/http/client-limits.ts'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'
import { temporaryProject } from '../harness/temporary-project.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const config = {
  model: { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } },
  identity: 'trust',
}
/** Requests a minute; a wrong key is a hundred. */
const PER_MINUTE = 300
let clock: number
let warnings: unknown[]
let collector: TestCollector
const start = async (proxies: number) => {
  clock = NOW
  warnings = []
  const log = { warn: (warning: unknown) => void warnings.push(warning) }
  const limits = createClientLimits({ perMinute: PER_MINUTE, proxies }, () => clock, log)
  collector = await startCollector(config, { now: () => clock, instead: () => ({ limits }) })
}
beforeEach(() => start(1))
afterEach(() => collector[Symbol.asyncDispose]())

const basic = (key: string) => ({ Authorization: `Basic ${btoa(`${key}:`)}` })
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
type Ask = (address: string) => Promise<Response>
const from = (address: string, headers: Record<string, string> = {}) => ({ 'X-Forwarded-For': address, ...headers })
const empty = JSON.stringify({ batch: [], writeKey: KEYS.writeKey })
const send: Ask = (address) => collector.fetch('/v1/batch', { method: 'POST', body: empty, headers: from(address) })
const sendByHeader: Ask = (address) =>
  collector.fetch('/v1/batch', { method: 'POST', body: '{"batch":[]}', headers: from(address, basic(KEYS.writeKey)) })
const readMe: Ask = (address) =>
  collector.fetch('/v1/me?userId=u', {
    headers: from(address, { ...basic(KEYS.writeKey), Origin: 'http://localhost' }),
  })
const read =
  (path: string, headers: Record<string, string>): Ask =>
  (address) =>
    collector.fetch(path, { headers: from(address, headers) })
const readAll = read('/v1/overview', bearer(KEYS.secretKey))

async function statuses(ask: Ask, times: number, address = '203.0.113.7'): Promise<Record<number, number>> {
  const found: Record<number, number> = {}
  for (let i = 0; i < times; i++) {
    const { status } = await ask(address)
    found[status] = (found[status] ?? 0) + 1
  }
  return found
}

describe('requests of an address', () => {
  it.each<[name: string, ask: Ask]>([
    ['that send', send],
    ['that send by a key in the header', sendByHeader],
    ['that read /v1/me', readMe],
  ])('%s are as many a minute as are allowed, then 429', async (_, ask) => {
    expect(await statuses(ask, PER_MINUTE + 5)).toEqual({ 200: PER_MINUTE, 429: 5 })
    const refused = await ask('203.0.113.7')
    expect(await refused.json()).toMatchObject({ status: 429, code: 'rate_limited' })
    // Whoever waits for as long as that is let in.
    clock += Number(refused.headers.get('Retry-After')) * 1_000
    expect((await ask('203.0.113.7')).status).toBe(200)
  })

  it('cost another address nothing, nor a known write key in the header', async () => {
    expect(await statuses(send, PER_MINUTE + 1)).toMatchObject({ 429: 1 })
    expect([(await send('203.0.113.8')).status, (await sendByHeader('203.0.113.7')).status]).toEqual([200, 200])
  })

  it('are those of a whole /64 in IPv6', async () => {
    expect(await statuses(send, PER_MINUTE, '2001:db8:1:1::1')).toEqual({ 200: PER_MINUTE })
    expect([(await send('2001:db8:1:1:f::2')).status, (await send('2001:db8:1:2::1')).status]).toEqual([429, 200])
  })

  it('leave health alone', async () => {
    await statuses(send, PER_MINUTE + 1)
    expect((await read('/healthz', {})('203.0.113.7')).status).toBe(200)
  })
})

describe('keys and tokens that are guessed', () => {
  const guess = (path: string) => read(path, bearer('sk_guess'))
  const sendGuess: Ask = (address) =>
    collector.fetch('/v1/batch', { method: 'POST', body: '{"batch":[],"writeKey":"sk_guess"}', headers: from(address) })

  let guesses = 0
  const sendGuessByHeader: Ask = (address) => {
    const headers = from(address, basic(`sk_guess${++guesses}`))
    return collector.fetch('/v1/batch', { method: 'POST', body: '{"batch":[]}', headers })
  }

  it.each<[name: string, ask: Ask]>([
    ['a secret key', guess('/v1/overview')],
    ['a secret key for one person', guess('/v1/users/u/score')],
    ['a token', guess('/v1/me')],
    ['a key in a body', sendGuess],
    ['one key after another in a header', sendGuessByHeader],
  ])('%s: three a minute, then 429, the right one too', async (_, ask) => {
    expect(await statuses(ask, 6)).toEqual({ 401: 3, 429: 3 })
    expect((await readAll('203.0.113.7')).status).toBe(429)
    expect((await readAll('203.0.113.8')).status).toBe(200)
    clock += 60_000
    expect((await readAll('203.0.113.7')).status).toBe(200)
  })

  it('the metrics’ key', async () => {
    expect(await statuses(guess('/metrics'), 6)).toEqual({ 401: 3, 429: 3 })
  })

  it('whoever sends by a known key in the header goes on', async () => {
    await statuses(guess('/v1/overview'), 6)
    expect((await sendByHeader('203.0.113.7')).status).toBe(200)
  })

  it('an honest token costs nothing more', async () => {
    const token = await new SignJWT({ sub: 'u', exp: Date.now() / 1_000 + 3_600 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(KEYS.identitySecret))
    expect(await statuses(read('/v1/me', bearer(token)), 20)).toEqual({ 200: 20 })
  })
})

describe('uptake serve', () => {
  const project = temporaryProject()
  project.configure(config)
  afterAll(() => project.remove())

  it('takes the limit, and how many proxies there are', async () => {
    const spawned = await spawnCollector({ ...project.paths, more: ['--rate-limit', '60', '--trust-proxy'] })
    const ask: Ask = async (address) =>
      fetch(`${spawned.url}/v1/batch`, { method: 'POST', body: empty, headers: from(address) })
    // Each second that this takes lets one more through.
    const { 200: taken = 0, 429: refused = 0 } = await statuses(ask, 180)
    expect(taken).toBeGreaterThanOrEqual(60)
    expect(refused).toBeGreaterThan(0)
    expect((await ask('203.0.113.8')).status).toBe(200)
    await spawned.end('SIGTERM')
  })

  it('refuses a limit that is too small for what Retry-After says', async () => {
    const { code, stderr } = await runUptake(['serve', ...project.options, '--rate-limit', '59'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('at least 60')])
  })
})

describe('whoever says for whom they forward', () => {
  it('is believed only as one of as many proxies as there are', async () => {
    let claimed = 0
    const asked = await statuses((address) => send(`198.51.100.${++claimed % 250}, ${address}`), PER_MINUTE + 1)
    expect(asked).toMatchObject({ 429: 1 })
  })

  it('is not believed without proxies, and the log says once what to do', async () => {
    await collector[Symbol.asyncDispose]()
    await start(0)
    let last = 0
    const asked = await statuses(() => send(`203.0.113.${++last}`), PER_MINUTE + 3)
    expect(asked).toEqual({ 200: PER_MINUTE, 429: 3 })
    expect(warnings).toEqual([expect.stringContaining('--trust-proxy')])
  })
})
