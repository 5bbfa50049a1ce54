import type { Model } from '../model/types.ts'
import { bandOf } from './bands.ts'
import { confidenceOf } from './confidence.ts'
import type { AccountHistory, Day, PersonHistory } from './history.ts'
import { intervalOf } from './interval.ts'
import type { Result } from './result.ts'
import type { Scored } from './scored.ts'
import { isSingleThreaded } from './single-threaded.ts'
import { accountSubject, personSubject, type Subject } from './subject.ts'

const NO_SCORE = { score: null, band: null, subscores: null }
const NOTHING_MADE_IT = { interval: null, contributions: null }

/** The outcome of a day without what it is made of, for whoever asks for many days. */
export type Outcome = Pick<Scored, 'status' | 'score' | 'band' | 'subscores' | 'profile'>

function standingAt(subject: Subject, day: Day) {
  const group = subject.groupAt(day)
  const profile = subject.profileOf(group)
  const confidence = confidenceOf(subject, group)
  return { group, profile, confidence, result: confidence.needs ? null : subject.resultOf(group, profile) }
}
const outcomeOf = ({ model }: Subject, result: Result | null): Omit<Outcome, 'status' | 'profile'> =>
  result ? { score: result.score, band: bandOf(model, result.score), subscores: result.subscores } : NO_SCORE

/** How a day ended. */
export function outcomeAt(subject: Subject, day: Day): Outcome {
  const { confidence, profile, result } = standingAt(subject, day)
  return { status: confidence.status, profile: profile.name, ...outcomeOf(subject, result) }
}

/** The score at the end of a day, and what made it up; nulls and what is missing where there is too little to say. */
export function scoreAt(subject: Subject, day: Day): Scored {
  const { group, profile, confidence, result } = standingAt(subject, day)
  const outcome = { ...confidence, ...outcomeOf(subject, result), profile: profile.name }
  if (!result) return { ...outcome, ...NOTHING_MADE_IT }
  return {
    ...outcome,
    interval: intervalOf(result, subject.standardErrorAt(day)),
    contributions: result.explain(),
    ...(result.points && { points: result.points }),
    ...(subject.isAccount && { singleThreaded: isSingleThreaded(subject, group) }),
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
