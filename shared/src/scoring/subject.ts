import type { Model, Profile } from '../model/types.ts'
import { cellsUpTo, meetingsOf } from './cells.ts'
import { createComposite } from './composite.ts'
import { type Values, valuesOf } from './dimensions/value.ts'
import type { Member } from './member.ts'
import { groupAt, withoutWeek, type Group, type Known } from './group.ts'
import type { AccountHistory, Day, PersonHistory, TraitChange } from './history.ts'
import { standardErrorOf } from './interval.ts'
import { createPoints } from './points/points.ts'
import type { Result } from './result.ts'
import { seriesOf, type Series } from './series.ts'
import { profileOf } from './traits.ts'

/**
 * A person or an account made ready to be scored by a model at the end of any day up to one. What it takes from the
 * histories is taken once, so that a trend over many days, or an interval, costs little more than one score.
 */
export interface Subject {
  readonly model: Model
  readonly isAccount: boolean
  readonly firstSeen: Day
  /** An account's, or the person alone. */
  readonly members: readonly Member[]
  readonly traits: readonly TraitChange[]
  /** Value events by day, of all members together. */
  readonly valueEvents: () => Series
  /** What each member's actions are worth. */
  readonly values: () => readonly Values[]
  /** The days with any event of the model's actions, of all members together. */
  readonly activeDays: () => readonly Day[]
  /** Of the score at the end of a day; see `standardErrorOf`. */
  readonly standardErrorAt: (day: Day) => number | null
  readonly groupAt: (day: Day) => Group
  readonly withoutWeek: (group: Group, week: number) => Group
  readonly profileOf: (group: Group) => Profile
  /** By the profile that applies, or by another. */
  readonly resultOf: (group: Group, profile?: Profile) => Result
}

/** What subjects are made of. */
interface Histories extends Known {
  readonly members: readonly Member[]
}

function createSubject(model: Model, known: Histories): Subject {
  const { firstSeen, members, traits, isAccount } = known
  const errors = new Map<Day, number | null>()
  const results = new Map<Profile, (group: Group) => Result>()
  const prepare = (profile: Profile): ((group: Group) => Result) =>
    model.points ? createPoints(model, model.points, firstSeen, members) : createComposite(model, profile, members)
  const eventsOf = (actions: Pick<ReadonlySet<string>, 'has'>): Series =>
    seriesOf(
      members.flatMap(({ cells }) => cells),
      ({ action }) => actions.has(action),
      'counts',
    )
  let valueEvents: Series | undefined
  let values: readonly Values[] | undefined
  let activeDays: readonly Day[] | undefined

  const subject: Subject = {
    model,
    isAccount,
    firstSeen,
    members,
    traits,
    valueEvents: () => (valueEvents ??= eventsOf(model.valueActions)),
    values: () => (values ??= members.map((member) => valuesOf(model, model.valueActions, member))),
    activeDays: () => (activeDays ??= eventsOf(model.actions).days),
    standardErrorAt(day) {
      // Both an interval and a trend ask for it.
      let error = errors.get(day)
      if (error === undefined) errors.set(day, (error = standardErrorOf(subject, subject.groupAt(day))))
      return error
    },
    groupAt: (day) => groupAt(model, known, day),
    withoutWeek: (group, week) => withoutWeek(model, known, group, week),
    profileOf: (group) => profileOf(model.profiles, group),
    resultOf(group, profile = subject.profileOf(group)) {
      let result = results.get(profile)
      if (!result) results.set(profile, (result = prepare(profile)))
      return result(group)
    },
  }
  return subject
}

// In order, since of several values of one day the last counts.
const traitsUpTo = (today: Day, traits: readonly TraitChange[]): readonly TraitChange[] =>
  traits.toSorted((a, b) => a.day - b.day).map((change) => (change.day > today ? { ...change, day: today } : change))

const memberUpTo = (today: Day, { firstSeen, cells, interactions }: PersonHistory): Member => ({
  firstSeen,
  cells: cellsUpTo(today, cells),
  meetings: cellsUpTo(today, meetingsOf(interactions)),
})

/** A person, to be scored at the end of `today`, the last day that the history knows, or of any day before. */
export function personSubject(model: Model, history: PersonHistory, today: Day): Subject {
  const members = [memberUpTo(today, history)]
  const traits = traitsUpTo(today, history.traits)
  return createSubject(model, { firstSeen: history.firstSeen, members, traits, isAccount: false })
}

/** An account, likewise. */
export function accountSubject(model: Model, history: AccountHistory, today: Day): Subject {
  const { firstSeen } = history
  const members = [...history.members.values()].map((member) => memberUpTo(today, member))
  const traits = traitsUpTo(today, history.traits)
  return createSubject(model, { firstSeen, members, traits, isAccount: true })
}
