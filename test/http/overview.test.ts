import type { Overview, Problem } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const DAY_MS = 86_400_000
const config = {
  model: {
    actions: {
      report_created: { feature: 'reports' },
      report_shared: { feature: 'sharing' },
      signed_in: { passive: true },
    },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
    activation: { actions: ['report_created', 'report_shared'] },
  },
}
const on = (userId: string, ages: readonly number[], event = 'report_created') =>
  ages.map((age) => ({
    type: 'track',
    messageId: `${userId}-${event}-${age}`,
    userId,
    event,
    context: { groupId: 'acme' },
    timestamp: new Date(NOW - age * DAY_MS).toISOString(),
  }))
const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** By a horizon of 28 days: one always there, one new, one back after a pause, one gone, one who never did anything of value. */
const messages = [
  ...on('steady', from(0, 40)),
  ...on('fresh', from(0, 6)),
  ...on('fresh', [0], 'report_shared'),
  ...on('back', [...from(0, 6), 70]),
  ...on('gone', [35, 45]),
  ...on('visitor', from(0, 20), 'signed_in'),
  ...['steady', 'gone'].map((userId) => ({
    type: 'identify',
    userId,
    traits: { plan: 'pro' },
    timestamp: new Date(NOW - 40 * DAY_MS).toISOString(),
  })),
]

describe('GET /v1/overview', () => {
  let collector: TestCollector
  let overview: Overview
  beforeAll(async () => {
    collector = await startCollector(config, { now: () => NOW })
    await collector.send(messages)
    overview = (await collector.read('/v1/overview')) as Overview
  })
  afterAll(() => collector[Symbol.asyncDispose]())

  it('R23: says where everybody stands', async () => {
    const { users, accounts, asOf } = overview
    expect(asOf).toBe('2026-03-01T12:00:00.000Z')
    expect(users).toMatchObject({ count: 5, insufficientData: 1 })
    expect(users.alarm).toEqual({ border: 40, share: 0.25, threshold: 0.4, raised: false })
    expect(accounts).toMatchObject({ count: 1, scored: 1 })
    expect(users.cohorts.map(({ month, count }) => [month, count])).toEqual([
      ['2025-12', 1],
      ['2026-01', 2],
      ['2026-02', 2],
    ])
    expect(users.traits).toMatchObject([{ trait: 'plan', segments: [{ value: 'pro', count: 2 }], others: null }])
  })

  it('R8: the product engagement: (66.7 + 50 + 66.7) ÷ 3', () => {
    const { score, adoption, stickiness, growth, ...raw } = overview.product
    // Of 2 features the three who are active use 1, 2 and 1.
    expect(adoption).toBeCloseTo(200 / 3, 9)
    // 28 + 7 + 7 active days make 1.5 a day.
    expect(stickiness).toBeCloseTo(50, 9)
    expect(growth).toBeCloseTo(200 / 3, 9)
    expect(score).toBeCloseTo(550 / 9, 9)
    expect(raw).toEqual({
      horizonDays: 28,
      activeUsers: 3,
      meanDailyActiveUsers: 1.5,
      newUsers: 1,
      recoveredUsers: 1,
      droppedUsers: 1,
    })
  })

  it('R19: which features are least used, and where people stop', () => {
    expect(overview.features.map(({ feature, users }) => [feature, users])).toEqual([
      ['sharing', 1],
      ['reports', 3],
    ])
    expect(overview.activation).toMatchObject({
      users: 5,
      completed: 1,
      completedInTime: 1,
      steps: [
        { action: 'report_created', done: 4, stopped: 1, underway: 0 },
        { action: 'report_shared', done: 1, stopped: 3, underway: 0 },
      ],
    })
  })

  it('is the same from what is written down as from scoring everybody', async () => {
    // People come in another order, which sums tell by their last digits.
    const rounded = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Number(one.toFixed(9)) : one)))
    expect(rounded(await collector.read('/v1/overview?at=2026-03-01T12:00:00Z'))).toEqual(rounded(overview))
  })

  it('R36: is that of a past instant by `at`', async () => {
    const { users, product } = (await collector.read('/v1/overview?at=2026-01-20')) as Overview
    expect(users.count).toBe(3)
    expect(product).toMatchObject({ activeUsers: 2, newUsers: 2, droppedUsers: 1 })
  })

  it.each([
    ['', {}, [401, 'unknown_key']],
    ['', { Authorization: `Bearer ${KEYS.writeKey}` }, [403, 'forbidden']],
    ['?at=never', { Authorization: `Bearer ${KEYS.secretKey}` }, [400, 'invalid_parameter']],
    ['?known=then', { Authorization: `Bearer ${KEYS.secretKey}` }, [400, 'invalid_parameter']],
    ['?when=now', { Authorization: `Bearer ${KEYS.secretKey}` }, [400, 'invalid_parameter']],
  ] as const)('%s with %o answers %o', async (query, headers, is) => {
    const response = await collector.fetch(`/v1/overview${query}`, { headers })
    expect([response.status, ((await response.json()) as Problem).code]).toEqual(is)
  })
})

it('of nobody is nothing', async () => {
  await using collector = await startCollector(config, { now: () => NOW })
  const { users, product } = (await collector.read('/v1/overview')) as Overview
  expect(users).toMatchObject({ count: 0, mean: null })
  expect(product.score).toBeNull()
})

it('holds everybody, however many', async () => {
  await using collector = await startCollector(config, { now: () => NOW })
  const timestamp = new Date(NOW).toISOString()
  await collector.send(Array.from({ length: 1_000 }, (_, i) => ({ type: 'identify', userId: `u${i}`, timestamp })))
  const { users, activation } = (await collector.read('/v1/overview')) as Overview
  expect(users).toMatchObject({ count: 1_000, insufficientData: 1_000 })
  expect(activation?.steps[0]).toMatchObject({ underway: 1_000 })
})
