import type { SnapshotCycle } from '@uptake/shared/model'
import {
  type Activation,
  activationOf,
  besideBase,
  nextActionsAt,
  outcomeAt,
  type OwnTrend,
  scoreAt,
  type Subject,
  toIsoDay,
  trendAt,
  type Traits,
  traitsAt,
} from '@uptake/shared/scoring'
import type { NextAction, Score, ScoredDay } from '@uptake/shared/wire'
import { dueDays } from './cycle.ts'
import type { Instant } from './instant.ts'

/** How somebody stands at an instant: each answer is made when it is first asked for. */
export interface Standing {
  readonly who: Score['subject']
  readonly at: Instant
  readonly subject: Subject
  readonly score: () => Score
  readonly ownTrend: () => OwnTrend | null
  readonly nextActions: () => NextAction[]
  readonly activation: () => Activation | null
  readonly traits: () => Traits
  /** The due days of so many up to this one, ascending; this one as it stands by now. */
  readonly history: (days: number) => ScoredDay[]
}

/** What a standing is told beside. */
export interface Beside {
  readonly cycle: SnapshotCycle
  /** The version of the model. */
  readonly version: number
  /** Of everybody in the newest snapshot; null without one. */
  readonly medianChange: number | null
}

export function toStanding(
  who: Score['subject'],
  subject: Subject,
  at: Instant,
  { version, cycle, medianChange }: Beside,
): Standing {
  const { atMs, day } = at
  const ownTrend = once(() => trendAt(subject, day))
  return {
    who,
    at,
    subject,
    ownTrend,
    score: once(() => {
      const { profile, ...scored } = scoreAt(subject, day)
      const trend = ownTrend()
      return {
        subject: who,
        ...scored,
        trend: trend && besideBase(trend, medianChange),
        model: { version, profile },
        asOf: new Date(atMs).toISOString(),
      }
    }),
    nextActions: once(() => nextActionsAt(subject, day)),
    activation: () => activationOf(subject, day),
    traits: () => traitsAt(subject.traits, day),
    history: (days) =>
      [...dueDays(cycle, Math.max(subject.firstSeen, day - days + 1), day - 1), day].map((one) => {
        const { score, band, subscores } = outcomeAt(subject, one)
        return { day: toIsoDay(one), score, band, subscores }
      }),
  }
}

/** The same standing, told beside another change of everybody. */
export function toldBeside(standing: Standing, medianChange: number | null): Standing {
  const score = once(() => {
    const trend = standing.ownTrend()
    return { ...standing.score(), trend: trend && besideBase(trend, medianChange) }
  })
  return { ...standing, score }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
