export interface Retry {
  minMs: number
  maxMs: number
}

/**
 * Returns the pause before the next try, with full jitter.
 * Formula: random · min(max, min · 2^failures).
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param failures - tries that failed before this one, from 0
 * @param random - in [0, 1)
 */
export function backoffMs(failures: number, random: number, { minMs, maxMs }: Retry): number {
  return random * Math.min(maxMs, minMs * 2 ** failures)
}
