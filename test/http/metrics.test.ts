import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOpeningApp } from '@uptake/collector/src/http/app.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'

const folder = temporaryFolder()
let collector: SpawnedCollector

beforeAll(async () => {
  const config = join(folder.path, 'config.json')
  const model = { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } }
  writeFileSync(config, JSON.stringify({ model }))
  collector = await spawnCollector({ data: join(folder.path, 'data'), config })
})
afterAll(async () => {
  await collector.end('SIGTERM')
  folder.remove()
})

const read = async (headers: Record<string, string> = {}) => fetch(`${collector.url}/metrics`, { headers })
const send = (batch: unknown[]) =>
  fetch(`${collector.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ writeKey: KEYS.writeKey, batch }) })

describe('/metrics', () => {
  it('counts what was accepted, known already, and rejected by its code, and how long commits took', async () => {
    const message = { type: 'track', messageId: 'm', userId: 'u', event: 'a' }
    const future = new Date(Date.now() + 2 * 86_400_000).toISOString()
    await send([message, { ...message, messageId: 'n' }, { type: 'track', userId: 'u' }])
    await send([message, { ...message, messageId: 'o', timestamp: future }])
    const lines = (await (await read()).text()).split('\n')
    expect(lines).toContain('uptake_messages_accepted_total 2')
    expect(lines).toContain('uptake_messages_duplicate_total 1')
    expect(lines).toContain('uptake_messages_rejected_total{code="invalid_message"} 1')
    expect(lines).toContain('uptake_messages_rejected_total{code="in_the_future"} 1')
    expect(lines).toContain('uptake_commit_seconds_count 2')
    expect(lines).toContain('uptake_queue_requests 0')
    expect(lines).toContain('uptake_queue_bytes 0')
    const lag = Number(lines.find((line) => line.startsWith('uptake_snapshot_lag_seconds'))?.split(' ')[1])
    expect(lag).toBeGreaterThanOrEqual(0)
    expect(lag).toBeLessThan(60)
    expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true)
  })

  it('is for this machine, and elsewhere for who has the secret key', async () => {
    const elsewhere = { 'X-Forwarded-For': '203.0.113.7' }
    expect((await read()).status).toBe(200)
    expect((await read(elsewhere)).status).toBe(401)
    expect((await read({ ...elsewhere, Authorization: `Bearer ${KEYS.writeKey}` })).status).toBe(403)
    expect((await read({ ...elsewhere, Authorization: `Bearer ${KEYS.secretKey}` })).status).toBe(200)
  })
})

it('a collector that listens says that it is ready', async () => {
  const answer = await fetch(`${collector.url}/readyz`)
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready' }])
})

it('a collector that opens its store lives, is not ready, and takes nothing', async () => {
  const app = createOpeningApp()
  expect((await app.request('/healthz')).status).toBe(200)
  for (const [path, method] of [
    ['/readyz', 'GET'],
    ['/v1/batch', 'POST'],
    ['/v1/me', 'GET'],
  ] as const) {
    const answer = await app.request(path, { method })
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
    // A page of another origin may read it.
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(answer.headers.get('Access-Control-Expose-Headers')).toBe('Retry-After')
    expect(await answer.json()).toMatchObject({ code: 'unavailable' })
  }
})
