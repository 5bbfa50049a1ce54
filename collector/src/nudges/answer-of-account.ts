import type { Condition } from '@uptake/shared/model'
import { type Facts, judge } from '@uptake/shared/nudges'

/**
 * What a condition still asks of a user whose account is known: each test of the account is answered, by `all` of nothing
 * where it holds and `any` of nothing where it does not; one of what is not known stays.
 * @param slack - as that of `judge`, which is then to be the same
 */
export function answerOfAccount(condition: Condition, account: Facts, slack = 0): Condition {
  const answer = (part: Condition): Condition => answerOfAccount(part, account, slack)
  if ('all' in condition) return { all: condition.all.map(answer) }
  if ('any' in condition) return { any: condition.any.map(answer) }
  if ('not' in condition) return { not: answerOfAccount(condition.not, account, -slack) }
  if (condition.of !== 'account') return condition
  const { truth } = judge(condition, { own: account, account }, slack)
  return truth === null ? condition : truth ? { all: [] } : { any: [] }
}
