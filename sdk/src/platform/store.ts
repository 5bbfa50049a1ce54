import { createStore, promisifyRequest } from 'idb-keyval'

/** Without a value: to be removed. */
export type Entry = readonly [key: string, value?: unknown]

/**
 * Values by key, shared by the tabs of an origin. Each method is one transaction, and never rejects: it resolves to
 * undefined where that failed.
 */
export interface Store {
  get: (key: string) => Promise<unknown>
  write: (entries: readonly Entry[]) => Promise<unknown>
  /** Returns all keys; of those that are not known, the values too. */
  read: (isKnown: (key: string) => boolean) => Promise<Entry[] | undefined>
  /** Removes everything, and the store itself. */
  delete: () => Promise<unknown>
}

/** Opens the IndexedDB store of a name at its first use. `onFailure` is told why a transaction failed. */
export function openStore(name: string, onFailure: (cause: unknown) => void): Store {
  let open = createStore(name, 'messages')

  async function use<T>(
    mode: IDBTransactionMode,
    operate: (store: IDBObjectStore) => Promise<T>,
  ): Promise<T | undefined> {
    const attempt = () =>
      open(mode, (store) => {
        const { db } = store.transaction
        // Another tab deletes it, and waits for every connection.
        db.onversionchange = () => db.close()
        return operate(store)
      })
    try {
      return await attempt().catch(() => {
        // It may have been closed under us.
        open = createStore(name, 'messages')
        return attempt()
      })
    } catch (cause) {
      onFailure(cause)
      return undefined
    }
  }

  return {
    get: (key) => use('readonly', (store) => promisifyRequest(store.get(key))),
    write: (entries) =>
      use('readwrite', (store) => {
        for (const [key, value] of entries) {
          if (value) store.put(value, key)
          else store.delete(key)
        }
        const { transaction } = store
        // Left to itself, it commits too late for a page that dies right after.
        transaction.commit()
        return promisifyRequest(transaction)
      }),
    read: (isKnown) =>
      use('readonly', async (store) => {
        const keys = (await promisifyRequest(store.getAllKeys())) as string[]
        // One by one: thousands at once would hold up the page.
        return Promise.all(
          keys.map(async (key): Promise<Entry> => [
            key,
            isKnown(key) ? undefined : await promisifyRequest(store.get(key)),
          ]),
        )
      }),
    async delete() {
      try {
        await promisifyRequest(indexedDB.deleteDatabase(name))
      } catch (cause) {
        onFailure(cause)
      }
    },
  }
}
