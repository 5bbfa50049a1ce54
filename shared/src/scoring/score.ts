import type { Model } from '../model/types.ts'
import { bandOf } from './bands.ts'
import { confidenceOf } from './confidence.ts'
import type { AccountHistory, Day, PersonHistory } from './history.ts'
import { intervalOf, standardErrorOf } from './interval.ts'
import type { Scored } from './scored.ts'
import { isSingleThreaded } from './single-threaded.ts'
import { accountSubject, personSubject, type Subject } from './subject.ts'

const NO_SCORE = { score: null, band: null, interval: null, subscores: null, contributions: null }

/** The score at the end of a day; nulls and what is missing where that is too little. */
export function scoreAt(subject: Subject, day: Day): Scored {
  const group = subject.groupAt(day)
  const confidence = confidenceOf(subject, group)
  const profile = subject.profileOf(group)
  if (confidence.needs) return { ...confidence, ...NO_SCORE, profile: profile.name }
  const result = subject.resultOf(group, profile)
  return {
    ...confidence,
    score: result.score,
    band: bandOf(subject.model, result.score),
    interval: intervalOf(result, standardErrorOf(subject, group)),
    subscores: result.subscores,
    contributions: result.explain(),
    ...(result.points && { points: result.points }),
    ...(subject.isAccount && { singleThreaded: isSingleThreaded(subject, group) }),
    profile: profile.name,
  }
}

/** A person's score at the end of what the history knows. */
export function scorePerson(model: Model, history: PersonHistory, today: Day): Scored {
  return scoreAt(personSubject(model, history, today), today)
}

/** An account's score, likewise; never the mean of its members'. With a score it says too whether one person carries it. */
export function scoreAccount(model: Model, history: AccountHistory, today: Day): Scored {
  return scoreAt(accountSubject(model, history, today), today)
}
