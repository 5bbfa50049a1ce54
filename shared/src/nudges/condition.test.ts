import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, ConditionTest } from '../model/types.ts'
import type { Trend } from '../wire/score.ts'
import { judge, type Truth } from './condition.ts'
import type { Facts } from './facts.ts'
import { newcomer } from './handmade.ts'

const facts = (more: Partial<Facts> = {}): Facts => ({ ...newcomer, ...more })
const truthOf = (condition: Condition, own: Facts, account: Facts | null = null, slack = 0): Truth =>
  judge(condition, { own, account }, slack).truth

const trend = (more: Partial<Trend> = {}): Facts['trend'] => ({
  change: null,
  adjusted: null,
  declining: false,
  quiet: null,
  ...more,
})
const at = (score: number, before: number | null = null): Partial<Facts> => ({ score, scoreBefore: () => before })
const traits = (value: unknown): Partial<Facts> => ({ traits: () => new Map([['t', value]]) })
const next = (step: string | null): Partial<Facts> => ({
  activation: () => ({ done: [], of: ['a', 'b'], next: step }),
})
/** Three of an action in seven days, five in all. */
const counted: Partial<Facts> = {
  count: (action, inDays) => (action === 'a' ? (inDays === 7 ? 3 : inDays === Infinity ? 5 : 4) : 0),
}

const CASES: [ConditionTest, Partial<Facts>, Truth][] = [
  [{ score: { below: 40 } }, at(39.99), true],
  [{ score: { below: 40 } }, at(40), false],
  [{ score: { below: 40 } }, at(40 - 1e-12), false],
  [{ score: { above: 80 } }, at(80), false],
  [{ score: { above: 80 } }, at(80 + 1e-12), false],
  [{ score: { above: 80 } }, at(80.01), true],
  [{ score: { atLeast: 80 } }, at(80), true],
  [{ score: { atLeast: 80 } }, at(80 - 1e-12), true],
  [{ score: { atLeast: 80 } }, at(79.99), false],
  [{ score: { atLeast: 20, below: 40 } }, at(20), true],
  [{ score: { atLeast: 20, below: 40 } }, at(19), false],
  [{ score: { below: 40 } }, {}, null],

  [{ subscore: 'd', below: 40 }, { subscores: { d: 0 } }, true],
  [{ subscore: 'd', below: 40 }, { subscores: { d: 40 } }, false],
  [{ subscore: 'd', below: 40 }, { subscores: { e: 0 } }, null],
  [{ subscore: 'd', below: 40 }, {}, null],

  [{ weakest: 'd' }, { subscores: { e: 4, d: 3 } }, true],
  [{ weakest: 'd' }, { subscores: { e: 2, d: 3 } }, false],
  [{ weakest: 'd' }, {}, null],

  [{ band: 'at-risk' }, at(0), true],
  [{ band: 'at-risk' }, at(39.99), true],
  [{ band: 'at-risk' }, at(40), false],
  [{ band: 'at-risk' }, at(40 - 1e-12), false],
  [{ band: 'needs-attention' }, at(40 - 1e-12), true],
  [{ band: ['at-risk', 'thriving'] }, at(100), true],
  [{ band: ['at-risk', 'thriving'] }, at(60), false],
  [{ band: 'at-risk' }, {}, null],

  [{ entered: 'healthy' }, at(60, 59), true],
  [{ entered: 'healthy' }, at(60, 60), false],
  [{ entered: 'healthy' }, at(59, 60), false],
  [{ entered: ['healthy', 'thriving'] }, at(80, 60), false],
  [{ entered: 'healthy' }, at(60), null],
  [{ entered: 'healthy' }, { scoreBefore: () => 50 }, null],
  [{ left: 'healthy' }, at(59, 60), true],
  [{ left: 'healthy' }, at(60, 60), false],
  [{ left: 'healthy' }, at(60, 59), false],
  [{ left: ['healthy', 'thriving'] }, at(60, 80), false],
  [{ left: 'healthy' }, at(59), null],
  [{ entered: 'healthy' }, { score: 60, scoreBefore: (days) => (days === 7 ? 0 : 60) }, true],
  [{ entered: 'healthy', inDays: 28 }, { score: 60, scoreBefore: (days) => (days === 28 ? 0 : 60) }, true],

  [{ change: { below: -10 } }, { trend: trend({ change: -11 }) }, true],
  [{ change: { below: -10 } }, { trend: trend({ change: -10 }) }, false],
  [{ change: { below: -10 } }, { trend: trend({ change: -20, adjusted: -5 }) }, false],
  [{ change: { below: -10 } }, { trend: trend() }, null],
  [{ change: { below: -10 } }, {}, null],

  [{ trend: 'declining' }, { trend: trend({ change: -20, declining: true }) }, true],
  [{ trend: 'declining' }, { trend: trend({ change: -20 }) }, false],
  [{ trend: 'declining' }, { trend: trend() }, null],
  [{ trend: 'persistentlyLow' }, { persistentlyLow: () => true }, true],
  [{ trend: 'persistentlyLow' }, { persistentlyLow: () => false }, false],
  [{ trend: 'persistentlyLow' }, {}, null],
  [{ trend: 'neverHealthy' }, { neverHealthy: () => true }, true],
  [{ trend: 'neverHealthy' }, { neverHealthy: () => false }, false],
  [{ trend: 'neverHealthy' }, {}, null],
  [{ trend: 'quiet' }, { trend: trend({ quiet: { days: 9, probability: 0.009 } }) }, true],
  [{ trend: 'quiet' }, { trend: trend({ quiet: { days: 9, probability: 0.01 } }) }, false],
  [{ trend: 'quiet' }, { trend: trend() }, null],

  [{ activation: 'complete' }, next(null), true],
  [{ activation: 'complete' }, next('b'), false],
  [{ activation: 'complete' }, {}, null],
  [{ activation: { next: 'b' } }, next('b'), true],
  [{ activation: { next: 'b' } }, next('a'), false],
  [{ activation: { next: 'b' } }, next(null), false],
  [{ activation: { next: 'b' } }, {}, null],

  [{ daysKnown: { below: 2 } }, {}, true],
  [{ daysKnown: { atLeast: 2 } }, {}, false],
  [{ activeDays: { atLeast: 30 } }, { activeDays: () => 30 }, true],
  [{ activeDays: { atLeast: 30 } }, { activeDays: () => 29 }, false],

  [{ trait: 't', is: 'team' }, traits('team'), true],
  [{ trait: 't', is: 'team' }, traits('Team'), false],
  [{ trait: 't', is: 1 }, traits('1'), false],
  [{ trait: 't', is: false }, traits(false), true],
  [{ trait: 't', is: 'team' }, traits(null), null],
  [{ trait: 't', is: 'team' }, {}, null],
  [{ trait: 't', atLeast: 5 }, traits(5), true],
  [{ trait: 't', atLeast: 5 }, traits(4), false],
  [{ trait: 't', below: 5 }, traits(5), false],
  [{ trait: 't', below: 5 }, traits('4'), null],
  [{ trait: 't', below: 5 }, {}, null],

  [{ count: 'a', above: 4 }, counted, true],
  [{ count: 'a', above: 5 }, counted, false],
  [{ count: 'a', atLeast: 3, inDays: 7 }, counted, true],
  [{ count: 'a', atLeast: 4, inDays: 7 }, counted, false],
  [{ count: 'b', below: 1 }, counted, true],
]

