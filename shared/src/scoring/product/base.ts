import type { Model } from '../../model/types.ts'
import type { BaseOverview } from '../../wire/overview.ts'
import type { Day, Traits } from '../history.ts'
import { createCohorts } from './cohorts.ts'
import { createDistribution } from './distribution.ts'
import { addTo, noSums, toMeans, type Moving } from './means.ts'
import { createSegments } from './segments.ts'

/** One of the base, a user or an account, as they stand at the end of a day. */
export interface BaseMember extends Moving {
  /** The day first seen. */
  readonly firstDay: Day
  readonly traits: Traits
}

/** Sums up where a base stands. */
export interface Base {
  add(member: BaseMember): void
  result(): BaseOverview
}

/** Makes what sums up where users, or accounts, stand on a day. */
export function createBase(model: Model, today: Day): Base {
  const sums = noSums()
  const distribution = createDistribution(model)
  const cohorts = createCohorts(today)
  const segments = createSegments(model)
  return {
    add(member) {
      addTo(sums, member)
      if (member.score !== null) distribution.add(member.score)
      cohorts.add(member.firstDay, member)
      segments.add(member.traits, member)
    },
    result: () => ({
      ...toMeans(sums),
      insufficientData: sums.count - sums.scored,
      ...distribution.result(),
      ...cohorts.result(),
      traits: segments.result(),
    }),
  }
}
