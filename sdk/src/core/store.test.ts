import { expect, it } from 'vitest'
import { createMapStore } from '../testing/fake-world.ts'
import { withMemory, type Store } from './store.ts'

const refuse = () => Promise.reject(new Error('quota'))

it('uses the durable store while it works', async () => {
  const values = new Map<string, string>()
  const store = withMemory(createMapStore(values), () => expect.unreachable())
  await store.write([
    ['q/2', 'b'],
    ['q/1', 'a'],
    ['t/1', 't'],
  ])
  expect(values.size).toBe(3)
  expect(await store.keys('q/')).toEqual(['q/1', 'q/2'])
  expect(await store.range('q/1', 'q/2')).toEqual([
    ['q/1', 'a'],
    ['q/2', 'b'],
  ])
})

it('keeps in memory what cannot be stored, beside what was', async () => {
  const causes: unknown[] = []
  const full: Store = { ...createMapStore(new Map([['q/1', 'stored']])), write: refuse }
  const store = withMemory(full, (cause) => causes.push(cause))
  await store.write([['q/0', 'kept']])
  expect(causes).toEqual([new Error('quota')])
  expect(await store.keys('q/')).toEqual(['q/0', 'q/1'])
  await store.write([['q/2', 'later']])
  expect(await store.range('q/0', 'q/2')).toEqual([
    ['q/0', 'kept'],
    ['q/1', 'stored'],
    ['q/2', 'later'],
  ])
  await store.remove(['q/2'])
  await store.remove(['q/0', 'q/1'])
  expect(await store.keys('q/')).toEqual([])
})

it('works where nothing can be stored or read at all', async () => {
  const none: Store = { get: refuse, write: refuse, remove: refuse, keys: refuse, range: refuse }
  const store = withMemory(none, () => {})
  await store.write([['q/1', 'a']])
  expect(await store.get('identity')).toBeUndefined()
  expect(await store.get('q/1')).toBe('a')
  expect(await store.range('q/1', 'q/1')).toEqual([['q/1', 'a']])
  await store.remove(['q/1'])
  expect(await store.keys('q/')).toEqual([])
})
