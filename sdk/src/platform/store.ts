import { createStore, promisifyRequest, type UseStore } from 'idb-keyval'
import type { Store } from '../core/store.ts'

/** Opens the IndexedDB store of a name at its first use. */
export function createIndexedDbStore(name: string): Store {
  const open = createStore(name, 'messages')
  // Where IndexedDB is forbidden, it throws: here, a promise fails.
  const use: UseStore = async (mode, operate) => open(mode, operate)

  function change(operate: (store: IDBObjectStore) => void): Promise<void> {
    return use('readwrite', (store) => {
      operate(store)
      // Left to itself, a transaction commits too late for a page that dies right after.
      store.transaction.commit()
      return promisifyRequest(store.transaction)
    })
  }

  return {
    get: (key) => use('readonly', (store) => promisifyRequest<string | undefined>(store.get(key))),
    write: (entries) => change((store) => entries.forEach(([key, value]) => store.put(value, key))),
    remove: (keys) => change((store) => keys.forEach((key) => store.delete(key))),
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
