import type { Condition, Model, Range } from '@uptake/shared/model'
import type { Judgement } from '@uptake/shared/nudges'
import { bandOf } from '@uptake/shared/scoring'
import type { QuietTrend } from '@uptake/shared/wire'
import { counted, number, signed } from '../numbers.ts'

type Test = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>
const DAYS_BEFORE = 7

/** The tests of a condition that made it what it is: of `all` that is false the false ones, of one that is true all. */
export function deciding({ condition, truth, parts = [], ...rest }: Judgement): Judgement[] {
  if (parts.length === 0) return [{ condition, truth, ...rest }]
  return parts.filter((part) => 'not' in condition || part.truth === truth).flatMap(deciding)
}

/** What was found where a test asks, and whether that is what it wants. */
export function testText(
  { condition, truth, found }: Judgement,
  { model, hasAccount }: { readonly model: Model; readonly hasAccount: boolean },
): string {
  const test = condition as Test
  const whose = test.of === 'account' ? 'of the account: ' : ''
  if (truth !== null) return whose + textOf(test, truth, found, model)
  const why = test.of === 'account' && !hasAccount ? 'the user is in none' : whyUnknown(test, found)
  return `${whose}${nameOf(test)} is not known yet: ${why}`
}

const isNot = (truth: boolean): string => (truth ? '' : 'not ')

function textOf(test: Test, truth: boolean, found: unknown, model: Model): string {
  const not = isNot(truth)
  const amount = found as number
  if ('score' in test) return `score is ${number(amount)}, ${not}${wanted(test.score)}`
  if ('subscore' in test) return `${test.subscore} is ${number(amount)}, ${not}${wanted(test)}`
  if ('weakest' in test) return `weakest is ${String(found)}${truth ? '' : `, not ${test.weakest}`}`
  if ('band' in test) {
    const is = `score is ${number(amount)}, in ${bandOf(model, amount)}`
    return truth ? is : `${is}, not in ${listed(test.band)}`
  }
  if ('entered' in test || 'left' in test) {
    const [name, bands] = 'entered' in test ? ['entered', test.entered] : ['left', test.left]
    const before = `score was ${number(amount)}, in ${bandOf(model, amount)}, ${counted(test.inDays ?? DAYS_BEFORE, 'day')} before`
    return `${before}: ${listed(bands)} was ${not}${name} since`
  }
  if ('change' in test) return `change is ${signed(amount)}, ${not}${wanted(test.change)}`
  if ('trend' in test) return trendText(test.trend, truth, found)
  if ('activation' in test) {
    const is = found === 'complete' ? 'activation is complete' : `the next step is ${String(found)}`
    if (truth) return is
    return test.activation === 'complete' ? `activation is not complete: ${is}` : `${is}: not ${test.activation.next}`
  }
  if ('daysKnown' in test) return `known for ${counted(amount, 'day')}, ${not}${wanted(test.daysKnown)}`
  if ('activeDays' in test) return `active on ${counted(amount, 'day')}, ${not}${wanted(test.activeDays)}`
  if ('count' in test) return `${nameOf(test)} is ${amount}, ${not}${wanted(test)}`
  const is = `${nameOf(test)} is ${JSON.stringify(found)}`
  if ('is' in test) return truth ? is : `${is}, not ${JSON.stringify(test.is)}`
  return `${is}, ${not}${wanted(test)}`
}

function trendText(name: Extract<Test, { trend: unknown }>['trend'], truth: boolean, found: unknown): string {
  if (name === 'neverHealthy') return `has ${truth ? 'never ' : ''}been healthy`
  if (name === 'persistentlyLow') return `${isNot(truth)}low for 28 days`
  if (name === 'declining') return `change is ${signed(found as number)}, ${isNot(truth)}declining`
  const { days, probability } = found as QuietTrend
  const silence = `nothing of value for ${counted(days, 'day')}, which has a probability of ${probability.toPrecision(2)}`
  return `${silence}: ${isNot(truth)}quiet`
}

const listed = (names: string | readonly string[]): string => (typeof names === 'string' ? [names] : names).join(' or ')

/** All that a range asks for. */
function wanted({ above, atLeast, below }: Range): string {
  const bounds = [above !== undefined && `above ${above}`, atLeast !== undefined && `at least ${atLeast}`]
  return [...bounds, below !== undefined && `below ${below}`].filter((bound) => bound !== false).join(' and ')
}

function nameOf(test: Test): string {
  if ('score' in test || 'band' in test || 'entered' in test || 'left' in test) return 'score'
  if ('subscore' in test) return test.subscore
  if ('weakest' in test) return 'weakest'
  if ('change' in test) return 'change'
  if ('trend' in test) return test.trend === 'quiet' ? 'quiet' : 'trend'
  if ('activation' in test) return 'activation'
  if ('daysKnown' in test) return 'when first seen'
  if ('activeDays' in test) return 'activity'
  if ('count' in test) return `${test.count}${test.inDays === undefined ? '' : ` in ${counted(test.inDays, 'day')}`}`
  return `trait ${test.trait}`
}

const WHY_NO_TREND = {
  persistentlyLow: 'there is no score, or there was none at the end of one of 28 days',
  neverHealthy: 'there is no score, or it is known for 90 days at most',
  quiet: 'no rhythm is known',
}

function whyUnknown(test: Test, found: unknown): string {
  if (found !== null) return `${JSON.stringify(found)} is no number`
  if ('trait' in test) return 'nobody told it'
  if ('activation' in test) return 'the model asks for none'
  if ('entered' in test || 'left' in test) return 'there is no score, or there was none then'
  if ('trend' in test && test.trend !== 'declining') return WHY_NO_TREND[test.trend]
  if ('change' in test || 'trend' in test) return 'there is no score, or there was none 28 days before'
  if ('subscore' in test) return 'there is no score, or its profile has no such dimension'
  return 'there is no score'
}
