import type { Contribution } from '../wire/score.ts'

/** What a model makes of a group on its day. */
export interface Result {
  /** In [0, 100]. */
  readonly score: number
  /** By dimension, in [0, 100]; null in the points form. */
  readonly subscores: Record<string, number> | null
  /** Points as they are, and those that make 100, in the points form. */
  readonly points: { raw: number; max: number } | null
  /** What made the score up, to which it sums. */
  readonly explain: () => Contribution[]
  /** What one more event of an action today, by one of the members, would add to the score. */
  readonly gain: (action: string, member: number) => number
}

/** The line of what the end of the scale takes away; none where that is nothing. */
export function limitLine(unlimited: number, score: number): Contribution[] {
  return unlimited === score ? [] : [{ dimension: 'limit', points: score - unlimited, items: [] }]
}
