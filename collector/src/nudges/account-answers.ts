import { setImmediate as turn } from 'node:timers/promises'
import type { AppNudge, Config } from '@uptake/shared/model'
import { factsOf } from '@uptake/shared/nudges'
import type { Score } from '@uptake/shared/wire'
import { createBeside } from '../scores/beside.ts'
import { toInstant } from '../scores/instant.ts'
import type { InForce, Scores } from '../scores/scores.ts'
import { createShare } from '../scores/share.ts'
import type { Storage } from '../storage/storage.ts'
import { answerOfAccount } from './answer-of-account.ts'

/** What the app is told of an account, as it stands now: small, whatever it was made of. */
export interface AccountAnswer {
  readonly accountId: string
  readonly score: Score
  /** The rules of the app, of whose conditions only those on the user are left. */
  readonly rules: readonly AppNudge[]
}
/** Of one that nobody was ever seen in, as of one that is new. */
export type AnswerOfAccount = (accountId: string) => Promise<AccountAnswer>

/**
 * Answers for accounts as they stand when they are asked for, or after. To score a large one takes as long as many requests:
 * that is done once for all who ask at the same commit, and lets others go first between its parts.
 */
export function createAccountAnswers(
  storage: Storage,
  scores: Pick<Scores, 'ofAccount'>,
  { model, nudges, version, cycle }: Pick<Config, 'nudges'> & InForce,
  now: () => number,
): AnswerOfAccount {
  const rules = nudges.filter((nudge) => nudge.deliver === 'app')
  const beside = createBeside(storage, { version, cycle })

  const answers = createShare({
    now,
    async revisionOf(accountId: string) {
      const at = toInstant(model, now())
      const account = await storage.accountByAccountId(accountId)
      // Where something is still to come, by the clock of whoever sent it, each moment may bring it.
      const until = account !== null && account.lastAt > at.atMs ? at.atMs : at.day
      const { medianChange } = await beside('account', at)
      return JSON.stringify([account?.touchedSeq, await storage.newestErasure(), until, medianChange])
    },
    async make(accountId) {
      const { subject, at, ownTrend, score } = await scores.ofAccount(accountId, toInstant(model, now()))
      // Each keeps what the next ones ask for again.
      for (const part of [() => subject.standardErrorAt(at.day), ownTrend, score]) {
        await turn()
        part()
      }
      const facts = factsOf(subject, at.day, score())
      const left = rules.map((rule) => ({ ...rule, when: answerOfAccount(rule.when, facts) }))
      return { accountId, atMs: at.atMs, score: score(), rules: left }
    },
  })

  return async (accountId) => {
    const askedMs = now()
    const { atMs, score, ...answer } = await answers(accountId)
    return { ...answer, score: { ...score, asOf: new Date(Math.max(askedMs, atMs)).toISOString() } }
  }
}
