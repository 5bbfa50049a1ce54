import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import type { Model, PointsInput, PointsLineInput } from '../../model/types.ts'
import { account, ages, daysAgo, known, person, row, T } from '../handmade.ts'
import type { ActionRow, PersonHistory } from '../history.ts'
import { nextActionsAt } from '../next-action.ts'
import { scoreAccount, scorePerson } from '../score.ts'
import type { Scored } from '../scored.ts'
import { accountSubject, personSubject } from '../subject.ts'

const actions = {
  signed_in: { dailyCap: 1, feature: 'home' },
  project: { feature: 'projects' },
  report: { feature: 'reports' },
  session: { volume: 'minutes', dailyCap: 60 },
  viewed: { passive: true, feature: 'viewer' },
} as const

const points = (lines: PointsLineInput[], input: Partial<PointsInput> = {}): Model =>
  toModel({ form: 'points', actions, max: 100, windowDays: 30, lines, ...input })

const DAYS = 28
function scored(model: Model, rows: readonly ActionRow[], traits: Parameters<typeof person>[2] = {}): Scored {
  return scorePerson(model, person(DAYS, rows, traits), T)
}
/** The raw points of one line. */
const rawOf = (line: PointsLineInput, rows: readonly ActionRow[], input: Partial<PointsInput> = {}): number =>
  scored(points([line], input), rows).points?.raw ?? NaN

const session = (minutes: number, age = 0): ActionRow => ({ ...row('session', T - age), volume: minutes })

it('R5: raw points: 10 sign-ins, 3 projects and 5 reports are 140 of 200, which is 70', () => {
  // 10 · 2 + 3 · 15 + 5 · 15 = 20 + 45 + 75 = 140; 100 · 140/200 = 70.
  const lines = [
    { signal: { count: 'signed_in' }, points: 2 },
    { signal: { count: 'project' }, points: 15 },
    { signal: { count: 'report' }, points: 15 },
  ]
  const rows = [...daysAgo(ages(0, 9), 'signed_in'), row('project', T, 3), row('report', T - 3, 5)]
  expect(scored(points(lines, { max: 200 }), rows)).toMatchObject({
    score: 70,
    band: 'healthy',
    points: { raw: 140, max: 200 },
    subscores: null,
    interval: null,
    contributions: [
      { dimension: 'signed_in', points: 10, items: [{ key: 'signed_in', points: 10 }] },
      { dimension: 'project', points: 22.5 },
      { dimension: 'report', points: 37.5 },
    ],
  })
})

describe('R7: points with caps, groups and penalties', () => {
  const lines: PointsLineInput[] = [
    { signal: { count: 'signed_in' }, per: 28, points: 50, max: 50, group: 'sign-in' },
    { signal: { count: 'signed_in' }, per: 4, points: 25, max: 25, group: 'sign-in' },
    { signal: { features: ['projects', 'reports', 'sessions', 'api', 'export', 'import'] }, points: 10, max: 50 },
    { signal: { sum: 'minutes', of: 'session' }, per: 10, points: 5, max: 25 },
    { signal: { quietDays: 30 }, points: -50 },
    { signal: { trait: 'nps', atLeast: 9 }, points: 25 },
    { signal: { trait: 'nps', below: 7 }, points: -25 },
    { signal: { trait: 'open_ticket', is: true }, points: -5 },
  ]
  const model = toModel({
    form: 'points',
    actions: { ...actions, exported: { feature: 'export' } },
    max: 150,
    windowDays: 30,
    lines,
  })
  const rows = [
    ...daysAgo([1, 8, 15, 22], 'signed_in'),
    row('project', T - 1, 1, 'projects'),
    row('report', T - 9, 1, 'reports'),
    row('exported', T - 20, 1, 'export'),
    session(20, 1),
    session(10, 8),
  ]
  const traits = [...known('nps', 9), ...known('open_ticket', true)]

  it('weekly sign-ins, 3 features, 30 minutes, a promoter with a ticket: 90 of 150, which is 60', () => {
    // 25 + 3 · 10 + 3 · 5 + 25 − 5 = 90; 100 · 90/150 = 60.
    const { score, points: given, contributions } = scored(model, rows, { traits })
    expect(given).toEqual({ raw: 90, max: 150 })
    expect(score).toBe(60)
    expect(contributions?.map(({ dimension, points: line }) => [dimension, Math.round(line * 1.5)])).toEqual([
      ['sign-in', 25],
      ['features', 30],
      ['minutes', 15],
      ['quiet', 0],
      ['nps', 25],
      ['open_ticket', -5],
    ])
  })

  it('daily sign-ins take the place of weekly ones', () => {
    const daily = [...rows.slice(4), ...daysAgo(ages(0, 27), 'signed_in')]
    // 50 instead of 25, never 75.
    expect(scored(model, daily, { traits }).points?.raw).toBe(115)
  })

  it('a detractor who did nothing for 30 days ends at 0, and the penalties below it are a line of their own', () => {
    const history = person(60, daysAgo([30], 'signed_in'), { traits: known('nps', 0) })
    // −50 − 25 = −75: 100 · −75/150 = −50.
    const { score, points: given, contributions } = scorePerson(model, history, T)
    expect(score).toBe(0)
    expect(given?.raw).toBe(-75)
    expect(contributions?.at(-1)).toEqual({ dimension: 'limit', points: expect.closeTo(50, 9), items: [] })
  })
})

