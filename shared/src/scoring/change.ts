import type { ChangeExplanation, Contribution } from '../wire/score.ts'
import { confidenceOf } from './confidence.ts'
import type { Day } from './history.ts'
import type { Result } from './result.ts'
import type { Subject } from './subject.ts'

/** Somebody as known at an instant: their history up to it, and its day. */
export interface Moment {
  readonly subject: Subject
  readonly day: Day
}

function resultAt({ subject, day }: Moment, profile = subject.profileOf(subject.groupAt(day))): Result | null {
  const group = subject.groupAt(day)
  return confidenceOf(subject, group).needs ? null : subject.resultOf(group, profile)
}

function difference(now: readonly Contribution[], before: readonly Contribution[]): Contribution[] {
  const names = new Set([...now, ...before].map(({ dimension }) => dimension))
  const of = (all: readonly Contribution[], name: string): Contribution | undefined =>
    all.find(({ dimension }) => dimension === name)
  return [...names].map((dimension) => {
    const [after, earlier] = [of(now, dimension), of(before, dimension)]
    const points = new Map(after?.items.map((item) => [item.key, item.points]))
    for (const { key, points: less } of earlier?.items ?? []) points.set(key, (points.get(key) ?? 0) - less)
    return {
      dimension,
      points: (after?.points ?? 0) - (earlier?.points ?? 0),
      items: [...points]
        .map(([key, more]) => ({ key, points: more }))
        .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.key < b.key ? -1 : 1)),
    }
  })
}

const step = (dimension: 'profile' | 'model', points: number): Contribution[] =>
  points === 0 ? [] : [{ dimension, points, items: [] }]

/**
 * What changed a score between two moments, both by the model of the later: the lines sum to the change. Where another
 * profile applied, what that makes is a line `profile`; where another model was in force, and made the earlier score
 * `asWas`, a line `model`. Null where there is no score at either.
 * Formula: Σ_k (c_k(T) − c_k(since)), both by T's profile.
 */
export function explainChange(
  before: Moment,
  now: Moment,
  { since, asWas }: { since: string; asWas: number | null },
): ChangeExplanation | null {
  const profile = now.subject.profileOf(now.subject.groupAt(now.day))
  const [to, from, sameProfile] = [resultAt(now), resultAt(before), resultAt(before, profile)]
  if (!to || !from || !sameProfile) return null
  const was = asWas ?? from.score
  return {
    since,
    from: was,
    to: to.score,
    points: to.score - was,
    lines: [
      ...difference(to.explain(), sameProfile.explain()),
      ...step('profile', sameProfile.score - from.score),
      ...step('model', from.score - was),
    ],
  }
}
