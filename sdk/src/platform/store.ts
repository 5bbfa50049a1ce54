import { createStore, promisifyRequest, type UseStore } from 'idb-keyval'
import type { Store } from '../core/store.ts'

/** Left to itself, a transaction commits too late for a page that dies right after. */
function commit({ transaction }: IDBObjectStore): Promise<void> {
  transaction.commit()
  return promisifyRequest(transaction)
}

/** Opens the IndexedDB store of a name at its first use. */
export function createIndexedDbStore(name: string): Store {
  const open = createStore(name, 'messages')
  // Where IndexedDB is forbidden, it throws: here, a promise fails.
  const use: UseStore = async (mode, operate) => open(mode, operate)

  return {
    get: (key) => use('readonly', (store) => promisifyRequest<string | undefined>(store.get(key))),
    write: (entries) =>
      use('readwrite', (store) => {
        for (const [key, value] of entries) store.put(value, key)
        return commit(store)
      }),
    remove: (keys) =>
      use('readwrite', async (store) => {
        const range = IDBKeyRange.bound(keys[0], keys.at(-1))
        const stored = await promisifyRequest(store.getAllKeys(range))
        // A range is removed ten times as fast as its keys, but another tab's message may lie in it.
        if (stored.every((key, index) => key === keys[index])) store.delete(range)
        else for (const key of keys) store.delete(key)
        return commit(store)
      }),
    keys: (prefix) =>
      use('readonly', async (store) => {
        const keys = await promisifyRequest(store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))
        return keys.map(String)
      }),
    range: (first, last) =>
      use('readonly', async (store) => {
        const range = IDBKeyRange.bound(first, last)
        const keys = promisifyRequest<IDBValidKey[]>(store.getAllKeys(range))
        const values = await promisifyRequest<string[]>(store.getAll(range))
        return (await keys).map(String).map((key, index) => [key, values[index]!])
      }),
  }
}
