import type { Model } from '../model/types.ts'
import { bandOf } from './bands.ts'
import { compose } from './composite.ts'
import { confidenceOf } from './confidence.ts'
import { accountGroup, personGroup, type Group } from './group.ts'
import type { AccountHistory, Day, PersonHistory } from './history.ts'
import { measure } from './measure.ts'
import type { Scored } from './scored.ts'
import { isSingleThreaded } from './single-threaded.ts'

const NO_SCORE = { score: null, band: null, subscores: null, contributions: null }

function scoreGroup(model: Model, group: Group, today: Day): Scored {
  const confidence = confidenceOf(model, group, today)
  if (confidence.needs) return { ...confidence, ...NO_SCORE }
  const composite = compose(model, measure(model, group))
  return { ...confidence, ...composite, band: bandOf(model, composite.score) }
}

/** A person's score at the end of what the history knows; nulls and what is missing where that is too little. */
export function scorePerson(model: Model, history: PersonHistory, today: Day): Scored {
  return scoreGroup(model, personGroup(model, history, today), today)
}

/** An account's score, likewise; never the mean of its members'. With a score it says too whether one person carries it. */
export function scoreAccount(model: Model, history: AccountHistory, today: Day): Scored {
  const group = accountGroup(model, history, today)
  const scored = scoreGroup(model, group, today)
  return scored.score === null ? scored : { ...scored, singleThreaded: isSingleThreaded(model, group) }
}
