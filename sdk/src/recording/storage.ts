import { none } from '../core/none.ts'
import type { Chunk } from '../core/queue.ts'
import { openChannel } from '../platform/channel.ts'
import { isPage } from '../platform/page.ts'
import { commit, deleteStore, openStore, syncWith } from '../platform/store.ts'

/**
 * The queue that the tabs share. It is kept in memory too, as far as this tab knows it: that outlives the store, and a page that
 * is leaving cannot wait for one.
 */
export interface Storage {
  /** Learns what the store has, and stores again what it has lost. */
  sync: () => Promise<unknown>
  /** They are in memory at once; resolves when they are stored, or cannot be. */
  put: (chunks: readonly Chunk[]) => Promise<unknown>
  /** The same for what is not to be kept any more. */
  remove: (chunks: readonly Chunk[]) => Promise<unknown>
  /** Returns the chunks in memory, oldest first. */
  chunks: () => Chunk[]
  /** Erases everything, at once in memory. @param isNews - other tabs have to be told */
  clear: (isNews: boolean) => void
}

/** @param onErased - another tab has erased everything */
export function createStorage(name: string, warn: (message: string) => void, onErased: () => void): Storage {
  const fail = (cause: unknown): void => warn(`no storage (${String(cause)})`)
  const use = openStore(name, fail)
  let memory = new Map<string, Chunk>()
  /** What is removed, or null for everything. Chunks of other tabs are found when this one comes to send. */
  const tell = isPage ? openChannel<readonly string[] | null>(name, hear) : none

  function hear(ids: readonly string[] | null): void {
    if (ids) for (const id of ids) memory.delete(id)
    else onErased()
  }

  return {
    sync() {
      // It may be cleared meanwhile.
      const copy = memory
      return use((store) => syncWith(store, copy))
    },
    put(chunks) {
      for (const chunk of chunks) memory.set(chunk.id, chunk)
      return use((store) => {
        for (const chunk of chunks) store.put(chunk, chunk.id)
        return commit(store)
      })
    },
    async remove(chunks) {
      // What is not known any more was removed, perhaps with the store itself.
      const ids = chunks.map(({ id }) => id).filter((id) => memory.delete(id))
      if (ids.length === 0) return
      tell(ids)
      await use((store) => {
        for (const id of ids) store.delete(id)
      })
    },
    chunks: () =>
      [...memory.values()]
        // Other versions may store something else.
        .filter(({ messages }) => messages)
        // oxlint-disable-next-line unicorn/no-array-sort -- toSorted is younger than the browsers that are served
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    clear(isNews) {
      memory = new Map()
      if (isNews) tell(null)
      deleteStore(name).catch(fail)
    },
  }
}
