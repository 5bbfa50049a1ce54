import type { Condition } from '@uptake/shared/model'
import { checkModel } from '@uptake/shared/model/check'
import type { Judgement, Truth } from '@uptake/shared/nudges'
import { expect, it } from 'vitest'
import { deciding, testText } from './condition-text.ts'

const checked = checkModel({
  actions: { report_created: {} },
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
})
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { model } = checked
const quiet = { days: 9, probability: 0.0023 }

it.each<[Condition, Truth, unknown, string]>([
  [{ score: { below: 40 } }, false, 63.24, 'score is 63.2, not below 40'],
  [{ score: { above: 10, atLeast: 20, below: 40 } }, true, 35, 'score is 35.0, above 10 and at least 20 and below 40'],
  [{ score: { below: 40 } }, null, null, 'score is not known yet: there is no score'],
  [{ subscore: 'depth', atLeast: 50 }, false, 7, 'depth is 7.0, not at least 50'],
  [
    { subscore: 'depth', atLeast: 50 },
    null,
    null,
    'depth is not known yet: there is no score, or its profile has no such dimension',
  ],
  [{ weakest: 'depth' }, true, 'depth', 'weakest is depth'],
  [{ weakest: 'depth' }, false, 'breadth', 'weakest is breadth, not depth'],
  [{ band: 'at-risk' }, true, 12, 'score is 12.0, in at-risk'],
  [{ band: ['at-risk', 'thriving'] }, false, 63, 'score is 63.0, in healthy, not in at-risk or thriving'],
  [{ entered: 'at-risk' }, true, 41, 'score was 41.0, in needs-attention, 7 days before: at-risk was entered since'],
  [{ left: 'healthy', inDays: 1 }, false, 90, 'score was 90.0, in thriving, 1 day before: healthy was not left since'],
  [{ entered: 'at-risk' }, null, null, 'score is not known yet: there is no score, or there was none then'],
  [{ change: { below: -10 } }, false, -3, 'change is −3.0, not below -10'],
  [
    { change: { below: -10 } },
    null,
    null,
    'change is not known yet: there is no score, or there was none 28 days before',
  ],
  [{ trend: 'declining' }, false, 2, 'change is +2.0, not declining'],
  [{ trend: 'declining' }, null, null, 'trend is not known yet: there is no score, or there was none 28 days before'],
  [{ trend: 'persistentlyLow' }, true, true, 'low for 28 days'],
  [{ trend: 'neverHealthy' }, true, true, 'has never been healthy'],
  [{ trend: 'neverHealthy' }, false, false, 'has been healthy'],
  [
    { trend: 'neverHealthy' },
    null,
    null,
    'trend is not known yet: there is no score, or it is known for 90 days at most',
  ],
  [{ trend: 'quiet' }, true, quiet, 'nothing of value for 9 days, which has a probability of 0.0023: quiet'],
  [{ trend: 'quiet' }, null, null, 'quiet is not known yet: no rhythm is known'],
  [{ activation: 'complete' }, true, 'complete', 'activation is complete'],
  [{ activation: 'complete' }, false, 'report_created', 'activation is not complete: the next step is report_created'],
  [{ activation: { next: 'a' } }, false, 'b', 'the next step is b: not a'],
  [{ activation: { next: 'a' } }, false, 'complete', 'activation is complete: not a'],
  [{ activation: 'complete' }, null, null, 'activation is not known yet: the model asks for none'],
  [{ daysKnown: { atLeast: 7 } }, false, 1, 'known for 1 day, not at least 7'],
  [{ activeDays: { atLeast: 7 } }, true, 30, 'active on 30 days, at least 7'],
  [{ count: 'report_created', below: 1, inDays: 7 }, false, 2, 'report_created in 7 days is 2, not below 1'],
  [{ count: 'report_created', atLeast: 1 }, true, 2, 'report_created is 2, at least 1'],
  [{ trait: 'plan', is: 'pro' }, false, 'free', 'trait plan is "free", not "pro"'],
  [{ trait: 'seats', atLeast: 3 }, true, 9, 'trait seats is 9, at least 3'],
  [{ trait: 'seats', atLeast: 3 }, null, 'many', 'trait seats is not known yet: "many" is no number'],
  [{ trait: 'seats', atLeast: 3 }, null, null, 'trait seats is not known yet: nobody told it'],
  [{ score: { below: 40 }, of: 'account' }, true, 3, 'of the account: score is 3.0, below 40'],
])('%j that is %j by %j says "%s…"', (condition, truth, found, text) => {
  expect(testText({ condition, truth, found }, { model, hasAccount: true })).toBe(text)
})

it('says that somebody is in no account', () => {
  const judgement: Judgement = {
    condition: { count: 'report_created', atLeast: 1, of: 'account' },
    truth: null,
    found: null,
  }
  const text = 'of the account: report_created is not known yet: the user is in none'
  expect(testText(judgement, { model, hasAccount: false })).toBe(text)
})

it('names the tests that decided', () => {
  const test = (name: string, truth: Truth): Judgement => ({ condition: { weakest: name }, truth, found: name })
  const of = (kind: 'all' | 'any', truth: Truth, parts: Judgement[]): Judgement => ({
    condition: { [kind]: parts.map(({ condition }) => condition) } as unknown as Condition,
    truth,
    parts,
  })
  const not = (part: Judgement, truth: Truth): Judgement => ({
    condition: { not: part.condition },
    truth,
    parts: [part],
  })
  const names = (judgement: Judgement) => deciding(judgement).map(({ found }) => found)
  const three = [test('yes', true), test('no', false), test('unknown', null)]
  expect(names(of('all', false, three))).toEqual(['no'])
  expect(names(of('any', true, three))).toEqual(['yes'])
  expect(names(of('all', null, [three[0]!, three[2]!]))).toEqual(['unknown'])
  expect(names(of('any', null, [three[1]!, three[2]!]))).toEqual(['unknown'])
  expect(names(of('all', true, [test('a', true), test('b', true)]))).toEqual(['a', 'b'])
  expect(names(of('all', false, [not(of('any', true, three), false), test('b', true)]))).toEqual(['yes'])
})
