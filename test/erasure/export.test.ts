import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEYS } from '../harness/start-collector.ts'
import { ADA, DAY_MS, EMAIL, iso, live, NOW, openStage, SESSION, type Stage, track, VISITOR, WORDS } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage[Symbol.asyncDispose]())

describe('GET /v1/users/{id}/export', () => {
  it('R38: has all that is held on a person, in words', async () => {
    const at = (daysAgo: number) => ({ first: iso(NOW - daysAgo * DAY_MS), last: iso(NOW - daysAgo * DAY_MS) })
    await live(stage)
    const held = (await stage.collector.read(`/v1/users/${ADA}/export`)) as Record<string, unknown[]>
    expect(held).toMatchObject({
      user: ADA,
      exportedAt: iso(NOW),
      seen: { first: iso(NOW - 61 * DAY_MS), last: iso(NOW) },
      anonymousIds: [VISITOR],
      accounts: [{ id: 'acme', first: iso(NOW - 60 * DAY_MS), last: iso(NOW) }],
      traits: [
        { name: 'email', value: EMAIL, at: iso(NOW - 60 * DAY_MS) },
        { name: 'plan', value: 'pro', at: iso(NOW - 60 * DAY_MS) },
      ],
      interactions: [],
      score: { subject: { user: ADA }, status: 'ok' },
      nudges: [{ nudge: 'n', event: 'nudge_dismissed', session: null, ...at(3), days: null, account: 'acme' }],
      rejected: [],
    })
    const action = { action: 'report_created', feature: 'reports', count: 1, volume: 1 }
    expect(held['actions']).toHaveLength(61)
    expect(held['actions']).toContainEqual({ day: '2026-03-10', account: 'acme', ...action })
    expect(held['history']?.length).toBeGreaterThan(50)
    expect(held['history']?.at(-1)).toMatchObject({ day: '2026-03-09', status: 'ok', score: expect.any(Number) })
    expect(held['messages']).toHaveLength(64)
    expect(held['messages']?.at(-1)).toEqual({
      messageId: expect.any(String),
      type: 'track',
      event: 'report_created',
      properties: { rows: 9, note: WORDS },
      account: 'acme',
      occurredAt: iso(NOW),
      receivedAt: iso(NOW),
      sessionId: SESSION,
    })
    const bob = (await stage.collector.read('/v1/users/bob/export')) as Record<string, unknown[]>
    expect(bob['interactions']).toContainEqual({
      day: '2026-03-10',
      account: 'acme',
      action: 'report_shared',
      with: 'cyd',
    })
  })

  it('has every message once, of many too', async () => {
    const all = Array.from({ length: 1_000 }, (_, i) => track('bob', 'report_created', i % 7))
    await stage.collector.send(all)
    const { messages } = (await stage.collector.read('/v1/users/bob/export')) as { messages: { messageId: string }[] }
    expect(messages.map(({ messageId }) => messageId).toSorted()).toEqual(
      all.map(({ messageId }) => messageId).toSorted(),
    )
  })

  it('ends where the person is erased meanwhile, so that nobody takes it for whole', async () => {
    for (let i = 0; i < 40; i++)
      await stage.collector.send(
        Array.from({ length: 200 }, () => track('bob', 'report_created', i, { note: 'x'.repeat(999) })),
      )
    const response = await stage.request('GET', '/v1/users/bob/export')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = (await reader.read()).value ?? ''
    expect(await stage.erase('/v1/users/bob')).toMatchObject({ messages: 8_000 })
    for (let part; (part = (await reader.read()).value) !== undefined;) text += part
    expect(text.slice(0, 14)).toBe('{"user":"bob",')
    expect(text.match(/"messageId"/g)?.length ?? 0).toBeLessThan(8_000)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
  })

  it.each([
    ['no key', '/v1/users/bob/export', null, 401],
    ['the write key', '/v1/users/bob/export', KEYS.writeKey, 403],
    ['an unknown id', '/v1/users/nobody/export', KEYS.secretKey, 404],
    ['a parameter', '/v1/users/bob/export?csv=1', KEYS.secretKey, 400],
  ])('refuses %s', async (_, path, key, status) => {
    await stage.collector.send([track('bob', 'report_created', 0)])
    const response = await stage.request('GET', path, key)
    expect([response.status, response.headers.get('Content-Type')]).toEqual([status, 'application/problem+json'])
  })
})
