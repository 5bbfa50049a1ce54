import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import type { BaseOverview, Means } from '../../wire/overview.ts'
import type { BaseMember } from './base.ts'
import { createOverview } from './overview.ts'
import type { Usage } from './usage.ts'

const TODAY = 20_000
const model = toModel({
  actions: { create: { feature: 'reports' }, share: { feature: 'sharing' } },
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  activation: { actions: ['create', 'share'] },
})
type User = BaseMember & { readonly usage: Usage }

function resultOf(users: readonly User[], accounts: readonly BaseMember[] = []) {
  const overview = createOverview(model, TODAY)
  for (const user of users) overview.addUser(user)
  for (const account of accounts) overview.addAccount(account)
  return overview.result()
}

const number = fc.double({ min: 0, max: 100, noNaN: true })
const orNull = fc.option(number)
const member: fc.Arbitrary<BaseMember> = fc
  .record({
    score: orNull,
    before: orNull,
    firstDay: fc.integer({ min: TODAY - 4_000, max: TODAY }),
    traits: fc.dictionary(
      fc.constantFrom('plan', 'size', 'tags'),
      fc.oneof(fc.constantFrom<unknown>('pro', 'free', true, null, ['x']), fc.nat(40)),
    ),
  })
  .map(({ score, before, firstDay, traits }) => ({
    score,
    change: score === null || before === null ? null : score - before,
    firstDay,
    traits: new Map(Object.entries(traits)),
  }))
const step = fc.integer({ min: 0, max: 40 })
const user: fc.Arbitrary<User> = fc
  .record({
    member,
    usage: fc.record({
      activeDays: fc.constantFrom(0, 0, 1, 7, 28),
      activeBefore: fc.boolean(),
      activeEarlier: fc.boolean(),
      features: fc.subarray(['reports', 'sharing']),
      activation: fc.record({ create: step, share: step }, { requiredKeys: [] }),
    }),
  })
  .map((one) => ({ ...one.member, usage: one.usage }))
const users = fc.array(user, { maxLength: 60 })

describe('R12: the whole product', () => {
  it('of nobody is nothing, and has no number that is none', () => {
    const { users: base, accounts, product, features, activation } = resultOf([])
    expect(base).toMatchObject({ count: 0, scored: 0, mean: null, median: null, aboveMidpoint: null, trend: null })
    expect(base).toMatchObject({ insufficientData: 0, cohorts: [], earlier: null, traits: [] })
    expect(accounts).toEqual(base)
    expect(product).toMatchObject({ score: null, adoption: null, stickiness: null, growth: null, activeUsers: 0 })
    expect(features).toHaveLength(2)
    expect(activation).toMatchObject({ users: 0, completed: 0 })
    expect(JSON.stringify(resultOf([]))).not.toContain('NaN')
  })

  it('of one is that one', () => {
    const usage = {
      activeDays: 7,
      activeBefore: false,
      activeEarlier: false,
      features: ['reports'],
      activation: { create: 1 },
    }
    const one = { score: 64.5, change: 2.5, firstDay: TODAY - 30, traits: new Map([['plan', 'pro']]), usage }
    const { users: base, accounts, product, activation } = resultOf([one])
    expect(base).toMatchObject({ count: 1, scored: 1, mean: 64.5, median: 64.5, aboveMidpoint: 1, insufficientData: 0 })
    expect(base.trend).toEqual({ count: 1, before: 62, now: 64.5, change: 2.5, falling: false })
    expect(base.bands.map(({ count }) => count)).toEqual([0, 0, 1, 0])
    expect(base.cohorts).toMatchObject([{ month: '2024-09', count: 1 }])
    expect(base.traits).toMatchObject([{ trait: 'plan', segments: [{ value: 'pro', count: 1, mean: 64.5 }] }])
    expect(product).toMatchObject({ adoption: 50, stickiness: 25, growth: 100 })
    expect(activation?.steps).toMatchObject([{ done: 1 }, { done: 0, stopped: 1 }])
    expect(accounts.count).toBe(0)
  })

  it('is of users where it is about usage: accounts have their own base alone', () => {
    const account = { score: 20, change: null, firstDay: TODAY, traits: new Map() }
    const { users: base, accounts, product } = resultOf([], [account])
    expect(accounts).toMatchObject({ count: 1, mean: 20, alarm: { share: 1, raised: true } })
    expect(base.count).toBe(0)
    expect(product.activeUsers).toBe(0)
  })
})

describe('for any base', () => {
  const total = (all: readonly { count: number }[]): number => all.reduce((sum, { count }) => sum + count, 0)
  const orNone = (means: Means | null): Means[] => (means ? [means] : [])

  function expectWhole(base: BaseOverview, members: readonly BaseMember[]): void {
    expect(base.count).toBe(members.length)
    expect(base.scored + base.insufficientData).toBe(base.count)
    expect(total(base.distribution)).toBe(base.scored)
    expect(total(base.bands)).toBe(base.scored)
    expect(total([...base.cohorts, ...orNone(base.earlier)])).toBe(base.count)
    for (const { trait, segments, others } of base.traits) {
      const values = members.map(({ traits }) => traits.get(trait))
      const scalars = values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value))
      expect(total([...segments, ...orNone(others)])).toBe(scalars.length)
    }
  }

  it('counts sum to everybody', () => {
    const whole = fc.property(users, fc.array(member), (people, companies) => {
      const { users: base, accounts, product, activation } = resultOf(people, companies)
      expectWhole(base, people)
      expectWhole(accounts, companies)
      const steps = activation?.steps ?? []
      const onTheWay = steps.reduce((sum, { stopped, underway }) => sum + stopped + underway, 0)
      expect((activation?.completed ?? 0) + onTheWay).toBe(people.length)
      expect(product.activeUsers).toBe(people.filter(({ usage }) => usage.activeDays > 0).length)
    })
    fc.assert(whole, { seed: 8 })
  })

  it('each number is finite, and each percentage within 0 and 100', () => {
    const finite = fc.property(users, (people) => {
      const result = resultOf(people)
      JSON.stringify(result, (_, value: unknown) => {
        expect(typeof value !== 'number' || Number.isFinite(value)).toBe(true)
        return value
      })
      const { score, adoption, stickiness, growth } = result.product
      for (const percent of [score, adoption, stickiness, growth])
        expect(percent === null || (percent >= 0 && percent <= 100)).toBe(true)
    })
    fc.assert(finite, { seed: 8 })
  })

  /** To nine digits, which the order of a sum does not reach. */
  const rounded = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? Math.round(one * 1e9) / 1e9 : one)),
    )

  it('the order of adding does not matter', () => {
    const shuffled = users.chain((people) =>
      fc.tuple(fc.constant(people), fc.shuffledSubarray(people, { minLength: people.length })),
    )
    const order = fc.property(shuffled, ([people, others]) => {
      expect(rounded(resultOf(others, others))).toEqual(rounded(resultOf(people, people)))
    })
    fc.assert(order, { seed: 8 })
  })
})
