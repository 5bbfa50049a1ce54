import { describe, expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import type { Model } from '../model/types.ts'
import type { ChangeExplanation } from '../wire/score.ts'
import { explainChange } from './change.ts'
import { toIsoDay } from './day.ts'
import { ages, daysAgo, known, person, shareOfDays, steady, T } from './handmade.ts'
import type { PersonHistory } from './history.ts'
import { personSubject } from './subject.ts'

const since = '1972-08-30T00:00:00.000Z'

/** Over the 28 days up to `T`. */
function changeOf(model: Model, history: PersonHistory, asWas: number | null = null): ChangeExplanation | null {
  const subject = personSubject(model, history, T)
  return explainChange({ subject, day: T - 28 }, { subject, day: T }, { since, asWas })
}

const close = (points: number): number => expect.closeTo(points, 9)
const line = (dimension: string, points: number, items: Record<string, number> = {}) => ({
  dimension,
  points: close(points),
  items: Object.entries(items).map(([key, of]) => ({ key, points: close(of) })),
})
const nps = { amount: 'trait', trait: 'nps', target: 10, weight: 1, curve: 'linear' } as const

describe('R31: a change', () => {
  it('is made of what each dimension, and each item of it, changed', () => {
    // 28 days ago: active on 14 of 28 days, 50, and a trait of 4, 40; each half of the score: 25 + 20 = 45.
    // Now: on 14 + 21 of 56 days, 62.5, and a trait of 6, 60: 31.25 + 30 = 61.25. The change is 6.25 + 10 = 16.25.
    // A full week of 56 days is 7/56 of 50 points, 6.25; of 28 days it was 12.5.
    const traits = [...known('nps', 4), ...known('nps', 6, T - 3)]
    const history = person(56, daysAgo([...ages(0, 20), ...ages(28, 41)]), { traits })
    const week = (back: number): string => toIsoDay(T - 7 * back - 6)
    const items = { [week(5)]: -6.25, [week(4)]: -6.25, [week(2)]: 6.25, [week(1)]: 6.25, [week(0)]: 6.25 }
    const change = changeOf(steady({ activity: shareOfDays, nps }), history)
    expect(change).toMatchObject({ since, from: close(45), to: close(61.25), points: close(16.25) })
    const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1)
    expect(change?.lines.map((one) => ({ ...one, items: one.items.toSorted(byKey) }))).toEqual([
      line('activity', 6.25, items),
      line('nps', 10, { nps: 10 }),
    ])
  })

  it('tells the largest items first, lost or won', () => {
    const depth = { amount: 'value', target: 100, weight: 1, curve: 'linear' } as const
    // Worth 2 a piece: before, 7 · 2 · 12/28 = 6 a week; now 7 · 2 · (12 + 16)/56 = 7. Shares are worth 4: 0, and 7 · 4 · 2/56 = 1.
    const rows = [
      ...daysAgo([30], 'report_created', 12),
      ...daysAgo([1], 'report_created', 16),
      ...daysAgo([0, 1], 'report_shared'),
    ]
    expect(changeOf(steady({ depth }), person(56, rows))?.lines).toEqual([
      line('depth', 2, { report_created: 1, report_shared: 1 }),
    ])
    expect(changeOf(steady({ depth }), person(56, rows.toSpliced(1, 1)))?.lines).toEqual([
      line('depth', -2, { report_created: -3, report_shared: 1 }),
    ])
  })

  it('has what multipliers and the limit changed in lines of their own', () => {
    // 60 · 1.2 = 72, then 90 · 1.2 = 108, of which 100 count: 30 + 6 − 8 = 28.
    const model = steady({ nps }, { multipliers: [{ trait: 'plan', is: 'pro', times: 1.2 }] })
    const traits = [...known('nps', 6), ...known('nps', 9, T), ...known('plan', 'pro')]
    const change = changeOf(model, person(56, [], { traits }))
    expect(change).toMatchObject({ points: close(28) })
    expect(change?.lines).toEqual([
      line('nps', 30, { nps: 30 }),
      line('multipliers', 6, { plan: 6 }),
      line('limit', -8),
    ])
  })

  it('has a line that only one of the days has', () => {
    const model = steady({ nps }, { multipliers: [{ trait: 'plan', is: 'pro', times: 0.5 }] })
    const traits = [...known('nps', 6), ...known('plan', 'pro'), ...known('plan', 'free', T - 2)]
    expect(changeOf(model, person(56, [], { traits }))?.lines).toEqual([
      line('nps', 0, { nps: 0 }),
      line('multipliers', 30, { plan: 30 }),
    ])
  })

  describe('of a profile', () => {
    // 28 days ago: active on 7 of 28 days, 1.75 a week: 25 % of the target of 7, and 50 % of the newcomers’ of 3.5.
    // Now: on 14 of 56 days, 25 %.
    const profiles = [
      { name: 'new', when: { daysKnown: { atMost: 30 } }, dimensions: { first: { ...shareOfDays, target: 3.5 } } },
    ]
    const model = steady({ activity: shareOfDays }, { profiles })
    const history = person(56, daysAgo([...ages(0, 6), ...ages(28, 34)]))

    it('is what the profile of today makes of both days, and a line for what the other one made', () => {
      const change = changeOf(model, history)
      expect(change).toMatchObject({ from: close(50), to: close(25), points: close(-25) })
      expect(change?.lines).toMatchObject([{ dimension: 'activity', points: close(0) }, line('profile', -25)])
    })

    it('and of a model, which made it 70, is a line for each', () => {
      const change = changeOf(model, history, 70)
      expect(change).toMatchObject({ from: 70, to: close(25), points: close(-45) })
      expect(change?.lines.slice(1)).toEqual([line('profile', -25), line('model', -20)])
    })
  })

  it('sums to the change where lines are far longer than the score', () => {
    const lines = [
      { signal: { count: 'report_created' }, points: 7777777.7 },
      { signal: { count: 'report_shared' }, points: -3888889.15 },
      { signal: { count: 'signed_in' }, points: 0.1 },
    ]
    const actions = { report_created: {}, report_shared: {}, signed_in: {} }
    const model = toModel({ form: 'points', actions, max: 3, windowDays: 60, lines })
    const rows = [
      ...daysAgo([30, 3, 3], 'report_created'),
      ...daysAgo([40, 40, 1], 'report_shared'),
      ...daysAgo([33, 33, 33, 0, 0], 'signed_in'),
    ]
    const change = changeOf(model, person(60, rows))
    expect(change?.lines.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(change?.points ?? NaN, 9)
  })

  it('has no line of a model or a profile that did not change', () => {
    const history = person(56, daysAgo(ages(0, 55)))
    expect(changeOf(steady({ activity: shareOfDays }), history)?.lines.map(({ dimension }) => dimension)).toEqual([
      'activity',
    ])
  })

  it('is none where either score is', () => {
    const model = steady({ activity: shareOfDays })
    expect(changeOf(model, person(34, daysAgo(ages(0, 33))))).toBeNull()
    expect(changeOf(model, person(35, daysAgo(ages(0, 34))))).not.toBeNull()
    expect(changeOf(model, person(6, daysAgo(ages(0, 5))))).toBeNull()
    expect(changeOf(model, person(34, daysAgo(ages(0, 33))), 70)).toBeNull()
  })
})
