import { toModel } from '../model/defaults.ts'
import type { DimensionsInput, Model, ModelInput } from '../model/types.ts'
import { cellsOf } from './cells.ts'
import type { AccountHistory, ActionRow, Day, Interaction, PersonHistory, TraitChange } from './history.ts'

// Models and histories as short to write as to read, for the examples that tests work by hand.

/** The day on which examples end: a Sunday, so that weeks back from it are those of the calendar. */
export const T: Day = 1_004

/** A half-life so long that nothing decays: rates are then plain counts over the weeks known. */
const STEADY = 1e12

const actions = {
  report_created: { feature: 'reports', value: 2 },
  report_shared: { feature: 'sharing', value: 4, counterparts: 'with' },
  signed_in: { passive: true },
}

export const modelWith = (input: Omit<DimensionsInput, 'actions'>): Model => toModel({ actions, ...input })

/** A model in which nothing decays. */
export const steady = (dimensions: DimensionsInput['dimensions'], input: Partial<ModelInput> = {}): Model =>
  modelWith({ horizonDays: STEADY, dimensions, ...input })

/** The score is the share of the days known on which something of value was done, in %. */
export const shareOfDays = { amount: 'days', target: 7, weight: 1, curve: 'linear' } as const

export const row = (action: string, day: Day, count = 1, feature: string | null = null): ActionRow => ({
  action,
  feature,
  day,
  count,
  volume: count,
})

/** One row on each of the days so many days ago. */
export const daysAgo = (ages: readonly number[], action = 'report_created', count = 1): ActionRow[] =>
  ages.map((age) => row(action, T - age, count))

/** The ages from one up to another, that one included. */
export const ages = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Somebody known for so many days at `T`. */
export const person = (
  days: number,
  rows: readonly ActionRow[] = [],
  { interactions = [], traits = [] }: { interactions?: readonly Interaction[]; traits?: readonly TraitChange[] } = {},
): PersonHistory => ({ firstSeen: T - days + 1, cells: cellsOf(rows), interactions, traits })

export const account = (members: readonly PersonHistory[], traits: readonly TraitChange[] = []): AccountHistory => ({
  firstSeen: Math.min(...members.map(({ firstSeen }) => firstSeen)),
  members: new Map(members.map((member, i) => [`u${i}`, member])),
  traits,
})

/** What was known of a trait from a day on; from the first of all days where none is told. */
export const known = (name: string, value: unknown, day: Day = 0): TraitChange[] => [{ name, day, value }]
