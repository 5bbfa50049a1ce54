import type { Dimension } from '../model/types.ts'

const LN5 = Math.log(5)

/**
 * The subscore of a ratio of 0 or more, in [0, 100].
 * Formula: saturating 100 · (1 − 5^(−x)), so that 1 gives 80; linear 100 · min(1, x).
 */
export function subscoreOf(curve: Dimension['curve'], ratio: number): number {
  return curve === 'linear' ? 100 * Math.min(1, ratio) : -100 * Math.expm1(-ratio * LN5)
}