describe('a condition', () => {
  it.each(CASES)('%j', (test, more, truth) => {
    expect(truthOf(test, facts(more))).toBe(truth)
    expect(truthOf({ not: test }, facts(more))).toBe(truth === null ? null : !truth)
  })

  it.each(CASES)('%j of the account alone, and of none it is unknown', (test, more, truth) => {
    const ofAccount = { ...test, of: 'account' } as const
    expect(truthOf(ofAccount, facts(), facts(more))).toBe(truth)
    expect(truthOf(ofAccount, facts(more), null)).toBeNull()
  })

  it('says what was found where it asks', () => {
    const known = { own: facts({ ...at(50), ...next('b'), ...traits('x') }), account: null }
    const asked: Condition = {
      all: [{ score: { below: 40 } }, { not: { activation: 'complete' } }, { trait: 't', below: 5 }],
    }
    expect(judge(asked, known)).toEqual({
      condition: asked,
      truth: false,
      parts: [
        { condition: { score: { below: 40 } }, truth: false, found: 50 },
        {
          condition: { not: { activation: 'complete' } },
          truth: true,
          parts: [{ condition: { activation: 'complete' }, truth: false, found: 'b' }],
        },
        { condition: { trait: 't', below: 5 }, truth: null, found: 'x' },
      ],
    })
    expect(judge({ weakest: 'd' }, known).found).toBeNull()
  })
})

const IS = {
  true: { daysKnown: { below: 2 } },
  false: { daysKnown: { above: 1 } },
  null: { score: { below: 40 } },
} as const
const of = (truth: Truth): Condition => IS[`${truth}`]

