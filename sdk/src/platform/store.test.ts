import { forceCloseDatabase, IDBFactory, IDBObjectStore, IDBTransaction } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openStore, type Entry } from './store.ts'

const failed = vi.fn<(cause: unknown) => void>()
const all = () => openStore('s', failed).read(() => false)
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
  const store = openStore('s', failed)
  const chunk = { id: 'a', messages: ['{}'] }
  await store.write([
    ['a', chunk],
    ['visit', { anonymousId: 'x' }],
  ])
  expect(await store.get('a')).toEqual(chunk)
  expect(await openStore('s', failed).get('visit')).toEqual({ anonymousId: 'x' })
  expect(await store.get('b')).toBeUndefined()
  expect(failed).not.toHaveBeenCalled()
})

it('removes what has no value, and replaces what has another', async () => {
  const store = openStore('s', failed)
  await store.write([
    ['a', 1],
    ['b', 1],
  ])
  await store.write([['a'], ['b', 2], ['c', 3]])
  expect(await all()).toEqual([
    ['b', 2],
    ['c', 3],
  ])
})

it('reads keys in order, and values only of those that are not known', async () => {
  const store = openStore('s', failed)
  await store.write(['c', 'a', 'b'].map((key): Entry => [key, key]))
  const get = vi.spyOn(IDBObjectStore.prototype, 'get')
  const entries = await store.read((key) => key === 'b')
  expect(entries?.map(([key]) => key)).toEqual(['a', 'b', 'c'])
  expect(entries?.map(([, value]) => value)).toEqual(['a', undefined, 'c'])
  expect(get).toHaveBeenCalledTimes(2)
})

it('commits at once what a page that dies right after has written', async () => {
  const commit = vi.spyOn(IDBTransaction.prototype, 'commit')
  const store = openStore('s', failed)
  await store.write([['a', 1]])
  expect(commit).toHaveBeenCalledOnce()
})

it('opens nothing before its first use', async () => {
  openStore('s', failed)
  expect(await indexedDB.databases()).toEqual([])
})

it('tells of a transaction that fails, and gives undefined; the next one may not fail', async () => {
  const store = openStore('s', failed)
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
  const store = openStore('s', failed)
  const connections: IDBDatabase[] = []
  const open = indexedDB.open.bind(indexedDB)
  vi.spyOn(indexedDB, 'open').mockImplementation((name) => {
    const request = open(name)
    request.addEventListener('success', () => connections.push(request.result))
    return request
  })
  await store.write([['a', 1]])
  connections[0]?.close()
  await store.write([['b', 2]])
  forceCloseDatabase(connections[1] as never)
  await store.write([['c', 3]])
  expect(await store.read(() => false)).toHaveLength(3)
  expect(failed).not.toHaveBeenCalled()
})

it('is deleted while another connection is open, which begins anew', async () => {
  const a = openStore('s', failed)
  const b = openStore('s', failed)
  await a.write([['a', 1]])
  await b.get('a')
  await a.delete()
  expect(await indexedDB.databases()).toEqual([])
  expect(await b.read(() => false)).toEqual([])
  await b.write([['b', 2]])
  expect(await a.read(() => false)).toEqual([['b', 2]])
  expect(failed).not.toHaveBeenCalled()
})

it('lets whoever wants delete it', async () => {
  await openStore('s', failed).write([['a', 1]])
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
  const store = openStore('s', failed)
  expect(await store.write([['a', 1]])).toBeUndefined()
  expect(await store.get('a')).toBeUndefined()
  expect(await store.read(() => false)).toBeUndefined()
  expect(await store.delete()).toBeUndefined()
  expect(failed).toHaveBeenCalledTimes(4)
})
