import type { Model } from './types.ts'

/** The traits that a model scores by: of all others it makes no difference what they were, and when. */
export function traitNamesOf({ profiles, multipliers, points }: Model): ReadonlySet<string> {
  const names = new Set(['seats'])
  for (const { when, dimensions } of profiles) {
    for (const name of Object.keys(when.trait ?? {})) names.add(name)
    for (const dimension of dimensions.values()) if (dimension.amount === 'trait') names.add(dimension.trait)
  }
  for (const { trait } of multipliers) names.add(trait)
  for (const { signal } of points?.lines ?? []) if ('trait' in signal) names.add(signal.trait)
  return names
}
