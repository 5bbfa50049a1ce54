import { describe, expect, it } from 'vitest'
import type { AppNudge } from '../model/types.ts'
import { decideNudges, type NudgeFacts } from './decide-nudges.ts'
import { DAY_MS, HOUR_MS, mark, newcomer, NOW, rule, TODAY } from './handmade.ts'

const facts = (more: Partial<NudgeFacts> = {}): NudgeFacts => ({
  own: newcomer,
  account: null,
  nextActions: [],
  marks: [],
  session: 'now',
  ...more,
})
const decided = (rules: readonly AppNudge[], more: Partial<NudgeFacts> = {}) =>
  decideNudges(rules, facts(more), NOW).map(({ nudge, outcome }) => [nudge.id, outcome])
/** Done last so many days ago. */
const done = (action: string, daysAgo: number): Partial<NudgeFacts> => ({
  own: { ...newcomer, lastDay: (asked) => (asked === action ? TODAY - daysAgo : null) },
})
const goal = (action: string, withinDays = 7) => ({ goal: { action, withinDays } })

describe('the order of choice', () => {
  const gains = [
    { action: 'most', gain: 9 },
    { action: 'some', gain: 3 },
  ]
  const ranked = [
    rule('z-first', { priority: 1 }),
    rule('y-most', goal('most')),
    rule('x-some', goal('some')),
    rule('a-none'),
    rule('b-none', goal('unknown')),
    rule('c-last', { priority: -1, ...goal('most') }),
  ]
  const ids = ['z-first', 'y-most', 'x-some', 'a-none', 'b-none', 'c-last']

  it('is priority, then the gain of the goal, then id', () => {
    expect(decided(ranked, { nextActions: gains }).map(([id]) => id)).toEqual(ids)
    expect(decided(ranked.toReversed(), { nextActions: gains }).map(([id]) => id)).toEqual(ids)
  })

  it('has one a slot: the others say that another was chosen there', () => {
    const same = ranked.map((one) => ({ ...one, slot: one.id.startsWith('a') ? 'side' : 'top' }))
    expect(decided(same, { nextActions: gains })).toEqual([
      ['z-first', 'chosen'],
      ['y-most', 'slot'],
      ['x-some', 'slot'],
      ['a-none', 'chosen'],
      ['b-none', 'slot'],
      ['c-last', 'slot'],
    ])
  })

  it('gives a slot to the next where the first is held back', () => {
    const two = [rule('a', { slot: 'top' }), rule('b', { slot: 'top' })]
    expect(decided(two, { marks: [mark('a', 'nudge_dismissed', HOUR_MS)] })).toEqual([
      ['a', 'dismissed'],
      ['b', 'chosen'],
    ])
  })

  it('goes on beside what is critical', () => {
    const marks = [mark('alarm', 'nudge_shown', HOUR_MS, { session: 'now' })]
    expect(decided([rule('a'), rule('alarm', { critical: true })], { marks })).toEqual([
      ['a', 'chosen'],
      ['alarm', 'chosen'],
    ])
  })

  it('lets what is critical take the slot of what is seen', () => {
    const two = [rule('seen', { slot: 'top' }), rule('alarm', { slot: 'top', critical: true, priority: 1 })]
    expect(decided(two, { marks: [mark('seen', 'nudge_shown', HOUR_MS, { session: 'now' })] })).toEqual([
      ['alarm', 'chosen'],
      ['seen', 'slot'],
    ])
  })
})

