import { createStore, promisifyRequest } from 'idb-keyval'
import type { Store } from '../core/store.ts'

/** The keys that begin with a prefix and come after a key. */
function rangeOf(prefix: string, after = prefix): IDBKeyRange {
  return IDBKeyRange.bound(after, `${prefix}\uffff`, true)
}

/** Commits now: left to itself, a transaction commits too late for a page that dies right after. */
function commit({ transaction }: IDBObjectStore): Promise<void> {
  transaction.commit()
  return promisifyRequest(transaction)
}

async function keysOf(store: IDBObjectStore, range: IDBKeyRange, limit?: number): Promise<string[]> {
  return (await promisifyRequest(store.getAllKeys(range, limit))).map(String)
}

/** Opens the IndexedDB store of a name at its first use. */
export function createIndexedDbStore(name: string): Store {
  const use = createStore(name, 'messages')
  return {
    get: (key) => use('readonly', (store) => promisifyRequest<string | undefined>(store.get(key))),
    write: (entries) =>
      use('readwrite', (store) => {
        for (const [key, value] of entries) store.put(value, key)
        return commit(store)
      }),
    remove: (keys) =>
      use('readwrite', (store) => {
        for (const key of keys) store.delete(key)
        return commit(store)
      }),
    keys: (prefix) => use('readonly', (store) => keysOf(store, rangeOf(prefix))),
    readAfter: (prefix, after, limit, take) =>
      use('readonly', async (store) => {
        const range = rangeOf(prefix, after || prefix)
        const keys = await keysOf(store, range, limit)
        const count = take(keys)
        // A limit of 0 would mean all.
        const values = count > 0 ? await promisifyRequest<string[]>(store.getAll(range, count)) : []
        return values.map((value, index) => [keys[index]!, value])
      }),
    trim: (prefix, count) =>
      use('readwrite', async (store) => {
        const keys = await keysOf(store, rangeOf(prefix))
        const last = keys[count(keys) - 1]
        // No other tab writes while this transaction is open, so the range holds these keys and no newer ones.
        if (last !== undefined) store.delete(IDBKeyRange.bound(prefix, last))
        return commit(store)
      }),
  }
}
