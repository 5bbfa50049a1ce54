import type { Decay } from '../decay.ts'
import type { Group } from '../group.ts'

/** What was observed for one dimension, over its target. */
export interface Amount {
  /** The ratio x, 0 or more: 1 where the target is reached. */
  readonly ratio: number
  /** What made it up: parts of 0 or more, by key. */
  readonly parts: () => ReadonlyMap<string, number>
  /** What one more event of an action today, by one of the members, would add to the ratio: 0 or more. */
  readonly oneMore: (action: string, member: number) => number
}
/** Observes a dimension for a group on its day. Made once from histories, so that each further day costs little. */
export type Measure = (group: Group) => Amount

/** The same for one person, as three functions, so that asking for a ratio alone makes nothing else. */
export interface MemberMeasure {
  ratio(decay: Decay): number
  parts(decay: Decay): ReadonlyMap<string, number>
  oneMore(decay: Decay, action: string): number
}

/** Up to here ratios can be summed and shared out; no subscore tells them apart from some dozens on. */
export const MAX_PART = 1e15

/** One part of a ratio: what was observed, over the target. */
export function partOf(observed: number, target: number): number {
  return Math.min(observed / target, MAX_PART)
}

/** What parts come to together; 0 without any. */
export function sumOf(parts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const part of parts.values()) sum += part
  return sum
}

/** Adds to the number under a key. */
export function add<Key>(sums: Map<Key, number>, key: Key, more: number): void {
  sums.set(key, (sums.get(key) ?? 0) + more)
}
