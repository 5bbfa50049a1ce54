import { toPath } from '../../model/fault.ts'
import type { Action, Model, Profile } from '../../model/types.ts'
import { MAX_AMOUNT } from '../fold.ts'
import type { Day, Interaction, PersonHistory } from '../history.ts'
import { personSubject } from '../subject.ts'
import { numberAt } from '../trend.ts'
import { inProfile, pathOfDimensions, type Warning } from './warning.ts'

/** Who games reaches a healthy score by one habit from here on. */
const MOST_BY_ONE_ACTION = 60

/** After so many half-lives another day changes no digit. */
const HALF_LIVES = 50
/** From here on whoever is known has a score, even of passive actions. */
const SHORTEST = 28
/** Nobody is known for longer than a hundred years. */
const LONGEST = 36_525
/** More in a day than any cap lets through, and than any line asks for. */
const EVENTS = 1_000_000

/** The one feature that constant properties name. */
const FEATURE = 'one'

/** How long a habit goes on: as long as the profile allows, else until it changes nothing more. */
function daysOf({ horizonDays, points }: Model, { when }: Profile): number {
  const forEver = Math.ceil(Math.max(horizonDays * HALF_LIVES, points?.windowDays ?? 0, SHORTEST))
  return Math.floor(Math.min(forEver, when.daysKnown?.atMost ?? LONGEST, LONGEST))
}

/** The history of somebody who does one thing all day, every day, each time with so many people never met before. */
function habitOf(name: string, { feature, volume, counterparts }: Action, days: number, guests: number): PersonHistory {
  const cell = { action: name, feature: feature === null || typeof feature === 'string' ? feature : FEATURE }
  const [count, amount] = [EVENTS, volume === null ? EVENTS : EVENTS * MAX_AMOUNT]
  const met = (day: Day): Interaction[] =>
    Array.from({ length: counterparts === null ? 0 : guests }, (_, i) => ({
      action: name,
      counterpart: `${day} ${i}`,
      day,
    }))
  const all = Array.from({ length: days }, (_, day) => day)
  return {
    firstSeen: 0,
    cells: [{ ...cell, days: all, counts: all.map(() => count), volumes: all.map(() => amount) }],
    interactions: all.flatMap(met),
    traits: [],
  }
}

/** The model as it is for those in a profile, without what takes points away: who games stops short of that. */
function modelFor({ points, ...model }: Model, profile: Profile): Model {
  const lines = points?.lines.filter((line) => line.points > 0) ?? []
  return { ...model, profiles: [{ ...profile, when: {} }], points: points && { ...points, lines } }
}

/** The highest score that one action alone can give, and which action that is. */
export interface GamingBound {
  readonly profile: Profile
  /** Null where none gives anything. */
  readonly action: string | null
  /** In [0, 100]. */
  readonly score: number
}

/**
 * The most that one action can give a person who repeats it for ever, with properties that stay the same, in each of the
 * model's profiles. Assumes no traits, and each time as many new counterparts: 0 unless said otherwise.
 */
export function gamingBounds(model: Model, guests = 0): GamingBound[] {
  return model.profiles.map((profile) => {
    const alone = modelFor(model, profile)
    const days = daysOf(model, profile)
    let bound: GamingBound = { profile, action: null, score: 0 }
    for (const [name, action] of model.actions) {
      const score = numberAt(personSubject(alone, habitOf(name, action, days, guests), days - 1), days - 1) ?? 0
      if (score > bound.score) bound = { profile, action: name, score }
    }
    return bound
  })
}

/** Profiles in which one habit makes a good score. */
export function* gameable(model: Model): Generator<Warning> {
  for (const { profile, action, score } of gamingBounds(model)) {
    if (action === null || score < MOST_BY_ONE_ACTION) continue
    const message = `${action} alone, repeated for ever, scores ${score.toFixed(1)}${inProfile(profile)}`
    const hint = model.points
      ? 'Give its line a max, so that a good score takes several signals.'
      : 'Weigh more than one dimension, and let none be filled by one action: a good score should take several.'
    yield { path: model.points ? 'lines' : toPath(pathOfDimensions(model, profile)), message, hint }
  }
}