describe('points', () => {
  it('are given for each full per', () => {
    const line = { signal: { count: 'report' }, per: 4, points: 7 }
    expect([0, 3, 4, 7, 8].map((count) => rawOf(line, [row('report', T, count)]))).toEqual([0, 0, 7, 7, 14])
    // Over days too: 3 + 1 and 2 + 2 fill one each.
    expect(rawOf(line, [row('report', T, 3), row('report', T - 1, 3), row('report', T - 2, 2)])).toBe(14)
  })

  it('are given for 30 times 0.1, which is 3, though ten of them come to less than 1', () => {
    const tenths = ages(0, 29).map((age) => session(0.1, age))
    const line = (per: number) => ({ signal: { sum: 'minutes', of: 'session' }, per, points: 1 })
    expect(tenths.slice(20).reduce((sum, { volume }) => sum + volume, 0)).toBeLessThan(1)
    expect([0.1, 1, 3].map((per) => rawOf(line(per), tenths))).toEqual([30, 3, 1])
    expect([0.1, 1, 3].map((per) => rawOf(line(per), tenths.slice(1)))).toEqual([29, 2, 0])
  })

  it('end at the most that a line gives or takes', () => {
    const five = [row('report', T, 5)]
    expect(rawOf({ signal: { count: 'report' }, points: 10, max: 25 }, five)).toBe(25)
    expect(rawOf({ signal: { count: 'report' }, points: -10, max: 25 }, five)).toBe(-25)
    expect(rawOf({ signal: { count: 'report' }, points: 10 }, five)).toBe(50)
  })

  it('of a group are those of the line that gives most, penalties too', () => {
    const two = (a: number, b: number) =>
      points([
        { signal: { count: 'report' }, points: a, group: 'g' },
        { signal: { count: 'project' }, points: b, group: 'g' },
        { signal: { features: true }, points: 1 },
      ])
    const rows = [row('report', T, 2), row('project', T, 1)]
    expect(scored(two(10, 15), rows).points?.raw).toBe(20)
    expect(scored(two(10, 25), rows).points?.raw).toBe(25)
    expect(scored(two(-10, -15), rows).points?.raw).toBe(-15)
    // The first where they tie.
    expect(scored(two(10, 20), rows).contributions).toMatchObject([
      { dimension: 'g', points: 20, items: [{ key: 'report', points: 20 }] },
      { dimension: 'features', points: 0 },
    ])
  })

  it('are of ages below the window', () => {
    const line = { signal: { count: 'report' }, points: 1 }
    const each = daysAgo(ages(0, 27), 'report')
    expect(rawOf(line, each, { windowDays: 7 })).toBe(7)
    expect(rawOf(line, each, { windowDays: 6.5 })).toBe(7)
    expect(rawOf(line, each, { windowDays: 1 })).toBe(1)
    expect(rawOf(line, daysAgo([7], 'report'), { windowDays: 7 })).toBe(0)
    expect(rawOf({ signal: { features: true }, points: 1 }, [row('report', T - 7, 1, 'r')], { windowDays: 7 })).toBe(0)
  })

  it('count after daily caps, which are in units of the action’s amount', () => {
    const count = (action: string) => ({ signal: { count: action }, points: 1 })
    expect(rawOf(count('signed_in'), [row('signed_in', T, 5), row('signed_in', T - 1, 5)])).toBe(2)
    expect(rawOf(count('report'), [row('report', T, 15, 'a'), row('report', T, 15, 'b')])).toBe(20)
    expect(
      rawOf({ signal: { sum: 'minutes', of: 'session' }, points: 1 }, [session(50), session(50), session(5, 1)]),
    ).toBe(65)
    // Where nothing caps it, a day stops at 1e12.
    const long = { signal: { sum: 'bytes', of: 'sent' }, points: 1e-12 }
    const sent = { sent: { volume: 'bytes' } }
    expect(
      rawOf(
        long,
        [1e12, 1e12].map((volume) => ({ ...row('sent', T), volume })),
        { actions: sent },
      ),
    ).toBe(1)
    // 100 short sessions are 100, though their minutes would stop at 60.
    expect(rawOf(count('session'), [{ ...row('session', T, 100), volume: 1 }])).toBe(100)
  })

  it('lose half of their weight in each half-life, of the day that filled them up', () => {
    const line = { signal: { count: 'report' }, per: 2, points: 8 }
    const halved = { halfLifeDays: 7 }
    expect(rawOf(line, daysAgo([0], 'report', 2), halved)).toBe(8)
    expect(rawOf(line, daysAgo([7], 'report', 2), halved)).toBe(4)
    // Counted from the newest on: one today waits for one of 14 days ago, and is then as old.
    expect(rawOf(line, [row('report', T), row('report', T - 14)], halved)).toBe(2)
    // 3 today are one full and one over, which the one of 7 days ago fills up: 8 + 4; what is left of it fills nothing.
    expect(rawOf(line, [row('report', T, 3), row('report', T - 7, 2)], halved)).toBe(12)
  })

  it('are given for features in use by events of value: of any, or of those listed', () => {
    const rows = [
      row('report', T, 3, 'reports'),
      row('report', T - 1, 1, 'exports'),
      row('project', T - 2, 1, 'projects'),
      row('viewed', T, 1, 'viewer'),
      row('project', T, 1),
    ]
    expect(rawOf({ signal: { features: true }, points: 1 }, rows)).toBe(3)
    expect(rawOf({ signal: { features: ['reports', 'viewer', 'none'] }, points: 1 }, rows)).toBe(1)
    expect(rawOf({ signal: { features: true }, per: 2, points: 1 }, rows)).toBe(1)
  })

  it('are given for passive actions where a line counts them', () => {
    expect(rawOf({ signal: { count: 'viewed' }, points: 1 }, [row('viewed', T, 4)])).toBe(4)
  })

  it('of a silence are given from so many days since the last event on, of the model’s actions, passive ones too', () => {
    const line = { signal: { quietDays: 10 }, points: -1 }
    expect(rawOf(line, daysAgo([9], 'report'))).toBe(0)
    expect(rawOf(line, daysAgo([10], 'report'))).toBe(-1)
    expect(rawOf(line, daysAgo([10, 9], 'viewed'))).toBe(0)
    // Who never did anything is silent since the first day, 27 days ago.
    expect(rawOf(line, [])).toBe(-1)
    expect(rawOf({ ...line, signal: { quietDays: 28 } }, [])).toBe(0)
  })

  it('are told as 0 where there are none, and never as −0', () => {
    const { contributions, points: given } = scored(points([{ signal: { count: 'report' }, points: -1 }]), [])
    const told = [given?.raw, contributions?.[0]?.points, contributions?.[0]?.items[0]?.points]
    expect(told.map((one) => Object.is(one, 0))).toEqual([true, true, true])
  })

  it('stay numbers, and sum to the score, at the ends of what a number can be', () => {
    const huge = (of: number, per = 1) => ({ signal: { count: 'report' }, points: of, per })
    const [most, least] = [Number.MAX_VALUE, 5e-324]
    for (const lines of [
      [huge(most), huge(most), huge(-most)],
      [huge(-most), huge(-most), huge(most)],
      [huge(1, least), huge(-1, least)],
      [huge(0, least)],
    ]) {
      const rows = [row('report', T, 9), row('report', T - 1, 9)]
      const { score, points: given, contributions } = scored(points(lines), rows)
      expect(Number.isFinite(given?.raw)).toBe(true)
      expect((contributions ?? []).reduce((sum, line) => sum + line.points, 0)).toBeCloseTo(score ?? NaN, 9)
    }
  })

  it('make a score of at most 100', () => {
    const model = points([{ signal: { count: 'report' }, points: 30 }])
    const { score, contributions } = scored(model, [row('report', T, 5)])
    expect(score).toBe(100)
    expect(contributions).toEqual([
      { dimension: 'report', points: 150, items: [{ key: 'report', points: 150 }] },
      { dimension: 'limit', points: -50, items: [] },
    ])
  })
})

