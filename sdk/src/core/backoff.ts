/**
 * Returns the pause before the next try in milliseconds, with full jitter.
 * Formula: random · min(max, min · 2^failures).
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param failures - tries that failed before this one, from 0
 * @param random - in [0, 1)
 */
export function backoffMs(failures: number, random: number, minMs: number, maxMs: number): number {
  return random * Math.min(maxMs, minMs * 2 ** failures)
}
