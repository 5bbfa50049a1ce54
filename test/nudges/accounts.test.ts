import { createAccountAnswers } from '@uptake/collector/src/nudges/account-answers.ts'
import { createNudges } from '@uptake/collector/src/nudges/nudges.ts'
import { toInstant } from '@uptake/collector/src/scores/instant.ts'
import { createScores } from '@uptake/collector/src/scores/scores.ts'
import type { Condition } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import { expect, it } from 'vitest'
import { EXAMPLE } from '../vectors/arbitraries.ts'
import { NOW, openStage, rule } from './stage.ts'

const SHARED: Condition = { count: 'report_shared', atLeast: 1 }
const INVITED: Condition = { trait: 'invited', is: true }
const LARGE: Condition = { count: 'report_created', atLeast: 2, of: 'account' }

it.each<[string, Condition, string[], number]>([
  ['cannot make it true', { all: [SHARED, LARGE] }, [], 0],
  ['cannot make it true, beside what is not known', { all: [INVITED, { any: [LARGE, SHARED] }] }, [], 0],
  ['cannot make it false', { any: [{ not: SHARED }, LARGE] }, ['a'], 0],
  ['decides', { all: [{ not: SHARED }, LARGE] }, ['a'], 1],
  ['decides, beside what is not known', { any: [INVITED, LARGE] }, ['a'], 1],
  ['decides within not', { all: [{ not: { any: [SHARED, LARGE] } }] }, [], 1],
  ['is not asked about', INVITED, [], 0],
])(
  'the account, which may be large, is scored only where it matters: where it %s',
  async (_, when, offered, scored) => {
    const rules = [rule('a', { when })]
    await using stage = await openStage(rules)
    await stage.collector.send([{ type: 'group', userId: 'ada', groupId: 'acme' }])
    for (const userId of ['bob', 'cyd']) await stage.track(userId, 'report_created', { context: { groupId: 'acme' } })

    const checked = checkConfig({ model: EXAMPLE, nudges: rules })
    if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
    const { config } = checked
    const { storage } = stage.collector
    const scores = createScores(storage, { model: config.model, version: 1, cycle: 'daily' })
    let accounts = 0
    const counted: typeof scores = {
      ...scores,
      ofAccount(...asked) {
        accounts += 1
        return scores.ofAccount(...asked)
      },
    }
    const answerOfAccount = createAccountAnswers(
      storage,
      counted,
      { ...config, version: 1, cycle: 'daily' },
      () => NOW + 1,
    )
    const user = await scores.ofUser('ada', toInstant(config.model, NOW + 1))
    const asking = { user, account: null, session: null }
    const nudges = createNudges(storage, counted, answerOfAccount, config)
    expect((await nudges.offer(asking, null)).map(({ id }) => id)).toEqual(offered)
    expect(accounts).toBe(scored)
  },
)
