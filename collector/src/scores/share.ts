import { setTimeout as timeout } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'

/** How something that takes long is made, by the key of what it is of. */
interface Making<Value> {
  /** Differs where what would be made now differs from what was made before, and costs little. */
  readonly revisionOf: (key: string) => Promise<string>
  readonly make: (key: string) => Promise<Value>
  /** Milliseconds. */
  readonly now: () => number
  /** @defaultValue by a timer that keeps no process alive */
  readonly wait?: (ms: number) => Promise<unknown>
}
interface Kept<Value> {
  /** The last that was begun; null before it, and where it failed. */
  made: { readonly revision: string; readonly value: Promise<Value> } | null
  /** When the next may begin. */
  rested: Promise<unknown>
  /** The next, for all who wait for it. */
  next: Promise<Value> | null
}

const MOST_KEPT = 1_000
/** Times as long as the making took, so that what is asked for all the time takes a third of the time at most. */
const REST = 2
const MOST_REST_MS = 10_000

/**
 * Gives what was made of a revision to all who ask at that revision. Who asks at a later one waits, with all who come
 * meanwhile, for one more that begins after the last and a rest, so that it is made of what was there when they asked.
 */
export function createShare<Value>({
  revisionOf,
  make,
  now,
  wait = (ms) => timeout(ms, undefined, { ref: false }),
}: Making<Value>): (key: string) => Promise<Value> {
  const all = new LRUCache<string, Kept<Value>>({ max: MOST_KEPT })

  async function begin(key: string, kept: Kept<Value>): Promise<Value> {
    const revision = await revisionOf(key).finally(() => (kept.next = null))
    if (kept.made?.revision === revision) return kept.made.value
    const begunAt = now()
    const value = make(key)
    kept.made = { revision, value }
    kept.rested = value
      .catch(() => (kept.made = null))
      .then(() => wait(Math.min(Math.max(0, REST * (now() - begunAt)), MOST_REST_MS)))
    return value
  }

  return async (key) => {
    const kept = all.get(key) ?? { made: null, rested: Promise.resolve(), next: null }
    all.set(key, kept)
    const revision = await revisionOf(key)
    if (kept.made?.revision === revision) return kept.made.value
    return (kept.next ??= kept.rested.then(() => begin(key, kept)))
  }
}
