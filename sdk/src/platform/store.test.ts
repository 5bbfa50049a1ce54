import { forceCloseDatabase, IDBFactory, IDBObjectStore, IDBTransaction } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { commit, deleteStore, openStore, syncWith } from './store.ts'

const failed = vi.fn<(cause: unknown) => void>()
/** Opens it, with a connection of its own. */
const open = () => {
  const use = openStore('s', failed)
  return {
    write: (entries: readonly (readonly [key: string, value: unknown])[]) =>
      use((store) => {
        for (const [key, value] of entries) store.put(value, key)
        return commit(store)
      }),
    async sync(copy = new Map<string, unknown>()) {
      await use((store) => syncWith(store, copy))
      return copy
    },
  }
}
const all = async () => [...(await open().sync())]
/** The database, by no means of ours. */
const openRaw = () =>
  new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open('s')
    request.addEventListener('success', () => resolve(request.result))
  })

beforeEach(() => {
  failed.mockClear()
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it('gives back what was written, also through another connection', async () => {
  const store = open()
  const chunk = { id: 'a', messages: ['{}'] }
  await store.write([['a', chunk]])
  expect((await store.sync()).get('a')).toEqual(chunk)
  expect((await open().sync()).get('a')).toEqual(chunk)
  expect(failed).not.toHaveBeenCalled()
})

it('fills a copy with what it has, and reads nothing that is known', async () => {
  const store = open()
  await store.write(['c', 'a', 'b'].map((key) => [key, key] as const))
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  const copy = await store.sync(new Map([['b', 'known']]))
  expect([...copy]).toEqual([
    ['b', 'known'],
    ['a', 'a'],
    ['c', 'c'],
  ])
  expect(get).toHaveBeenCalledTimes(2)
})

it('stores what only the copy has', async () => {
  const store = open()
  await store.write([['a', 1]])
  await store.sync(new Map([['b', 2]]))
  expect(await all()).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})

it('commits at once what a page that dies right after has written', async () => {
  const committed = vi.spyOn(IDBTransaction.prototype, 'commit')
  const store = open()
  await store.write([['a', 1]])
  expect(committed).toHaveBeenCalledOnce()
})

it('opens nothing before its first use', async () => {
  open()
  expect(await indexedDB.databases()).toEqual([])
})

it('tells of a transaction that fails, and gives undefined; the next one may not fail', async () => {
  const store = open()
  await store.write([['a', 1]])
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  expect(await store.write([['b', 2]])).toBeUndefined()
  expect(failed.mock.calls).toEqual([[expect.objectContaining({ name: 'QuotaExceededError' })]])
  put.mockRestore()
  await store.write([['c', 3]])
  expect(await all()).toEqual([
    ['a', 1],
    ['c', 3],
  ])
})

it('is opened anew after it was closed under it', async () => {
  const store = open()
  const connections: IDBDatabase[] = []
  const openDatabase = indexedDB.open.bind(indexedDB)
  vi.spyOn(indexedDB, 'open').mockImplementation((name) => {
    const request = openDatabase(name)
    request.addEventListener('success', () => connections.push(request.result))
    return request
  })
  await store.write([['a', 1]])
  connections[0]?.close()
  await store.write([['b', 2]])
  forceCloseDatabase(connections[1] as never)
  await store.write([['c', 3]])
  expect(await all()).toHaveLength(3)
  expect(failed).not.toHaveBeenCalled()
})

it('is deleted while another connection is open, which begins anew', async () => {
  const a = open()
  const b = open()
  await a.write([['a', 1]])
  await b.sync()
  await deleteStore('s')
  expect(await indexedDB.databases()).toEqual([])
  expect((await b.sync()).size).toBe(0)
  await b.write([['b', 2]])
  expect([...(await a.sync())]).toEqual([['b', 2]])
  expect(failed).not.toHaveBeenCalled()
})

it('lets whoever wants delete it', async () => {
  await open().write([['a', 1]])
  const raw = await openRaw()
  raw.close()
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('s')
    request.addEventListener('success', resolve)
    request.addEventListener('blocked', reject)
  })
  expect(await indexedDB.databases()).toEqual([])
})

it.each<[string, unknown]>([
  ['there is no IndexedDB', undefined],
  [
    'it is forbidden',
    {
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
      deleteDatabase: () => {
        throw new DOMException('no', 'SecurityError')
      },
    },
  ],
])('gives undefined where %s, and says so each time', async (_, factory) => {
  vi.stubGlobal('indexedDB', factory)
  const store = open()
  expect(await store.write([['a', 1]])).toBeUndefined()
  expect((await store.sync()).size).toBe(0)
  expect(failed).toHaveBeenCalledTimes(2)
  await expect(deleteStore('s')).rejects.toThrow(/\w/)
})
