import { describe, expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { account, daysAgo, known, modelWith, person, row, steady, T } from './handmade.ts'
import type { Day, Interaction, PersonHistory, TraitChange } from './history.ts'
import { scoreAccount, scorePerson } from './score.ts'

const met = (counterpart: string, day: Day): Interaction => ({ action: 'report_shared', counterpart, day })

describe('a person worked by hand', () => {
  it('on 12 days of 28, with a target of 3 a week, stands at the target: 80', () => {
    const model = steady({ frequency: { amount: 'days', target: 3, weight: 1 } })
    const days = Array.from({ length: 12 }, (_, i) => 2 * i)
    const { score } = scorePerson(model, person(28, daysAgo(days)), T)
    expect(score).toBeCloseTo(80, 9)
  })

  it('with half a target, twice the target and none: 0.5 · 55.28 + 0.25 · 96 + 0.25 · 0', () => {
    const model = steady({
      frequency: { amount: 'days', target: 3, weight: 2 },
      depth: { amount: 'value', target: 3, weight: 1, actions: ['report_created'] },
      collaboration: { amount: 'counterparts', target: 3, weight: 1 },
    })
    const { score, subscores } = scorePerson(model, person(28, daysAgo([0, 3, 6, 9, 12, 15], 'report_created', 2)), T)
    expect(subscores).toMatchObject({ collaboration: 0 })
    expect(subscores?.['frequency']).toBeCloseTo(100 * (1 - 5 ** -0.5), 9)
    expect(subscores?.['depth']).toBeCloseTo(96, 9)
    expect(score).toBeCloseTo(50 * (1 - 5 ** -0.5) + 0.25 * 96, 9)
  })

  it('with one day at an age of one half-life counts half of it', () => {
    const dimensions = { frequency: { amount: 'days', target: 1, weight: 1, curve: 'linear' } } as const
    const model = modelWith({ horizonDays: 7, dimensions })
    const exposure = Array.from({ length: 28 }, (_, i) => 2 ** (-i / 7)).reduce((sum, weight) => sum + weight, 0)
    const { score } = scorePerson(model, person(28, daysAgo([7])), T)
    expect(score).toBeCloseTo((100 * 7 * 0.5) / exposure, 9)
  })
})

describe('R31: items', () => {
  it('of days are weeks by their Monday, the others actions, features, people and the trait', () => {
    const common = { target: 3, weight: 1 }
    const model = steady({
      frequency: { amount: 'days', ...common },
      depth: { amount: 'value', ...common },
      breadth: { amount: 'features', ...common },
      collaboration: { amount: 'counterparts', ...common },
      nps: { amount: 'trait', trait: 'nps', ...common },
    })
    const rows = [row('report_created', T, 1, 'reports'), row('report_shared', T - 7, 1, 'sharing')]
    const history = person(28, rows, { interactions: [met('ann', T - 7), met('bo', T)], traits: known('nps', 9) })
    const keys = scorePerson(model, history, T).contributions?.map(({ items }) =>
      items.map(({ key }) => key).toSorted(),
    )
    expect(keys).toEqual([
      ['1972-09-18', '1972-09-25'],
      ['report_created', 'report_shared'],
      ['reports', 'sharing'],
      ['ann', 'bo'],
      ['nps'],
    ])
  })
})

describe('R35: confidence', () => {
  const model = steady({ frequency: { amount: 'days', target: 3, weight: 1 } })
  it.each([
    [6, 9, 'insufficient_data', { days: 1, events: 0 }],
    [7, 2, 'insufficient_data', { days: 0, events: 1 }],
    [1, 0, 'insufficient_data', { days: 6, events: 3 }],
    [7, 3, 'provisional', null],
    [27, 3, 'provisional', null],
    [27, 2, 'insufficient_data', { days: 0, events: 1 }],
    [28, 0, 'ok', null],
  ])('%d days known with %d value events: %s', (days, events, status, needs) => {
    const history = person(days, [row('report_created', T, events), row('signed_in', T, 50)])
    expect(scorePerson(model, history, T)).toMatchObject({ status, needs })
    expect(scoreAccount(model, account([history]), T)).toMatchObject({ status, needs })
  })

  it('has no number where there is too little to say, and a zero where there is nothing of value', () => {
    expect(scorePerson(model, person(6, []), T)).toEqual({
      status: 'insufficient_data',
      needs: { days: 1, events: 3 },
      interval: null,
      profile: null,
      score: null,
      band: null,
      subscores: null,
      contributions: null,
    })
    expect(scorePerson(model, person(28, []), T)).toMatchObject({
      score: 0,
      band: 'at-risk',
      subscores: { frequency: 0 },
    })
  })
})

describe('an account', () => {
  const model = steady({ frequency: { amount: 'days', target: 1, weight: 1, curve: 'linear' } })
  const active = person(28, daysAgo([0, 7, 14, 21]))
  const idle = person(28, [])

  const scoreOf = (seats: unknown): number | null =>
    scoreAccount(model, account([active, idle], known('seats', seats)), T).score

  it('R12: needs the target from a share of its seats, and nobody carries it', () => {
    const tireless = person(28, daysAgo(Array.from({ length: 28 }, (_, i) => i)))
    // p_S · S = 0.6 · 4 + 0.4 = 2.8 seats; the tireless one counts for 1.5 of them, not 7.
    expect(scoreAccount(model, account([tireless, idle, idle, idle]), T).score).toBeCloseTo(150 / 2.8, 9)
    expect(scoreAccount(model, account([active, active, idle, idle]), T).score).toBeCloseTo(200 / 2.8, 9)
    expect(scoreAccount(model, account([active, active, active, active]), T).score).toBeCloseTo(100, 9)
  })

  it('R4: is over the seats bought where they are known, as a number', () => {
    expect(scoreOf(10)).toBeCloseTo(100 / 6.4, 9)
    expect(scoreOf(0)).toBeCloseTo(100, 9)
    expect(scoreOf('10')).toBeCloseTo(100 / 1.6, 9)
    expect(scoreOf(undefined)).toBeCloseTo(100 / 1.6, 9)
  })

  it('counts a feature whole once two people use it', () => {
    const breadth = steady({ breadth: { amount: 'features', target: 1, weight: 1, curve: 'linear' } })
    const user = person(
      28,
      [0, 1, 2].map((ago) => row('report_created', T - ago, 1, 'reports')),
    )
    expect(scoreAccount(breadth, account([user, idle]), T).score).toBeCloseTo(50, 9)
    expect(scoreAccount(breadth, account([user, user, user]), T).score).toBeCloseTo(100, 9)
    expect(scoreAccount(breadth, account([user]), T).score).toBeCloseTo(100, 9)
  })

  it('reads its own trait, not its members’', () => {
    const nps = steady({ nps: { amount: 'trait', trait: 'nps', target: 10, weight: 1, curve: 'linear' } })
    const promoter = person(28, [], { traits: known('nps', 10) })
    expect(scoreAccount(nps, account([promoter], known('nps', 5)), T).score).toBeCloseTo(50, 9)
    for (const value of ['9', -1, Number.NaN, null, undefined])
      expect(scorePerson(nps, person(28, [], { traits: known('nps', value) }), T).score).toBe(0)
  })

  it('is single-threaded where one person makes nearly all of the value of three seats or more', () => {
    const isSingle = (members: PersonHistory[], traits: readonly TraitChange[] = []): boolean | undefined =>
      scoreAccount(model, account(members, traits), T).singleThreaded
    expect(isSingle([active, idle, idle])).toBe(true)
    expect(isSingle([active, idle], known('seats', 3))).toBe(true)
    expect(isSingle([active, idle])).toBe(false)
    expect(isSingle([active, active, idle])).toBe(false)
    expect(isSingle([idle, idle, idle])).toBe(false)
    expect(scorePerson(model, active, T)).not.toHaveProperty('singleThreaded')
    expect(scoreAccount(model, account([person(6, [])]), T)).not.toHaveProperty('singleThreaded')
  })
})

it('R14: a daily cap is on the sum of an action’s rows of a day', () => {
  const model = steady({
    depth: { amount: 'value', target: 1_000, weight: 1, curve: 'linear', actions: ['report_created'] },
  })
  const rows = [row('report_created', T, 15, 'a'), row('report_created', T, 15, 'b')]
  expect(scorePerson(model, person(28, rows), T).score).toBeCloseTo((100 * (2 * 20)) / 4 / 1_000, 9)
})

it('R14: no one action gives more than its share of the target, unless it is alone', () => {
  const common = { amount: 'value', target: 1, weight: 1, curve: 'linear' } as const
  const model = steady({ all: common, alone: { ...common, actions: ['report_created'] } })
  const { subscores } = scorePerson(model, person(28, daysAgo([0, 1, 2], 'report_created', 20)), T)
  expect(subscores).toEqual({ all: 60, alone: 100 })
})

it('R14: a day of one action stops at 1e12, also where nothing else caps it', () => {
  const huge = { amount: 'value', target: 1e13, weight: 1, curve: 'linear', actions: ['rows_imported'] } as const
  const model = toModel({ horizonDays: 1e12, actions: { rows_imported: { volume: 'rows' } }, dimensions: { huge } })
  const twice = [1e12, 1e12].map((volume) => ({ ...row('rows_imported', T), volume }))
  expect(scorePerson(model, person(28, twice), T).score).toBeCloseTo(100 / 4 / 10, 9)
})

it.each([5e-324, 0.2, Number.MAX_VALUE])('takes weights as relative, be they of %d', (weight) => {
  const frequency = { amount: 'days', target: 1, curve: 'linear', weight } as const
  const nothing = { amount: 'counterparts', target: 1, weight } as const
  const model = steady({ frequency, nothing, more: nothing })
  expect(scorePerson(model, person(28, daysAgo([0, 7, 14, 21])), T).score).toBeCloseTo(100 / 3, 9)
})