describe('three values', () => {
  it.each<[a: Truth, b: Truth, and: Truth, or: Truth]>([
    [true, true, true, true],
    [true, null, null, true],
    [true, false, false, true],
    [null, null, null, null],
    [null, false, false, null],
    [false, false, false, false],
  ])('%s and %s is %s, or is %s', (a, b, and, or) => {
    for (const pair of [
      [of(a), of(b)],
      [of(b), of(a)],
    ]) {
      expect(truthOf({ all: pair }, newcomer)).toBe(and)
      expect(truthOf({ any: pair }, newcomer)).toBe(or)
    }
  })

  /** Any condition of these tests, whatever is known of somebody. */
  const tests = CASES.map(([test]) => fc.constant<Condition>(test))
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      ...tests,
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  }))
  const someFacts = fc
    .tuple(...Array.from({ length: 4 }, () => fc.constantFrom(...CASES.map(([, more]) => more))))
    .map((parts) => facts(Object.assign({}, ...parts) as Partial<Facts>))

  it('what holds while something is unknown holds whatever it turns out to be', () => {
    const holds = fc.property(condition, someFacts, fc.subarray(Object.keys(newcomer)), (asked, known, unknown) => {
      const less = { ...known, ...Object.fromEntries(unknown.map((key) => [key, newcomer[key as keyof Facts]])) }
      const counting = { ...less, daysKnown: known.daysKnown, activeDays: known.activeDays, count: known.count }
      expect([null, truthOf(asked, known)]).toContain(truthOf(asked, counting))
    })
    fc.assert(holds, { seed: 20260701, numRuns: 2_000 })
  })

  it('follows De Morgan, and not of not is the same', () => {
    const laws = fc.property(condition, condition, someFacts, (a, b, known) => {
      const same = (left: Condition, right: Condition) => expect(truthOf(left, known)).toBe(truthOf(right, known))
      same({ not: { all: [a, b] } }, { any: [{ not: a }, { not: b }] })
      same({ not: { any: [a, b] } }, { all: [{ not: a }, { not: b }] })
      same({ not: { not: a } }, a)
    })
    fc.assert(laws, { seed: 20260702, numRuns: 1_000 })
  })

  it('of somebody without a score nothing that asks for one holds, nor its opposite', () => {
    const needing = CASES.map(([test]) => test).filter((test) =>
      ['score', 'subscore', 'weakest', 'band', 'entered', 'left', 'change', 'trend'].some((key) => key in test),
    )
    const part = fc.constantFrom<Condition[]>(...needing)
    const mixed = fc.array(
      fc.oneof(
        part,
        part.map((not) => ({ not })),
      ),
      { minLength: 1, maxLength: 4 },
    )
    const never = fc.property(mixed, fc.constantFrom('all', 'any'), (parts, group) => {
      const asked = (group === 'all' ? { all: parts } : { any: parts }) satisfies Condition
      expect(truthOf(asked, newcomer)).toBeNull()
      expect(truthOf({ not: asked }, newcomer)).toBeNull()
    })
    fc.assert(never, { seed: 20260703, numRuns: 300 })
  })
})

describe('borders two points wider', () => {
  it.each<[Condition, score: number, Truth]>([
    [{ score: { below: 40 } }, 41.99, true],
    [{ score: { below: 40 } }, 42, false],
    [{ score: { above: 80 } }, 78.01, true],
    [{ score: { above: 80 } }, 78, false],
    [{ score: { atLeast: 80 } }, 78, true],
    [{ score: { atLeast: 80 } }, 77.99, false],
    [{ not: { score: { atLeast: 40 } } }, 41.99, true],
    [{ not: { score: { atLeast: 40 } } }, 42, false],
    [{ not: { score: { below: 40 } } }, 38, true],
    [{ not: { score: { below: 40 } } }, 37.99, false],
    [{ not: { not: { score: { below: 40 } } } }, 41.99, true],
    [{ all: [{ any: [{ score: { below: 40 } }] }] }, 41.99, true],
    [{ band: 'needs-attention' }, 38, true],
    [{ band: 'needs-attention' }, 37.99, false],
    [{ band: 'needs-attention' }, 61.99, true],
    [{ band: 'needs-attention' }, 62, false],
    [{ not: { band: 'needs-attention' } }, 41.99, true],
    [{ not: { band: 'needs-attention' } }, 42, false],
    // Two bands side by side are one: there is no border within.
    [{ not: { band: ['at-risk', 'needs-attention'] } }, 39, false],
    [{ not: { band: ['at-risk', 'needs-attention'] } }, 41, false],
    [{ not: { band: ['at-risk', 'needs-attention'] } }, 57.99, false],
    [{ not: { band: ['at-risk', 'needs-attention'] } }, 58, true],
    [{ band: 'at-risk' }, 0, true],
    [{ not: { band: 'thriving' } }, 100, false],
  ])('%j at %d', (condition, score, truth) => {
    expect(truthOf(condition, facts(at(score)), null, 2)).toBe(truth)
  })

  it('are of scores and subscores, and of nothing else', () => {
    expect(truthOf({ subscore: 'd', below: 40 }, facts({ subscores: { d: 41 } }), null, 2)).toBe(true)
    expect(truthOf({ score: { below: 40 }, of: 'account' }, facts(), facts(at(41)), 2)).toBe(true)
    expect(truthOf({ change: { below: -10 } }, facts({ trend: trend({ change: -9 }) }), null, 2)).toBe(false)
    expect(truthOf({ entered: 'healthy' }, facts(at(59, 0)), null, 2)).toBe(false)
    expect(truthOf({ daysKnown: { above: 1 } }, facts(), null, 2)).toBe(false)
    expect(truthOf({ activeDays: { atLeast: 1 } }, facts(), null, 2)).toBe(false)
    expect(truthOf({ count: 'a', atLeast: 6 }, facts(counted), null, 2)).toBe(false)
    expect(truthOf({ trait: 't', atLeast: 5 }, facts(traits(4)), null, 2)).toBe(false)
  })
})