describe('R12: points of an account', () => {
  const ofAccount = (line: PointsLineInput, members: PersonHistory[], traits = known('none', 0)): number =>
    scoreAccount(points([line]), account(members, traits), T).points?.raw ?? NaN

  it('are for what its members did together, after the caps of each', () => {
    const members = [person(60, [row('report', T, 25)]), person(60, [row('report', T, 3)])]
    expect(ofAccount({ signal: { count: 'report' }, points: 1 }, members)).toBe(23)
    // Neither fills it alone.
    const short = [person(60, [session(6)]), person(60, [session(4, 3)])]
    expect(ofAccount({ signal: { sum: 'minutes', of: 'session' }, per: 10, points: 1 }, short)).toBe(1)
  })

  it('are for its features, its silence and its own traits', () => {
    const members = [
      person(60, [row('report', T - 12, 1, 'reports')], { traits: known('nps', 10) }),
      person(60, [row('report', T - 15, 1, 'reports'), row('project', T - 15, 1, 'projects')]),
    ]
    expect(ofAccount({ signal: { features: true }, points: 1 }, members)).toBe(2)
    expect(ofAccount({ signal: { quietDays: 12 }, points: 1 }, members)).toBe(1)
    expect(ofAccount({ signal: { quietDays: 13 }, points: 1 }, members)).toBe(0)
    const promoter = { signal: { trait: 'nps', atLeast: 9 }, points: 1 } as const
    expect(ofAccount(promoter, members)).toBe(0)
    expect(ofAccount(promoter, members, known('nps', 9))).toBe(1)
  })
})

