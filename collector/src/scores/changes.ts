import { checkModel } from '@uptake/shared/model/check'
import { explainChange, type Moment, numberAt } from '@uptake/shared/scoring'
import type { ChangeExplanation } from '@uptake/shared/wire'
import { foldVersionOf } from '../ingest/fold-version.ts'
import type { Storage } from '../storage/storage.ts'
import { type Instant, toInstant } from './instant.ts'
import { createScores, type InForce, type Scores } from './scores.ts'
import type { Standing } from './standing.ts'

/** Says what changed a score. */
export interface Changes {
  /**
   * From an earlier instant to a standing's own, by its model; null where there is no score at either. What of either lies
   * before the store's border holds for the end of its day.
   */
  between(now: Standing, since: Instant): Promise<ChangeExplanation | null>
}

/** Messages come in another order than rows, and sums of either differ by this much at most. */
const ROUNDING = 1e-9

export function createChanges(storage: Storage, inForce: InForce): Changes {
  const scores = createScores(storage, inForce)

  /** By the model that was in force then, where it was another and can still say what it said. */
  async function scoresBack(since: Instant): Promise<{ scores: Scores; at: Instant } | null> {
    const then = (await storage.models()).findLast(({ createdAt }) => createdAt <= since.atMs)
    if (!then || then.version === inForce.version) return null
    const checked = checkModel(JSON.parse(then.model))
    // What this version of the collector does not understand cannot be told apart.
    if ('faults' in checked) return null
    const { model } = checked
    const at = toInstant(model, since.atMs, since.receivedBy === null ? 'now' : 'then')
    const isFolded = foldVersionOf(model) === foldVersionOf(inForce.model)
    const border = await storage.border()
    // One that folds otherwise needs messages, which are gone. What is known is said: the change by the model of today.
    if (!isFolded && border !== null && at.day < border.day) return null
    return { scores: createScores(storage, { ...inForce, model, version: then.version, isFolded }), at }
  }
  const standingOf = ({ ofUser, ofAccount }: Scores, who: Standing['who'], at: Instant): Promise<Standing> =>
    'user' in who ? ofUser(who.user, at) : ofAccount(who.account, at)

  return {
    async between(now, since) {
      const before = await standingOf(scores, now.who, since)
      const back = await scoresBack(since)
      const asWas = back && numberOf(await standingOf(back.scores, now.who, back.at))
      if (back && asWas === null) return null
      const isSame = asWas !== null && Math.abs(asWas - (numberOf(before) ?? Infinity)) < ROUNDING
      return explainChange(toMoment(before), toMoment(now), {
        since: new Date(before.at.atMs).toISOString(),
        asWas: isSame ? null : asWas,
      })
    },
  }
}

const numberOf = ({ subject, at }: Standing): number | null => numberAt(subject, at.day)
const toMoment = ({ subject, at }: Standing): Moment => ({ subject, day: at.day })
