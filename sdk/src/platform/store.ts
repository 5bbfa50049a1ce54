import { createStore, promisifyRequest } from 'idb-keyval'

/** Does something with a store in one transaction; never rejects. */
export type Use = (operate: (store: IDBObjectStore) => unknown) => Promise<unknown>

/**
 * Opens the IndexedDB store of a name at its first use; the tabs of an origin share it.
 * @param onFailure - told why a transaction failed
 */
export function openStore(name: string, onFailure: (cause: unknown) => void): Use {
  let use = createStore(name, 'messages')
  return (operate) => {
    const attempt = async (): Promise<unknown> =>
      use('readwrite', (store) => {
        const { db } = store.transaction
        // Another tab deletes it, and waits for every connection.
        db.onversionchange = () => db.close()
        return operate(store)
      })
    return attempt()
      .catch(() => {
        // It may have been closed under us.
        use = createStore(name, 'messages')
        return attempt()
      })
      .catch(onFailure)
  }
}

/** Removes a store, and everything in it. */
export async function deleteStore(name: string): Promise<void> {
  await promisifyRequest(indexedDB.deleteDatabase(name))
}

/** Ends a transaction; resolves when all of it is stored. Left to itself, it commits too late for a page that dies right after. */
export function commit({ transaction }: IDBObjectStore): Promise<void> {
  transaction.commit()
  return promisifyRequest(transaction)
}

/** Fills a copy of the store with what it does not have, and the store with what only the copy has. */
export async function syncWith(store: IDBObjectStore, copy: Map<string, unknown>): Promise<void> {
  const unknown = new Set((await promisifyRequest(store.getAllKeys())) as string[])
  for (const [key, value] of copy) if (!unknown.delete(key)) store.put(value, key)
  // One by one: thousands at once would hold up the page.
  // oxlint-disable-next-line no-await-in-loop
  for (const key of unknown) copy.set(key, await promisifyRequest(store.get(key)))
}
