import { none } from '../core/none.ts'
import type { Chunk } from '../core/queue.ts'
import type { Visit } from '../core/visit.ts'
import { openChannel } from '../platform/channel.ts'
import { tellErased, watchErased } from '../platform/erasure.ts'
import { isPage } from '../platform/page.ts'
import { deleteStore, openStore, readValue, syncWith, writeEntries, type Entry } from '../platform/store.ts'

/**
 * What the tabs share: chunks by their id, and the visit. It is kept in memory too, as far as this tab knows it: that outlives
 * the store, and a page that is leaving cannot wait for one.
 */
export interface Storage {
  /** Returns the visit as it is stored. */
  visit: () => Promise<Visit | undefined>
  /** Learns what the store has, and stores again what it has lost. */
  sync: () => Promise<unknown>
  /** It is in memory at once; resolves when it is stored, or cannot be. Without a value: to be removed. */
  write: (entries: readonly Entry[]) => Promise<void>
  /** Returns the chunks in memory, oldest first. */
  chunks: () => Chunk[]
  /** Erases everything, at once in memory. @param isNews - other tabs have to be told */
  clear: (isNews: boolean) => void
}

/** Where the visit is stored. */
export const VISIT = 'visit'

/** @param onVisit - another tab has gone on, or erased everything */
export function createStorage(
  name: string,
  warn: (message: string) => void,
  onVisit: (visit: Visit | undefined) => void,
): Storage {
  const fail = (cause: unknown): void => warn(`no storage (${String(cause)})`)
  const use = openStore(name, fail)
  const tell = isPage ? openChannel(name, hear) : none
  let memory = new Map<string, unknown>()

  if (isPage) watchErased(name, () => onVisit(undefined))

  function learn(entries: readonly Entry[]): void {
    for (const [key, value] of entries) {
      if (value) memory.set(key, value)
      else memory.delete(key)
    }
  }

  function hear(news: readonly Entry[]): void {
    learn(news)
    for (const [key, value] of news) if (key === VISIT) onVisit(value as Visit | undefined)
  }

  return {
    visit: async () => (await use((store) => readValue(store, VISIT))) as Visit | undefined,
    sync() {
      // It may be cleared meanwhile.
      const copy = memory
      return use((store) => syncWith(store, copy))
    },
    async write(entries) {
      // What is not known any more was removed, perhaps with the store itself.
      const changes = entries.filter(([key, value]) => value || memory.has(key))
      if (changes.length === 0) return
      learn(changes)
      // New chunks they find when they come to send.
      const news = changes.filter(([key, value]) => !value || key === VISIT)
      if (news.length > 0) tell(news)
      await use((store) => writeEntries(store, changes))
    },
    chunks: () =>
      ([...memory.values()] as Chunk[])
        // Not the visit.
        .filter(({ messages }) => messages)
        // oxlint-disable-next-line unicorn/no-array-sort -- toSorted is younger than the browsers that are served
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    clear(isNews) {
      memory = new Map()
      if (isNews) {
        tell([[VISIT]])
        tellErased(name)
      }
      deleteStore(name).catch(fail)
    },
  }
}
