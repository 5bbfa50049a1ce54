import { toPath } from '../../model/fault.ts'
import type { Model, Profile } from '../../model/types.ts'
import { subscoreOf } from '../curve.ts'
import type { Scored } from '../scored.ts'
import { inProfile, pathOfDimensions, type Warning } from './warning.ts'

/** Fewer say nothing of a target. */
const LEAST_SCORED = 20

/** How many of those scored by a profile reach the target of one of its dimensions. */
export interface Reach {
  readonly profile: string | null
  readonly dimension: string
  readonly reached: number
  readonly of: number
}

type Standing = Pick<Scored, 'profile' | 'subscores'>

/** Counts who reaches which target. Scores go in one after the other, so that any number of them fits. */
export function createReach(model: Model): { add: (scored: Standing) => void; reaches: () => Reach[] } {
  const of = new Map<string | null, number>()
  const reached = new Map<Profile, Map<string, number>>()
  return {
    add({ profile: name, subscores }) {
      const profile = model.profiles.find((one) => one.name === name)
      if (!profile || !subscores) return
      of.set(name, (of.get(name) ?? 0) + 1)
      const counts = reached.get(profile) ?? new Map<string, number>()
      reached.set(profile, counts)
      for (const [dimension, { curve }] of profile.dimensions)
        if ((subscores[dimension] ?? 0) >= subscoreOf(curve, 1)) counts.set(dimension, (counts.get(dimension) ?? 0) + 1)
    },
    reaches: () =>
      model.profiles.flatMap((profile) =>
        [...profile.dimensions.keys()].map((dimension) => ({
          profile: profile.name,
          dimension,
          reached: reached.get(profile)?.get(dimension) ?? 0,
          of: of.get(profile.name) ?? 0,
        })),
      ),
  }
}

/** Targets that tell nobody apart, since all or none of 20 scored users or more reach them. */
export function reviewReach(model: Model, reaches: Iterable<Reach>): Warning[] {
  return [...reaches].flatMap(({ profile: name, dimension, reached, of }) => {
    const profile = model.profiles.find((one) => one.name === name)
    if (!profile || of < LEAST_SCORED || (reached > 0 && reached < of)) return []
    const path = toPath([...pathOfDimensions(model, profile), dimension, 'target'])
    return reached === 0
      ? [
          {
            path,
            message: `none of ${of} scored users reaches it${inProfile(profile)}`,
            hint: 'Lower it to what good customers do, or see whether the actions that count here are sent.',
          },
        ]
      : [
          {
            path,
            message: `all of ${of} scored users reach it${inProfile(profile)}`,
            hint: 'Raise it to what good customers do: as it is it tells nobody apart.',
          },
        ]
  })
}
