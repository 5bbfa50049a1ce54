import { IDBDatabase, IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Chunk } from '../core/queue.ts'
import { deleteStore } from '../platform/store.ts'
import { createStorage } from './storage.ts'

const chunk = (id: string): Chunk => ({ id, userId: undefined, token: undefined, bytes: 1, messages: ['{}'] })
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
  void b.put([chunk('2')])
  expect(b.ids()).toEqual(['2'])
  await a.put([chunk('3'), chunk('1')])
  await b.sync()
  expect(b.ids()).toEqual(['1', '2', '3'])
})

it('removes what is known, once', async () => {
  const { put, remove, ids } = open()
  await put([chunk('1')])
  await remove([chunk('1')])
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
  await remove([chunk('1')])
  expect(transaction).not.toHaveBeenCalled()
  expect(ids()).toEqual([])
})

it('brings back nothing that was removed while it read', async () => {
  const { put, remove, sync, ids } = open()
  await put([chunk('1')])
  await open().put([chunk('2')])
  const { get } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    void remove([chunk('1')])
    return get.call(this, key)
  })
  await sync()
  expect(ids()).toEqual(['2'])
})

it('brings back nothing that was erased while it read', async () => {
  await open().put([chunk('1')])
  const { sync, clear, ids } = open()
  const synced = sync()
  clear(false)
  expect(await synced).toBeUndefined()
  expect(ids()).toEqual([])
})

it('stores again what was lost, and nothing that was removed', async () => {
  const { put, remove, sync } = open()
  await put([chunk('1'), chunk('2')])
  await remove([chunk('1')])
  await deleteStore('s')
  await sync()
  const later = open()
  await later.sync()
  expect(later.ids()).toEqual(['2'])
})
