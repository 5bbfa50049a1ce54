import type { Profile } from '../model/types.ts'
import type { ChangeExplanation, Contribution } from '../wire/score.ts'
import { confidenceOf } from './confidence.ts'
import { add } from './dimensions/measure.ts'
import type { Day } from './history.ts'
import type { Result } from './result.ts'
import type { Subject } from './subject.ts'

/** Somebody as known at an instant: their history up to it, and its day. */
export interface Moment {
  readonly subject: Subject
  readonly day: Day
}

function resultAt({ subject, day }: Moment, profile?: Profile): Result | null {
  const group = subject.groupAt(day)
  return confidenceOf(subject, group).needs ? null : subject.resultOf(group, profile)
}

/** What lies between two explanations, line by line and item by item; what only one of them has was 0 in the other. */
function difference(now: readonly Contribution[], before: readonly Contribution[]): Contribution[] {
  const [after, earlier] = [now, before].map((all) => new Map(all.map((line) => [line.dimension, line])))
  const names = new Set([...now, ...before].map(({ dimension }) => dimension))
  return [...names].map((dimension) => {
    const [line, was] = [after?.get(dimension), earlier?.get(dimension)]
    const points = new Map(line?.items.map((item) => [item.key, item.points]))
    for (const item of was?.items ?? []) add(points, item.key, -item.points)
    return {
      dimension,
      points: (line?.points ?? 0) - (was?.points ?? 0),
      items: [...points]
        .map(([key, more]) => ({ key, points: more }))
        .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.key < b.key ? -1 : 1)),
    }
  })
}

const step = (dimension: 'profile' | 'model', points: number): Contribution[] =>
  points === 0 ? [] : [{ dimension, points, items: [] }]

/**
 * What changed a score between two moments, both by one model, that of the later: the lines sum to the change, the items of
 * a dimension to its line. Lines compare what one profile makes of both moments, so that they have the same dimensions; where
 * another profile applied then, what that makes is a line `profile`, without items. Where another model was in force, and
 * made the earlier score `asWas`, a line `model` likewise. Null where there is no score at either.
 * Formula: Σ_k (c_k(T) − c_k(since)) by T's profile, + score(since) by T's profile − by its own, + that − `asWas`.
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
