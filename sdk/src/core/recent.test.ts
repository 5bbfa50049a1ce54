import { expect, it } from 'vitest'
import { toKey } from './queue-key.ts'
import { createRecent } from './recent.ts'

const key = (id: number, bytes: number) => toKey(`00000000-0000-7000-8000-00000000000${id}`, bytes, '')

it('forgets the oldest beyond its bytes', () => {
  const recent = createRecent(100)
  recent.add([
    [key(1, 40), 'a'],
    [key(2, 40), 'b'],
    [key(3, 20), 'c'],
  ])
  expect(recent.entries().map(([, message]) => message)).toEqual(['a', 'b', 'c'])
  recent.add([[key(4, 1), 'd']])
  expect(recent.entries().map(([, message]) => message)).toEqual(['b', 'c', 'd'])
})

it('makes room by what is removed, once', () => {
  const recent = createRecent(100)
  recent.add([[key(1, 60), 'a']])
  recent.remove([key(1, 60), key(1, 60)])
  recent.add([
    [key(2, 60), 'b'],
    [key(3, 40), 'c'],
  ])
  expect(recent.entries().map(([, message]) => message)).toEqual(['b', 'c'])
})
