import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Chunk } from '../core/queue.ts'
import { deleteStore } from '../platform/store.ts'
import { createStorage } from './storage.ts'

const VISIT = { anonymousId: 'x', sessionId: 's', activeAt: 0 }
const entry = (id: string): [string, Chunk] => [
  id,
  { id, userId: undefined, token: undefined, bytes: 1, messages: ['{}'] },
]
const open = () => {
  const storage = createStorage(
    's',
    (message) => expect.unreachable(message),
    () => {},
  )
  return { ...storage, ids: () => storage.chunks().map(({ id }) => id) }
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it('has what it was given at once, and what others stored when it was read, oldest first', async () => {
  const a = open()
  const b = open()
  void b.write([entry('2'), ['visit', VISIT]])
  expect(b.ids()).toEqual(['2'])
  await a.write([entry('3'), entry('1')])
  await b.sync()
  expect(b.ids()).toEqual(['1', '2', '3'])
  expect(await a.visit()).toEqual(VISIT)
})

it('removes what is known, once', async () => {
  const { write, ids } = open()
  await write([entry('1')])
  await write([['1']])
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await write([['1']])
  expect(transaction).not.toHaveBeenCalled()
  expect(ids()).toEqual([])
})

it('brings back nothing that was removed while it read', async () => {
  const { write, sync, ids } = open()
  await write([entry('1')])
  await open().write([entry('2')])
  const { get } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    void write([['1']])
    return get.call(this, key)
  })
  await sync()
  expect(ids()).toEqual(['2'])
})

it('brings back nothing that was erased while it read', async () => {
  await open().write([entry('1'), ['visit', VISIT]])
  const { sync, clear, ids } = open()
  const synced = sync()
  clear(false)
  expect(await synced).toBeUndefined()
  expect(ids()).toEqual([])
})

it('stores again what was lost, and nothing that was removed', async () => {
  const { write, sync } = open()
  await write([entry('1'), entry('2')])
  await write([['1']])
  await deleteStore('s')
  await sync()
  const later = open()
  await later.sync()
  expect(later.ids()).toEqual(['2'])
})
