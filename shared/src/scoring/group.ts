import type { Model } from '../model/types.ts'
import { createDecay, daysKnown, type Decay } from './decay.ts'
import { traitsAt, type Day, type TraitChange, type Traits } from './history.ts'

/** Who is scored together, as they stand at the end of a day: an account's members over its seats; a person is a group of one. */
export interface Group {
  readonly today: Day
  /** Days known, the first one included; 0 before it. */
  readonly daysKnown: number
  /** Each member's own, from their first day on; null for one who came later. */
  readonly decays: readonly (Decay | null)[]
  /** 1 or more. */
  readonly seats: number
  readonly traits: Traits
}

/** What groups are made of. */
export interface Known {
  readonly firstSeen: Day
  readonly members: readonly { readonly firstSeen: Day }[]
  readonly traits: readonly TraitChange[]
  readonly isAccount: boolean
}

/** Seats bought, where that is known, else everybody seen in it by then. */
function seatsOf({ isAccount }: Known, traits: Traits, seen: number): number {
  if (!isAccount) return 1
  const bought = traits.get('seats')
  return Math.max(1, typeof bought === 'number' && Number.isFinite(bought) ? bought : seen)
}

function decaysOf({ horizonDays }: Model, { members }: Known, today: Day, leftOut: number | null): (Decay | null)[] {
  return members.map(({ firstSeen }) =>
    firstSeen <= today ? createDecay(horizonDays, firstSeen, today, leftOut) : null,
  )
}

export function groupAt(model: Model, known: Known, today: Day): Group {
  const decays = decaysOf(model, known, today, null)
  const traits = traitsAt(known.traits, today)
  const seen = decays.filter((decay) => decay !== null).length
  return {
    today,
    daysKnown: daysKnown(known.firstSeen, today),
    decays,
    seats: seatsOf(known, traits, seen),
    traits,
  }
}

/** The group as if nobody had been there in the week of ages 7w to 7w+6. */
export function withoutWeek(model: Model, known: Known, group: Group, week: number): Group {
  return { ...group, decays: decaysOf(model, known, group.today, week) }
}
