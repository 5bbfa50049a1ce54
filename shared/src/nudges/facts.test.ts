import { describe, expect, it } from 'vitest'
import { account, ages, daysAgo, known, modelWith, person, row, shareOfDays, T } from '../scoring/handmade.ts'
import { accountSubject, personSubject, scoreAt } from '../scoring/index.ts'
import { type Facts, factsOf } from './facts.ts'

const model = modelWith({
  dimensions: { days: shareOfDays },
  activation: { actions: ['report_created', 'report_shared'] },
})
const rows = [
  ...daysAgo([0, 3, 40], 'report_created', 2),
  ...daysAgo([3], 'report_shared'),
  ...daysAgo([1], 'signed_in'),
]
const ada = person(41, [...rows, row('report_created', T - 3, 1, 'reports')], { traits: known('plan', 'team', T - 2) })
const bea = person(10, daysAgo(ages(1, 2), 'report_shared'))

function factsAt(day: number, of = personSubject(model, ada, T)): Facts {
  return factsOf(of, day, { ...scoreAt(of, day), trend: null })
}

describe('the facts of a person', () => {
  const facts = factsAt(T)

  it('count events of so many days, today included, of each feature', () => {
    expect([1, 3, 4, 40, 41, Infinity].map((days) => facts.count('report_created', days))).toEqual([2, 2, 5, 5, 7, 7])
    expect(facts.count('unknown', Infinity)).toBe(0)
  })

  it('know when something was done last, and on how many days anything', () => {
    expect(facts.lastDay('report_created')).toBe(T)
    expect(facts.lastDay('report_shared')).toBe(T - 3)
    expect(facts.lastDay('unknown')).toBeNull()
    expect(facts.activeDays()).toBe(4)
  })

  it('know the way to first value, traits and days', () => {
    expect(facts.activation()).toMatchObject({ next: null })
    expect(facts.traits().get('plan')).toBe('team')
    expect(facts).toMatchObject({ day: T, daysKnown: 41, bands: model.bands })
  })

  it('know scores of days before, where there was one', () => {
    expect(facts.scoreBefore(0)).toBe(facts.score)
    expect(facts.scoreBefore(7)).toBe(factsAt(T - 7).score)
    expect(facts.scoreBefore(7)).not.toBe(facts.score)
    expect(facts.scoreBefore(40)).toBeNull()
    expect(facts.scoreBefore(400)).toBeNull()
  })

  it('know whether a score is persistently low, or was never healthy, once it can be said', () => {
    const rare = (days: number) => factsAt(T, personSubject(model, person(days, daysAgo([0, days - 1])), T))
    const low = [rare(30), rare(54), rare(55), rare(90), rare(91)]
    expect(low.map((one) => one.score === null)).toEqual([false, false, false, false, false])
    expect(low.map((one) => one.persistentlyLow())).toEqual([null, null, true, true, true])
    expect(low.map((one) => one.neverHealthy())).toEqual([null, null, null, null, true])
    const often = factsAt(T, personSubject(model, person(30, daysAgo(ages(0, 29))), T))
    expect([often.persistentlyLow(), often.neverHealthy()]).toEqual([false, false])
    const nobody = factsAt(T, personSubject(model, person(1, []), T))
    expect([nobody.persistentlyLow(), nobody.neverHealthy()]).toEqual([null, null])
  })

  it('know nothing later than their day', () => {
    const before = factsAt(T - 4)
    expect(before.count('report_created', Infinity)).toBe(2)
    expect(before.lastDay('report_created')).toBe(T - 40)
    expect(before.lastDay('report_shared')).toBeNull()
    expect(before.activeDays()).toBe(1)
    expect(before.activation()).toMatchObject({ next: 'report_shared' })
    expect(before.traits().size).toBe(0)
    expect(factsAt(T - 100).daysKnown).toBe(0)
  })
})

it('those of an account are of all its members together', () => {
  const facts = factsAt(T, accountSubject(model, account([ada, bea]), T))
  expect(facts.count('report_shared', Infinity)).toBe(3)
  expect(facts.lastDay('report_shared')).toBe(T - 1)
  expect(facts.activeDays()).toBe(5)
  expect(facts.traits().size).toBe(0)
})
