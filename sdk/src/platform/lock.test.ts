import { afterEach, expect, it, vi } from 'vitest'
import { takeTurn } from './lock.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const settle = () => new Promise((resolve) => setImmediate(resolve))
const unexpected = () => expect.unreachable()
const forever = () => new Promise<void>(() => {})
const createTask = () => vi.fn<(signal: AbortSignal) => Promise<void>>(async () => {})

it('gives one turn at a time', async () => {
  const first = Promise.withResolvers<void>()
  const [a, b] = [createTask(), createTask()]
  a.mockReturnValue(first.promise)
  takeTurn('one', a, unexpected)
  takeTurn('one', b, unexpected)
  await settle()
  expect(a).toHaveBeenCalledOnce()
  expect(b).not.toHaveBeenCalled()
  first.resolve()
  await expect.poll(() => b).toHaveBeenCalledOnce()
})

it('has nothing to do with another name', async () => {
  const turn = takeTurn('this', forever, unexpected)
  const task = createTask()
  takeTurn('that', task, unexpected)
  await expect.poll(() => task).toHaveBeenCalledOnce()
  turn.abort()
})

it('gives the turn up while it is held, and lets its task know', async () => {
  const task = createTask().mockImplementation(forever)
  const turn = takeTurn('two', task, unexpected)
  const next = createTask()
  takeTurn('two', next, unexpected)
  await settle()
  expect(next).not.toHaveBeenCalled()
  turn.abort()
  await expect.poll(() => next).toHaveBeenCalledOnce()
  expect(task.mock.lastCall?.[0].aborted).toBe(true)
})

it('gives up its place in the queue', async () => {
  const turn = takeTurn('three', forever, unexpected)
  takeTurn('three', async () => expect.unreachable(), unexpected).abort()
  const last = createTask()
  takeTurn('three', last, unexpected)
  turn.abort()
  await expect.poll(() => last).toHaveBeenCalledOnce()
})

it('runs at once where there are no locks, or they are forbidden', async () => {
  const onMissing = vi.fn<() => void>()
  const task = createTask()
  vi.stubGlobal('navigator', {})
  takeTurn('four', task, onMissing)
  await settle()
  expect(task).toHaveBeenCalledTimes(1)
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('SecurityError')) } })
  takeTurn('four', task, onMissing)
  await settle()
  expect(task).toHaveBeenCalledTimes(2)
  expect(onMissing).toHaveBeenCalledTimes(2)
})
