import { describe, expect, it } from 'vitest'
import { account, ages, daysAgo, modelWith, person, shareOfDays, steady, T } from './handmade.ts'
import type { PersonHistory } from './history.ts'
import { isQuiet, quietAt } from './quiet.ts'
import { accountSubject, personSubject } from './subject.ts'

const model = steady({ activity: shareOfDays })
const quiet = (history: PersonHistory) => quietAt(personSubject(model, history, T), T)

describe('R18: a silence', () => {
  it.each([
    // r = 56/56, taken for 0.95: nobody is so regular that one day off is proof.
    [0, 1, false],
    [1, 0.05, false],
    [2, 0.0025, true],
  ])('of %d days has a probability of %d for somebody active every day', (days, probability, warns) => {
    const every = person(56 + days, daysAgo(ages(days, 55 + days)))
    expect(quiet(every)?.days).toBe(days)
    expect(quiet(every)?.probability).toBeCloseTo(probability, 12)
    expect(isQuiet(quiet(every))).toBe(warns)
  })

  it.each([
    // Ten days in the 64 from the first to the last of them: r = 10/64, (1 − r)^7 = 0.3044.
    [7, 0.3044, false],
    [14, 0.0927, false],
    [21, 0.0282, false],
    [27, 0.0102, false],
    [28, 0.0086, true],
  ])('of %d days has a probability of %d for somebody active once a week', (days, probability, warns) => {
    const weekly = person(64 + days, daysAgo(ages(0, 9).map((week) => days + 7 * week)))
    expect(quiet(weekly)?.probability).toBeCloseTo(probability, 4)
    expect(isQuiet(quiet(weekly))).toBe(warns)
  })

  it('is measured by the rhythm of late: the rate decays', () => {
    // Of a half-life of one day: on L and the day before it, 1 + ½ of an exposure of 2 − 2^−27; r = 0.75, (1 − r)^2 = 1/16.
    const daily = modelWith({ horizonDays: 1, dimensions: { activity: shareOfDays } })
    const subject = personSubject(daily, person(30, daysAgo([2, 3])), T)
    expect(quietAt(subject, T)?.days).toBe(2)
    expect(quietAt(subject, T)?.probability).toBeCloseTo(1 / 16, 7)
  })

  it('says nothing of whom one knew for less than 28 days when they were last active', () => {
    expect(quiet(person(60, daysAgo(ages(33, 59))))).toBeNull()
    expect(quiet(person(60, daysAgo(ages(32, 59))))).toEqual({ days: 32, probability: (1 - 0.95) ** 32 })
  })

  it('says nothing of whom one never saw doing anything of value', () => {
    expect(quiet(person(60))).toBeNull()
    expect(quiet(person(60, daysAgo(ages(0, 59), 'signed_in')))).toBeNull()
    expect(isQuiet(null)).toBe(false)
  })

  it('ends with a value event, and not with a passive one', () => {
    const idle = daysAgo(ages(5, 60))
    expect(quiet(person(61, [...idle, ...daysAgo([0], 'signed_in')]))?.days).toBe(5)
    expect(quiet(person(61, [...idle, ...daysAgo([0])]))?.days).toBe(0)
  })

  it('on a past day is the one of that day', () => {
    const subject = personSubject(model, person(60, daysAgo([...ages(10, 59), 0])), T)
    expect(quietAt(subject, T - 5)).toEqual({ days: 5, probability: (1 - 0.95) ** 5 })
  })

  it('of an account is of its members together, from its own first day on', () => {
    // Two who take turns, up to two days ago: together on 56 of the 58 days known by then, r = 0.95.
    const turn = (from: number) => daysAgo(ages(0, 27).map((n) => from + 2 * n))
    const [even, odd] = [person(60, turn(2)), person(60, turn(3))]
    const both = quietAt(accountSubject(model, account([even, odd]), T), T)
    expect(both?.days).toBe(2)
    expect(both?.probability).toBeCloseTo(0.05 ** 2, 12)
    // One of them alone on 28 of the 58.
    expect(quiet(even)?.probability).toBeCloseTo((1 - 28 / 58) ** 2, 9)
    // Who came on the account's 50th day was not known for long, the account was.
    const newcomer = person(11, daysAgo(ages(0, 10)))
    expect(quiet(newcomer)).toBeNull()
    expect(quietAt(accountSubject(model, account([person(60), newcomer]), T), T)?.probability).toBe(1)
  })
})
