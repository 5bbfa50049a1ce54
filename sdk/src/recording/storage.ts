// oxlint-disable unicorn/no-array-sort -- toSorted is younger than the browsers that are served
import type { Chunk } from '../core/queue.ts'
import type { Entry, Store } from '../platform/store.ts'

/** What this page knows of the tabs' store, in memory: it outlives the store, and a page that is leaving cannot wait for one. */
export interface Storage {
  get: (key: string) => Promise<unknown>
  /** It is in memory at once; resolves when it is stored, or cannot be. */
  put: (entries: readonly Entry[]) => Promise<unknown>
  remove: (keys: readonly string[]) => Promise<unknown>
  /** Another tab has removed them. */
  forget: (keys: readonly string[]) => void
  /** Learns what the store has, and stores again what it has lost. */
  sync: () => Promise<void>
  /** Returns the chunks in memory, oldest first. */
  chunks: () => Chunk[]
  clear: () => Promise<unknown>
}

/** @param onRemoved - other tabs have to forget these keys */
export function createStorage(store: Store, onRemoved: (keys: readonly string[]) => void): Storage {
  let memory = new Map<string, unknown>()

  function forget(keys: readonly string[]): void {
    for (const key of keys) memory.delete(key)
  }

  return {
    get: store.get,
    put(entries) {
      for (const [key, value] of entries) memory.set(key, value)
      return store.write(entries)
    },
    async remove(keys) {
      // What is not known any more was removed, perhaps with the store itself.
      const known = keys.filter((key) => memory.delete(key))
      if (known.length === 0) return
      onRemoved(known)
      await store.write(known.map((key) => [key]))
    },
    forget,
    async sync() {
      const before = memory
      const stored = await store.read((key) => memory.has(key))
      if (!stored || memory !== before) return
      const lost = new Map(memory)
      for (const [key, value] of stored) {
        // What was removed meanwhile was known, and has no value.
        if (!lost.delete(key) && value) memory.set(key, value)
      }
      if (lost.size > 0) await store.write([...lost])
    },
    chunks: () => ([...memory.values()] as Chunk[]).filter(({ id }) => id).sort((a, b) => (a.id < b.id ? -1 : 1)),
    clear() {
      memory = new Map()
      return store.delete()
    },
  }
}
