import { LRUCache } from 'lru-cache'

/** A budget for each of whoever comes, refilled all the time, for a minute's worth at most. */
export interface RateLimit {
  /** Spends one of somebody's budget. @returns whether there was one left */
  take(who: string): boolean
  /** Spends more, whether it is there or not. */
  charge(who: string, count: number): void
}

const MINUTE_MS = 60_000
/** Whoever came longest ago is forgotten, and begins anew: however many come, some 20 MB are enough. */
const MAX_REMEMBERED = 100_000

/**
 * Holds everybody to a number of requests a minute, at once or spread (GCRA); 0 is no limit.
 * @param now - milliseconds of a clock that nobody sets: by one that is set back everybody would have to wait
 */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  if (perMinute === 0) return { take: () => true, charge: () => undefined }
  const oneMs = MINUTE_MS / perMinute
  /** When each has the whole budget again, by that clock. */
  const wholeAt = new LRUCache<string, number>({ max: MAX_REMEMBERED })
  /** How much of the minute's worth is spent. */
  const spentMs = (who: string, at: number): number => Math.max((wholeAt.get(who) ?? 0) - at, 0)

  return {
    take(who) {
      const at = now()
      const spent = spentMs(who, at) + oneMs
      const isLeft = spent <= MINUTE_MS
      wholeAt.set(who, at + (isLeft ? spent : spent - oneMs))
      return isLeft
    },
    charge(who, count) {
      const at = now()
      wholeAt.set(who, at + Math.min(spentMs(who, at) + count * oneMs, MINUTE_MS))
    },
  }
}
