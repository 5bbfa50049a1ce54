import type { Score } from '../wire/score.ts'

/** What the history of a person or an account says by itself: a `Score` without its subject, version and instant. */
export type Scored = Pick<
  Score,
  'status' | 'score' | 'band' | 'interval' | 'subscores' | 'contributions' | 'needs' | 'points' | 'singleThreaded'
> & {
  /** The name of the profile that it was made by; null for the model's own dimensions. */
  profile: string | null
}
