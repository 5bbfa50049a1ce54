import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Chunk } from '../core/queue.ts'
import { openStore } from '../platform/store.ts'
import { createStorage } from './storage.ts'

const chunk = (id: string): Chunk => ({ id, owner: '', token: undefined, bytes: 1, messages: ['{}'] })
const fail = (cause: unknown) => expect.unreachable(String(cause))
const open = () => {
  const removed: string[] = []
  const storage = createStorage(openStore('s', fail), (keys) => removed.push(...keys))
  const ids = () => storage.chunks().map(({ id }) => id)
  return { ...storage, ids, removed }
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  vi.unstubAllGlobals()
})

it('has what it was given at once, and what others stored when it was read, oldest first', async () => {
  const a = open()
  const b = open()
  void b.put([
    ['2', chunk('2')],
    ['visit', { anonymousId: 'x' }],
  ])
  expect(b.ids()).toEqual(['2'])
  await a.put([
    ['3', chunk('3')],
    ['1', chunk('1')],
  ])
  await b.sync()
  expect(b.ids()).toEqual(['1', '2', '3'])
})

it('tells others what it removed, once', async () => {
  const { put, remove, removed, ids } = open()
  await put([['1', chunk('1')]])
  await remove(['1'])
  await remove(['1'])
  expect(removed).toEqual(['1'])
  expect(ids()).toEqual([])
})

it('does not bring back what was removed while it read', async () => {
  const store = openStore('s', fail)
  const storage = createStorage(
    {
      ...store,
      read: (isKnown) =>
        store.read((key) => {
          const known = isKnown(key)
          storage.forget([key])
          return known
        }),
    },
    () => {},
  )
  await storage.put([['1', chunk('1')]])
  await storage.sync()
  expect(storage.chunks()).toEqual([])
})

it('stores again what was lost, and nothing that was removed', async () => {
  const { put, remove, sync } = open()
  await put(['1', '2'].map((id) => [id, chunk(id)]))
  await remove(['1'])
  await openStore('s', fail).delete()
  await sync()
  const later = open()
  await later.sync()
  expect(later.ids()).toEqual(['2'])
})
