import type { Band, Condition, ConditionTest, Range } from '../model/types.ts'
import { BORDER_ROUNDING, isQuiet, traitHolds, weakest } from '../scoring/index.ts'
import type { Facts } from './facts.ts'

/** Whether a condition holds; null where that is not known. */
export type Truth = boolean | null

/** What came of a condition and of its parts, with what was found where it asks. */
export interface Judgement {
  readonly condition: Condition
  readonly truth: Truth
  /** Of a test: a number, name or value; null where nothing is known. */
  readonly found?: unknown
  readonly parts?: readonly Judgement[]
}

/** Whom a condition can ask about. `own` is the person's, or the account's of a rule about accounts. */
export interface Known {
  readonly own: Facts
  /** Null where there is none. */
  readonly account: Facts | null
}

const ENTERED_IN_DAYS = 7

const all = (truths: readonly Truth[]): Truth => (truths.includes(false) ? false : truths.includes(null) ? null : true)
const any = (truths: readonly Truth[]): Truth => (truths.includes(true) ? true : truths.includes(null) ? null : false)
const not = (truth: Truth): Truth => (truth === null ? null : !truth)

/** Whether a number lies in a range whose borders are so much wider; one that is a rounding away from a border lies on it. */
const isWithin = (
  { above = -Infinity, atLeast = -Infinity, below = Infinity }: Range,
  value: number,
  slack = 0,
): boolean =>
  value > above - slack + BORDER_ROUNDING &&
  value >= atLeast - slack - BORDER_ROUNDING &&
  value < below + slack - BORDER_ROUNDING

/** Whether a score lies in one of the bands, whose borders with others are so much wider. */
function isIn(names: string | readonly string[], bands: readonly Band[], score: number, slack = 0): boolean {
  const isWanted = (band: Band | undefined): boolean => band !== undefined && [names].flat().includes(band.name)
  return bands.some((band, i) => {
    const [before, after] = [bands[i - 1], bands[i + 1]]
    // Between two that are wanted there is no border.
    const from = before ? band.from - (isWanted(before) ? 0 : slack) : -Infinity
    const to = after ? after.from + (isWanted(after) ? 0 : slack) : Infinity
    return isWanted(band) && score >= from - BORDER_ROUNDING && score < to - BORDER_ROUNDING
  })
}

/** What is found where a test asks, and whether it holds; nothing found is unknown. */
type Finding = readonly [found: unknown, truth: Truth]
const finding = <T>(found: T | null | undefined, holds: (found: T) => Truth): Finding =>
  found === null || found === undefined ? [null, null] : [found, holds(found)]

function look(test: ConditionTest, facts: Facts, slack: number): Finding {
  const { score, subscores, trend, bands } = facts
  if ('score' in test) return finding(score, (value) => isWithin(test.score, value, slack))
  if ('subscore' in test) return finding(subscores?.[test.subscore], (value) => isWithin(test, value, slack))
  if ('weakest' in test) return finding(weakest(subscores), (name) => name === test.weakest)
  if ('band' in test) return finding(score, (value) => isIn(test.band, bands, value, slack))
  if ('entered' in test || 'left' in test) {
    const { inDays = ENTERED_IN_DAYS } = test
    const names = 'entered' in test ? test.entered : test.left
    const before = score === null ? null : facts.scoreBefore(inDays)
    return finding(before, (then) => {
      const [was, is] = [isIn(names, bands, then), isIn(names, bands, score ?? 0)]
      return 'entered' in test ? is && !was : was && !is
    })
  }
  if ('change' in test) return finding(trend?.adjusted ?? trend?.change, (value) => isWithin(test.change, value))
  if ('trend' in test) return lookAtTrend(test.trend, facts)
  if ('activation' in test) {
    const activation = facts.activation()
    const wanted = test.activation === 'complete' ? null : test.activation.next
    return activation === null ? [null, null] : [activation.next ?? 'complete', activation.next === wanted]
  }
  if ('daysKnown' in test) return finding(facts.daysKnown, (days) => isWithin(test.daysKnown, days))
  if ('activeDays' in test) return finding(facts.activeDays(), (days) => isWithin(test.activeDays, days))
  if ('count' in test)
    return finding(facts.count(test.count, test.inDays ?? Infinity), (count) => isWithin(test, count))
  return lookAtTrait(test, facts)
}

function lookAtTrend(name: Extract<ConditionTest, { trend: unknown }>['trend'], facts: Facts): Finding {
  if (name === 'declining') return finding(facts.trend?.change, () => facts.trend?.declining ?? null)
  if (name === 'quiet') return finding(facts.trend?.quiet, isQuiet)
  return finding(facts[name](), (holds) => holds)
}

function lookAtTrait(test: Extract<ConditionTest, { trait: unknown }>, facts: Facts): Finding {
  const traits = facts.traits()
  const value = traits.get(test.trait)
  // A range asks for a number: of a text it is not known how large it is.
  const isAnswer = 'is' in test ? value !== undefined : typeof value === 'number'
  return isAnswer ? finding(value, () => traitHolds(test, traits)) : [value ?? null, null]
}

/**
 * What a condition comes to, in three values (Kleene's).
 * @param slack - points by which borders of scores and subscores are wider, so that what holds holds for a while; within `not` narrower
 */
export function judge(condition: Condition, known: Known, slack = 0): Judgement {
  if ('all' in condition || 'any' in condition) {
    const parts = ('all' in condition ? condition.all : condition.any).map((part) => judge(part, known, slack))
    const truths = parts.map(({ truth }) => truth)
    return { condition, truth: 'all' in condition ? all(truths) : any(truths), parts }
  }
  if ('not' in condition) {
    const part = judge(condition.not, known, -slack)
    return { condition, truth: not(part.truth), parts: [part] }
  }
  const facts = condition.of === 'account' ? known.account : known.own
  const [found, truth] = facts === null ? [null, null] : look(condition, facts, slack)
  return { condition, truth, found }
}
