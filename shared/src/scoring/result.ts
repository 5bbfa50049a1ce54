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

/** A thousand scales long: with longer lines, which models at the ends of what a number can be make, sums would lose their digits. */
const LONGEST = 1e5
/** What sums of lines are off by at most. */
const ROUNDING = 1e-10

/** Points as a line has room for them. */
export function toLinePoints(points: number): number {
  return Math.min(Math.max(points, -LONGEST), LONGEST)
}

/** Lines that sum to the score: with one of its own for what the ends of the scale take away, where they do. */
export function withLimit(lines: readonly Contribution[], score: number): Contribution[] {
  const points = score - lines.reduce((sum, line) => sum + line.points, 0)
  return Math.abs(points) < ROUNDING ? [...lines] : [...lines, { dimension: 'limit', points, items: [] }]
}
