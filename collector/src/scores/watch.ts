import type { AccountId, PersonId, Storage } from '../storage/storage.ts'

/** Whose standing is watched. */
interface Watched {
  readonly userId: string
  readonly accountId: string | null
  /** Whether, without an account that is named, the one counts that a group message put the user in last. */
  readonly orGroup: boolean
}

/** Says when something was committed, or erased, of those who are watched, whichever process did. */
export interface Watch {
  /** Calls `onCommit` for each turn in which something was; returns what ends it. */
  add(watched: Watched, onCommit: () => void): () => void
}

interface Watcher extends Watched {
  readonly onCommit: () => void
  person: PersonId | null
  account: AccountId | null
}

/** A store that several processes write to can only be asked; this often, and only while somebody watches. */
const POLL_MS = 250

export function createWatch(storage: Storage): Watch {
  const watchers = new Map<symbol, Watcher>()
  let timer: NodeJS.Timeout | undefined
  let seq: number | null = null
  let erasure = 0

  // Whoever looks finds out what is wrong, and says so.
  const wakeAll = (): void => watchers.forEach(({ onCommit }) => onCommit())

  async function poll(): Promise<void> {
    if (seq === null) {
      seq = await storage.newestSeq()
      erasure = await storage.newestErasure()
      return
    }
    const newestErasure = await storage.newestErasure()
    if (newestErasure !== erasure) {
      erasure = newestErasure
      // Whoever has the id from now on is somebody else.
      for (const watcher of watchers.values()) watcher.person = watcher.account = null
      wakeAll()
    }
    const changed = await storage.changedSince(seq)
    if (changed.seq === seq) return
    seq = changed.seq
    const people = new Set(changed.people)
    const accounts = new Set(changed.accounts)
    for (const watcher of watchers.values()) {
      // Whoever was unknown may have become known.
      watcher.person ??= (await storage.personByUserId(watcher.userId))?.id ?? null
      if (watcher.accountId !== null)
        watcher.account ??= (await storage.accountByAccountId(watcher.accountId))?.id ?? null
      else if (watcher.orGroup && watcher.person !== null)
        watcher.account = (await storage.groupsOf([watcher.person])).get(watcher.person)?.id ?? null
      if (people.has(watcher.person ?? 0) || accounts.has(watcher.account ?? 0)) watcher.onCommit()
    }
  }
  function schedule(): void {
    timer = setTimeout(() => {
      void poll()
        .catch(wakeAll)
        .then(() => (watchers.size > 0 ? schedule() : (timer = undefined)))
    }, POLL_MS)
    timer.unref()
  }

  return {
    add(watched, onCommit) {
      const key = Symbol(watched.userId)
      watchers.set(key, { ...watched, onCommit, person: null, account: null })
      if (timer === undefined) {
        seq = null
        schedule()
        // What is committed from here on is news.
        void poll().catch(wakeAll)
      }
      return () => void watchers.delete(key)
    },
  }
}
