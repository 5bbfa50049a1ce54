import type { Score } from '../wire/score.ts'

/** What the history of a person or an account says by itself: a `Score` without its subject, instant, interval and trend. */
export type Scored = Pick<
  Score,
  'status' | 'score' | 'band' | 'subscores' | 'contributions' | 'needs' | 'singleThreaded'
>
