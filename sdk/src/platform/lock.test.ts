import { afterEach, expect, it, vi } from 'vitest'
import { createLock } from './lock.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const settle = () => new Promise((resolve) => setImmediate(resolve))
const unexpected = () => expect.unreachable()

it('gives one turn at a time', async () => {
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const a = createLock('one', unexpected).run(() => first.promise.then(() => void done.push('a')))
  const b = createLock('one', unexpected).run(async () => void done.push('b'))
  await settle()
  expect(done).toEqual([])
  first.resolve()
  await Promise.all([a, b])
  expect(done).toEqual(['a', 'b'])
})

it('gives the turn up while it is held', async () => {
  const holder = createLock('two', unexpected)
  let isGone = () => false
  const held = holder.run((isOver) => {
    isGone = isOver
    return new Promise(() => {})
  })
  await settle()
  expect(isGone()).toBe(false)
  holder.release()
  await held
  expect(isGone()).toBe(true)
  await createLock('two', unexpected).run(async () => {})
})

it('gives up its place in the queue', async () => {
  const holder = createLock('three', unexpected)
  const held = holder.run(() => new Promise(() => {}))
  const waiting = createLock('three', unexpected)
  const gone = waiting.run(async () => expect.unreachable())
  await settle()
  waiting.release()
  await gone
  holder.release()
  await held
})

it('runs at once where there are no locks, or they are forbidden', async () => {
  const onMissing = vi.fn<() => void>()
  const task = vi.fn<() => Promise<void>>(async () => {})
  vi.stubGlobal('navigator', {})
  await createLock('four', onMissing).run(task)
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('SecurityError')) } })
  await createLock('four', onMissing).run(task)
  expect(onMissing).toHaveBeenCalledTimes(2)
  expect(task).toHaveBeenCalledTimes(2)
})
