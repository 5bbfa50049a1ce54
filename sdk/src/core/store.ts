export type Entry = readonly [key: string, value: string]

/** Ordered texts by key, shared by the tabs of an origin. Every method is one transaction. */
export interface Store {
  get: (key: string) => Promise<string | undefined>
  write: (entries: readonly Entry[]) => Promise<void>
  remove: (keys: readonly string[]) => Promise<void>
  /** Returns all keys that begin with `prefix`, ascending. */
  keys: (prefix: string) => Promise<string[]>
  /** Reads the first entries after a key: `take` is given the next keys, at most `limit`, and says how many it wants. */
  readAfter: (
    prefix: string,
    after: string,
    limit: number,
    take: (keys: readonly string[]) => number,
  ) => Promise<Entry[]>
  /** Removes the first entries: `count` is given all keys and says how many go. */
  trim: (prefix: string, count: (keys: readonly string[]) => number) => Promise<void>
}

/** A store that lasts as long as the page: for browsers that keep nothing, and for tests. */
export function createMemoryStore(): Store {
  const values = new Map<string, string>()
  const sorted = (prefix: string): string[] =>
    // oxlint-disable-next-line unicorn/no-array-sort -- toSorted is younger than the browsers that are served
    [...values.keys()].filter((key) => key.startsWith(prefix)).sort()
  const remove = (keys: readonly string[]): void => keys.forEach((key) => values.delete(key))
  return {
    get: async (key) => values.get(key),
    write: async (entries) => entries.forEach(([key, value]) => values.set(key, value)),
    remove: async (keys) => remove(keys),
    keys: async (prefix) => sorted(prefix),
    readAfter: async (prefix, after, limit, take) => {
      const keys = sorted(prefix).filter((key) => key > after)
      return keys.slice(0, take(keys.slice(0, limit))).map((key) => [key, values.get(key)!])
    },
    trim: async (prefix, count) => remove(sorted(prefix).slice(0, count(sorted(prefix)))),
  }
}

/** Uses `durable` until it fails once, then `memory`: what could not be stored is at least sent while the page lives. */
export function withFallback(durable: Store, memory: Store, onFailure: (cause: unknown) => void): Store {
  let failed = false
  async function use<T>(operation: (store: Store) => Promise<T>): Promise<T> {
    if (failed) return operation(memory)
    try {
      return await operation(durable)
    } catch (cause) {
      if (!failed) onFailure(cause)
      failed = true
      return operation(memory)
    }
  }
  return {
    get: (key) => use((store) => store.get(key)),
    write: (entries) => use((store) => store.write(entries)),
    remove: (keys) => use((store) => store.remove(keys)),
    keys: (prefix) => use((store) => store.keys(prefix)),
    readAfter: (...query) => use((store) => store.readAfter(...query)),
    trim: (...query) => use((store) => store.trim(...query)),
  }
}
