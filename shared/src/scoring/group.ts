import type { Model } from '../model/types.ts'
import { createDecay, type Decay } from './decay.ts'
import type { AccountHistory, Day, PersonHistory, Traits } from './history.ts'

export interface Member {
  readonly history: PersonHistory
  /** From the member's own first day on. */
  readonly decay: Decay
}

/** Who is scored together: an account's members over its seats; a person is a group of one. */
export interface Group {
  readonly firstSeen: Day
  readonly members: readonly Member[]
  /** 1 or more. */
  readonly seats: number
  readonly traits: Traits
}

function withDecay(model: Model, history: PersonHistory, today: Day): Member {
  return { history, decay: createDecay(model.horizonDays, history.firstSeen, today) }
}

/** The group that a person is alone. */
export function personGroup(model: Model, history: PersonHistory, today: Day): Group {
  const { firstSeen, traits } = history
  return { firstSeen, members: [withDecay(model, history, today)], seats: 1, traits }
}

/** The group that an account is: its seats are those of its trait, else everybody ever seen in it. */
export function accountGroup(model: Model, history: AccountHistory, today: Day): Group {
  const { firstSeen, traits } = history
  const members = [...history.members.values()].map((member) => withDecay(model, member, today))
  const bought = traits['seats']
  const seats = typeof bought === 'number' && Number.isFinite(bought) ? bought : members.length
  return { firstSeen, members, seats: Math.max(1, seats), traits }
}
