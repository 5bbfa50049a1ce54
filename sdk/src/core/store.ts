// oxlint-disable unicorn/no-array-sort -- toSorted is younger than the browsers that are served
export type Entry = readonly [key: string, value: string]

/** Ordered texts by key, shared by the tabs of an origin. Every method is one transaction, and may fail. */
export interface Store {
  get: (key: string) => Promise<string | undefined>
  write: (entries: readonly Entry[]) => Promise<void>
  /** @param keys - one at least, ascending */
  remove: (keys: readonly string[]) => Promise<void>
  /** Returns all keys that begin with `prefix`, ascending. */
  keys: (prefix: string) => Promise<string[]>
  /** Returns the entries from one key to another, both included. */
  range: (first: string, last: string) => Promise<Entry[]>
}

/**
 * Returns a store that never fails: what `durable` cannot take is kept in memory, for as long as the page lives, and comes
 * out again with the rest.
 */
export function withMemory(durable: Store, onFailure: (cause: unknown) => void): Store {
  const memory = new Map<string, string>()
  async function attempt<T>(operation: Promise<T>, otherwise: T, ...unsaved: readonly Entry[]): Promise<T> {
    try {
      return await operation
    } catch (cause) {
      onFailure(cause)
      for (const [key, value] of unsaved) memory.set(key, value)
      return otherwise
    }
  }
  const extra = (isWanted: (key: string) => boolean): Entry[] => [...memory].filter(([key]) => isWanted(key))
  return {
    get: (key) => attempt(durable.get(key), memory.get(key)),
    write: (entries) => attempt(durable.write(entries), undefined, ...entries),
    remove(keys) {
      for (const key of keys) memory.delete(key)
      return attempt(durable.remove(keys), undefined)
    },
    keys: async (prefix) => {
      const keys = extra((key) => key.startsWith(prefix)).map(([key]) => key)
      return [...keys, ...(await attempt(durable.keys(prefix), []))].sort()
    },
    range: async (first, last) => {
      const entries = extra((key) => key >= first && key <= last)
      return [...entries, ...(await attempt(durable.range(first, last), []))].sort(([a], [b]) => (a < b ? -1 : 1))
    },
  }
}
