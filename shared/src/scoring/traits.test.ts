import { describe, expect, it } from 'vitest'
import type { ProfileInput, TraitTest } from '../model/types.ts'
import { account, ages, daysAgo, known, person, shareOfDays, steady, T } from './handmade.ts'
import { scoreAccount, scoreAt, scorePerson } from './score.ts'
import { personSubject } from './subject.ts'
import { traitHolds } from './traits.ts'

describe('R4: a test of a trait', () => {
  it.each<[unknown, TraitTest, boolean]>([
    ['pro', { trait: 't', is: 'pro' }, true],
    ['Pro', { trait: 't', is: 'pro' }, false],
    [1, { trait: 't', is: '1' }, false],
    [false, { trait: 't', is: false }, true],
    [9, { trait: 't', atLeast: 9 }, true],
    [8.999, { trait: 't', atLeast: 9 }, false],
    [7, { trait: 't', below: 7 }, false],
    [6.999, { trait: 't', below: 7 }, true],
    [-1, { trait: 't', below: 0 }, true],
    // Text is no number, and what is not known is in no range.
    ['9', { trait: 't', atLeast: 9 }, false],
    ['', { trait: 't', below: 7 }, false],
    [Number.NaN, { trait: 't', below: 7 }, false],
    [null, { trait: 't', below: 7 }, false],
    [undefined, { trait: 't', below: 7 }, false],
  ])('of %j as %j: %s', (value, test, holds) => {
    expect(traitHolds(test, new Map([['t', value]]))).toBe(holds)
    expect(traitHolds(test, new Map())).toBe(false)
  })
})

describe('R13: a profile', () => {
  const profile = (name: string, when: ProfileInput['when'], target: number): ProfileInput => ({
    name,
    when,
    dimensions: { [name]: { ...shareOfDays, target } },
  })
  const model = steady(
    { activity: shareOfDays },
    {
      profiles: [
        profile('new', { daysKnown: { atMost: 30 } }, 1),
        profile('enterprise', { trait: { plan: 'enterprise', eu: true } }, 2),
        profile('settled', { daysKnown: { atLeast: 60, atMost: 90 }, trait: { plan: 'free' } }, 4),
      ],
    },
  )
  const plan = (value: string, day = 0) => known('plan', value, day)
  const profileOf = (days: number, traits = plan('other')): string | null =>
    scorePerson(model, person(days, daysAgo([0, 1, 2]), { traits }), T).profile

  it('is the first of the model’s that applies; the model’s own dimensions are everybody else’s', () => {
    expect(profileOf(30, [...plan('enterprise'), ...known('eu', true)])).toBe('new')
    expect(profileOf(31, [...plan('enterprise'), ...known('eu', true)])).toBe('enterprise')
    expect(profileOf(31)).toBeNull()
  })

  it('applies where all of its traits have their values', () => {
    expect(profileOf(31, plan('enterprise'))).toBeNull()
    expect(profileOf(31, [...plan('enterprise'), ...known('eu', 'true')])).toBeNull()
  })

  it.each([
    [1, 'new'],
    [30, 'new'],
    [31, null],
    [59, null],
    [60, 'settled'],
    [90, 'settled'],
    [91, null],
  ])('applies from and up to so many days known, both included: %d days known', (days, name) => {
    expect(profileOf(days, plan('free'))).toBe(name)
  })

  it('gives its targets and its dimensions', () => {
    // 3 of 60 days are 7 · 3/60 = 0.35 a week: 8.75 % of a target of 4, 5 % of one of 7.
    const scored = (value: string) => scorePerson(model, person(60, daysAgo([0, 1, 2]), { traits: plan(value) }), T)
    expect(scored('free').subscores?.['settled']).toBeCloseTo(8.75, 9)
    expect(scored('free').contributions?.map(({ dimension }) => dimension)).toEqual(['settled'])
    expect(scored('other').subscores?.['activity']).toBeCloseTo(5, 9)
  })

  it('is told too where there is no score yet', () => {
    expect(scorePerson(model, person(3), T)).toMatchObject({ score: null, profile: 'new' })
  })

  it('of a past day is the one that applied then', () => {
    const traits = [...plan('other'), ...plan('free', T - 5)]
    const subject = personSubject(model, person(80, daysAgo(ages(0, 79)), { traits }), T)
    const profiles = [T, T - 5, T - 6, T - 49, T - 50].map((day) => scoreAt(subject, day).profile)
    expect(profiles).toEqual(['settled', 'settled', null, null, 'new'])
  })

  it('of an account is by its own traits and days', () => {
    const member = person(60, daysAgo([0, 1, 2]), { traits: plan('free') })
    const profileOfAccount = (traits = plan('other')) => scoreAccount(model, account([member], traits), T).profile
    expect(profileOfAccount()).toBeNull()
    expect(profileOfAccount(plan('free'))).toBe('settled')
  })
})
