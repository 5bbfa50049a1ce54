import type { Cell, Day } from './history.ts'

/** One of those who are scored together. */
export interface Member {
  readonly firstSeen: Day
  readonly cells: readonly Cell[]
  /** With a counterpart for each feature. */
  readonly meetings: readonly Cell[]
}