describe('the reason given', () => {
  it('is the condition first, with what was found', () => {
    const asks = rule('a', { when: { score: { below: 40 } } })
    const marks = [mark('a', 'nudge_completed', HOUR_MS)]
    expect(decided([asks], { marks })).toEqual([['a', 'condition']])
    const [decision] = decideNudges([asks], facts({ own: { ...newcomer, score: 50 } }), NOW)
    expect(decision?.judgement).toEqual({ condition: asks.when, truth: false, found: 50 })
  })

  it('is completed before the goal, and the goal before what ends', () => {
    const one = rule('a', goal('done'))
    const marks = [mark('a', 'nudge_dismissed', HOUR_MS)]
    expect(decided([one], { marks, ...done('done', 0) })).toEqual([['a', 'goal_reached']])
    expect(decided([one], { marks: [...marks, mark('a', 'nudge_completed', HOUR_MS)], ...done('done', 0) })).toEqual([
      ['a', 'completed'],
    ])
  })

  it('says when it ends, where that is known', () => {
    const ends = (marks: NudgeFacts['marks'], more: Partial<NudgeFacts> = {}) =>
      decideNudges([rule('a', goal('done'))], facts({ marks, ...more }), NOW)[0]?.untilMs
    expect(ends([mark('a', 'nudge_dismissed', DAY_MS)])).toBe(NOW + 29 * DAY_MS)
    expect(ends([mark('a', 'nudge_completed', DAY_MS)])).toBe(Infinity)
    expect(ends([], done('done', 0))).toBeNull()
    expect(ends([])).toBeNull()
  })
})

describe('a goal', () => {
  it('is reached where its action was done in so many days, today included', () => {
    const one = [rule('a', goal('done', 7))]
    expect(decided(one, done('done', 0))).toEqual([['a', 'goal_reached']])
    expect(decided(one, done('done', 6))).toEqual([['a', 'goal_reached']])
    expect(decided(one, done('done', 7))).toEqual([['a', 'chosen']])
    expect(decided(one, done('other', 0))).toEqual([['a', 'chosen']])
    expect(decided([rule('a', goal('done', 1))], done('done', 1))).toEqual([['a', 'chosen']])
    // What is part of a day counts as one.
    expect(decided([rule('a', goal('done', 0.5))], done('done', 0))).toEqual([['a', 'goal_reached']])
    expect(decided([rule('a', goal('done', 1.5))], done('done', 1))).toEqual([['a', 'goal_reached']])
  })

  it.each(['nudge_shown', 'nudge_held'] as const)('is reached on any day since the first %s', (event) => {
    const marks = [mark('a', event, 60 * DAY_MS), mark('a', event, 30 * DAY_MS)]
    const one = [rule('a', goal('done', 7))]
    expect(decided(one, { marks, ...done('done', 60) })).toEqual([['a', 'goal_reached']])
    expect(decided(one, { marks, ...done('done', 61) })).toEqual([['a', 'chosen']])
    expect(decided([rule('b', goal('done', 7))], { marks, ...done('done', 40) })).toEqual([['b', 'chosen']])
  })

  it('is reached of what is critical too, and not by a click', () => {
    const critical = [rule('a', { critical: true, ...goal('done') })]
    expect(decided(critical, done('done', 0))).toEqual([['a', 'goal_reached']])
    const clicked = { marks: [mark('a', 'nudge_clicked', 60 * DAY_MS)], ...done('done', 40) }
    expect(decided([rule('a', goal('done'))], clicked)).toEqual([['a', 'chosen']])
  })
})

it('proposes by the weakest dimension the best next action, as the design has it', () => {
  const share = rule('share-a-report', {
    slot: 'reports-top',
    when: { all: [{ weakest: 'collaboration' }, { band: ['needs-attention', 'at-risk'] }] },
    ...goal('report_shared'),
  })
  const low = { ...newcomer, score: 50, subscores: { frequency: 60, collaboration: 10 } }
  expect(decided([share], { own: low })).toEqual([['share-a-report', 'chosen']])
  expect(decided([share], { own: { ...low, score: 60 } })).toEqual([['share-a-report', 'condition']])
  expect(decided([share], { own: { ...low, subscores: { frequency: 5, collaboration: 10 } } })).toEqual([
    ['share-a-report', 'condition'],
  ])
  expect(decided([share])).toEqual([['share-a-report', 'condition']])
})
