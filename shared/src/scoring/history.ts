/**
 * What scoring reads. A caller hands in what had happened by an instant T and nothing later, so these carry no times, only
 * days. A day is a whole number: days since 1970-01-01 in the model's time zone.
 */
export type Day = number

/** Events of one action folded over one day. */
export interface ActionRow {
  readonly action: string
  readonly feature: string | null
  readonly day: Day
  /** Events, before any cap. */
  readonly count: number
  /** Sum of their volumes, before any cap; the count where the action has none. */
  readonly volume: number
}

/** Events of one action with one feature, by day. */
export interface Cell {
  readonly action: string
  readonly feature: string | null
  /** Ascending, each once. */
  readonly days: readonly Day[]
  /** Of each day, events before any cap. */
  readonly counts: readonly number[]
  /** Of each day, the sum of their volumes before any cap; the count where the action has none. */
  readonly volumes: readonly number[]
}

/** On that day the person did that action with somebody else. */
export interface Interaction {
  readonly action: string
  readonly counterpart: string
  readonly day: Day
}

/** From that day on a trait has that value: of several values of one day, the last to occur. */
export interface TraitChange {
  readonly name: string
  readonly day: Day
  readonly value: unknown
}

/** Traits as they stand on a day. */
export type Traits = ReadonlyMap<string, unknown>

/**
 * One person, over all accounts or inside one. Several cells may be of the same action and feature (one for each account):
 * daily caps apply to their sum.
 */
export interface PersonHistory {
  /** Day of the first message of any kind (inside the account, for a member's). */
  readonly firstSeen: Day
  /** In any order. */
  readonly cells: readonly Cell[]
  readonly interactions: readonly Interaction[]
  /** In any order, one a name and day. */
  readonly traits: readonly TraitChange[]
}

export interface AccountHistory {
  readonly firstSeen: Day
  /** Everybody ever seen in it by T, each with what they did in it. */
  readonly members: ReadonlyMap<string, PersonHistory>
  /** The account's own. */
  readonly traits: readonly TraitChange[]
}

/** What the traits are at the end of a day. */
export function traitsAt(changes: readonly TraitChange[], day: Day): Traits {
  const newest = new Map<string, TraitChange>()
  for (const change of changes)
    if (change.day <= day && change.day >= (newest.get(change.name)?.day ?? -Infinity)) newest.set(change.name, change)
  return new Map([...newest].map(([name, { value }]) => [name, value]))
}
