import { afterEach, expect, it, vi } from 'vitest'
import { createTurns } from './lock.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const settle = () => new Promise((resolve) => setImmediate(resolve))
const unexpected = () => expect.unreachable()
const forever = () => new Promise<void>(() => {})
const { signal: never } = new AbortController()

it('gives one turn at a time', async () => {
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const a = createTurns('one', unexpected)(never, () => first.promise.then(() => void done.push('a')))
  const b = createTurns('one', unexpected)(never, async () => void done.push('b'))
  await settle()
  expect(done).toEqual([])
  first.resolve()
  await Promise.all([a, b])
  expect(done).toEqual(['a', 'b'])
})

it('has nothing to do with another name', async () => {
  const holder = new AbortController()
  const held = createTurns('this', unexpected)(holder.signal, forever)
  const task = vi.fn<() => Promise<void>>(async () => {})
  await createTurns('that', unexpected)(never, task)
  expect(task).toHaveBeenCalledOnce()
  holder.abort()
  await held
})

it('gives the turn up while it is held', async () => {
  const holder = new AbortController()
  const held = createTurns('two', unexpected)(holder.signal, forever)
  const next = vi.fn<() => Promise<void>>(async () => {})
  const waiting = createTurns('two', unexpected)(never, next)
  await settle()
  expect(next).not.toHaveBeenCalled()
  holder.abort()
  await Promise.all([held, waiting])
  expect(next).toHaveBeenCalledOnce()
})

it('gives up its place in the queue', async () => {
  const holder = new AbortController()
  const waiter = new AbortController()
  const held = createTurns('three', unexpected)(holder.signal, forever)
  const gone = createTurns('three', unexpected)(waiter.signal, async () => expect.unreachable())
  await settle()
  waiter.abort()
  await gone
  holder.abort()
  await held
})

it('takes no turn that was given up before', async () => {
  await createTurns('four', unexpected)(AbortSignal.abort(), async () => expect.unreachable())
})

it('runs at once where there are no locks, or they are forbidden, until it is given up', async () => {
  const onMissing = vi.fn<() => void>()
  const task = vi.fn<() => Promise<void>>(async () => {})
  vi.stubGlobal('navigator', {})
  await createTurns('five', onMissing)(never, task)
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('SecurityError')) } })
  await createTurns('five', onMissing)(never, task)
  expect(onMissing).toHaveBeenCalledTimes(2)
  expect(task).toHaveBeenCalledTimes(2)
  const holder = new AbortController()
  const held = createTurns('five', onMissing)(holder.signal, forever)
  await settle()
  holder.abort()
  await held
})
