import type { Profile, TraitTest } from '../model/types.ts'
import type { Group } from './group.ts'
import type { Traits } from './history.ts'

/** Whether a test of a trait holds; what is not known holds nothing. */
export function traitHolds(test: TraitTest, traits: Traits): boolean {
  const value = traits.get(test.trait)
  if ('is' in test) return value === test.is
  if (typeof value !== 'number') return false
  return 'atLeast' in test ? value >= test.atLeast : value < test.below
}

function applies({ when }: Profile, { traits, daysKnown }: Group): boolean {
  const { atLeast = 0, atMost = Infinity } = when.daysKnown ?? {}
  if (daysKnown < atLeast || daysKnown > atMost) return false
  return Object.entries(when.trait ?? {}).every(([name, value]) => traits.get(name) === value)
}

/** The first profile that applies; the last applies to everybody. */
export function profileOf(profiles: readonly Profile[], group: Group): Profile {
  const profile = profiles.find((one) => applies(one, group)) ?? profiles.at(-1)
  if (!profile) throw new Error('a model has a profile for everybody')
  return profile
}
