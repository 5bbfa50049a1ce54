import type { Condition } from '@uptake/shared/model'
import { type Facts, judge } from '@uptake/shared/nudges'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerOfAccount } from './answer-of-account.ts'

const facts = (score: number | null, count: number): Facts => ({
  day: 0,
  score,
  subscores: null,
  trend: null,
  persistentlyLow: () => null,
  neverHealthy: () => null,
  bands: [],
  scoreBefore: () => null,
  activation: () => null,
  daysKnown: 1,
  activeDays: () => 0,
  traits: () => new Map(),
  count: () => count,
  lastDay: () => null,
})
const someFacts = fc
  .tuple(fc.constantFrom(null, 37, 39, 41, 43), fc.nat(2))
  .map(([score, count]) => facts(score, count))
const test = fc.constantFrom<Condition[]>(
  { score: { below: 40 } },
  { count: 'a', atLeast: 1 },
  { of: 'account', score: { below: 40 } },
  { of: 'account', score: { atLeast: 40 } },
  { of: 'account', count: 'a', atLeast: 1 },
)
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    test,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}))

it('answers for the account, so that a condition comes to the same without it', () => {
  const same = fc.property(condition, someFacts, someFacts, fc.constantFrom(0, 2), (asked, own, account, slack) => {
    const left = answerOfAccount(asked, account, slack)
    expect(judge(left, { own, account: null }, slack).truth).toBe(judge(asked, { own, account }, slack).truth)
  })
  fc.assert(same, { seed: 20260704, numRuns: 2_000 })
})