describe('R32: what one more event would gain', () => {
  const gainsOf = (lines: PointsLineInput[], rows: readonly ActionRow[]): Record<string, number> => {
    const next = nextActionsAt(personSubject(points(lines), person(60, rows), T), T)
    return Object.fromEntries(next.map(({ action, gain }) => [action, gain]))
  }

  it('is what it fills', () => {
    const line = { signal: { count: 'report' }, per: 4, points: 10 }
    expect(gainsOf([line], [row('report', T - 1, 2)])).toMatchObject({ report: 0 })
    expect(gainsOf([line], [row('report', T - 1, 3)])).toEqual({ report: 10, project: 0, session: 0, signed_in: 0 })
    expect(gainsOf([{ ...line, max: 5 }], [row('report', T - 1, 3)])).toMatchObject({ report: 5 })
    // At the cap of 20 a day one more counts for nothing.
    expect(gainsOf([{ ...line, per: 21 }], [row('report', T, 20)])).toMatchObject({ report: 0 })
  })

  it('is the end of a silence too, whatever is done', () => {
    const lines = [
      { signal: { quietDays: 10 }, points: -50 },
      { signal: { count: 'report' }, points: 60 },
    ]
    // From 60 − 50 = 10 to 60; to 120, of which 100 count.
    expect(gainsOf(lines, daysAgo([12], 'report'))).toEqual({ report: 90, project: 50, session: 50, signed_in: 50 })
  })

  it('is a feature not yet in use, and a loss where points are taken away', () => {
    const lines = [
      { signal: { features: true }, points: 10 },
      { signal: { count: 'report' }, points: -4 },
    ] as const
    const rows = [row('report', T - 1, 1, 'reports'), row('signed_in', T, 1, 'home')]
    expect(gainsOf([...lines], rows)).toEqual({ project: 10, report: -4, session: 0, signed_in: 0 })
  })

  it('of an account is by the member who has room for it', () => {
    const members = [person(60, [row('signed_in', T)]), person(60)]
    const model = points([{ signal: { count: 'signed_in' }, points: 10 }])
    const next = nextActionsAt(accountSubject(model, account(members), T), T)
    expect(next[0]).toEqual({ action: 'signed_in', gain: 10 })
  })
})
