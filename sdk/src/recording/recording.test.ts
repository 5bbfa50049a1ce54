import { IDBDatabase } from 'fake-indexeddb'
import { expect, it, vi } from 'vitest'
import { SECOND_MS, world } from '../testing/world.ts'

it.each(['open', 'openRecording'] as const)(
  '%s: stores when the task has ended, and sends all at once',
  async (open) => {
    const { uptake } = world[open]()
    await world.settle()
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    uptake.track('a')
    uptake.track('b', { rows: 2 })
    expect(transaction).not.toHaveBeenCalled()
    await world.settle()
    expect(transaction.mock.calls.filter(([, mode]) => mode === 'readwrite')).toHaveLength(1)
    expect(await world.stored()).toEqual(['a', 'b'])
    expect(world.requests).toHaveLength(0)
    await world.pass(200)
    expect(world.requests).toHaveLength(1)
    expect(world.requests[0]).toMatchObject({ path: '/u/v1/batch', keepalive: false })
    expect(world.requests[0]?.batch).toMatchObject({ writeKey: 'wk', sentAt: '2026-01-05T00:00:00.200Z' })
    expect(world.sent()[1]).toMatchObject({
      event: 'b',
      properties: { rows: 2 },
      timestamp: '2026-01-05T00:00:00.000Z',
    })
    expect(await world.stored()).toEqual([])
  },
)

it('touches neither storage nor network on the stack of its caller', async () => {
  const opened = vi.spyOn(indexedDB, 'open')
  const { uptake } = world.open()
  uptake.track('a')
  uptake.identify('u')
  uptake.me.subscribe(() => {})
  expect(opened).not.toHaveBeenCalled()
  await world.settle()
  expect(opened).toHaveBeenCalled()
  expect(world.requests).toEqual([])
})

it('waits a moment for more, as long as the app says', async () => {
  const { uptake } = world.open({ sendDelayMs: 1_000 })
  await world.pass(5_000)
  uptake.track('a')
  await world.pass(500)
  uptake.track('b')
  await world.pass(499)
  expect(world.requests).toHaveLength(0)
  await world.pass(1)
  expect(world.events()).toEqual(['a', 'b'])
  expect(world.requests).toHaveLength(1)
})

it('gives every message an id of its own, ascending, and the time of the call', async () => {
  const { uptake } = world.open()
  for (let i = 0; i < 60; i++) uptake.track('a')
  await world.pass(SECOND_MS)
  uptake.track('a')
  await world.pass(SECOND_MS)
  const ids = world.sent().map(({ messageId }) => messageId ?? '')
  expect(new Set(ids).size).toBe(61)
  expect(ids).toEqual(ids.toSorted())
  expect(world.sent().at(-1)?.timestamp).toBe('2026-01-05T00:00:01.000Z')
})

it('copies what it is given', async () => {
  const { uptake } = world.open()
  const properties = { rows: 1 }
  uptake.track('a', properties)
  properties.rows = 2
  await world.pass(SECOND_MS)
  expect(world.sent()[0]?.properties).toEqual({ rows: 1 })
})

it('does not throw where JSON cannot hold the properties, and sends what was done without them', async () => {
  const { uptake } = world.open()
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  const thrower = Object.defineProperty({}, 'x', { enumerable: true, get: () => expect.unreachable('a getter') })
  uptake.track('cycle', cycle)
  uptake.track('big', { big: 1n })
  uptake.track('getter', thrower)
  uptake.track('sound', { rows: 1 })
  await world.pass(SECOND_MS)
  expect(world.drops).toEqual(['unserialisable 3'])
  expect(world.events()).toEqual(['cycle', 'big', 'getter', 'sound', 'sdk_dropped'])
  expect(world.sent()[0]).not.toHaveProperty('properties')
  expect(world.sent()[3]).toHaveProperty('properties', { rows: 1 })
  expect(world.sent()[4]?.properties).toEqual({ reason: 'unserialisable', count: 3 })
})

it('knows who acts, whatever their traits are like', async () => {
  const { uptake } = world.open()
  uptake.identify('u', { big: 1n })
  uptake.group('g', { big: 1n })
  uptake.track('a')
  await world.pass(SECOND_MS)
  expect(world.sent()).toMatchObject([
    { type: 'identify', userId: 'u' },
    { type: 'group', userId: 'u', groupId: 'g' },
    { event: 'a', userId: 'u', context: { groupId: 'g' } },
    { event: 'sdk_dropped' },
  ])
})

it.each(['', undefined, null])('leaves out a name that is %j, and warns once', async (name) => {
  const { uptake } = world.open()
  uptake.identify(name as string)
  uptake.identify(name as string)
  uptake.group(name as string)
  await world.pass(SECOND_MS)
  expect(world.requests).toEqual([])
  expect(world.warnings).toEqual(['[uptake] identify() has no id', '[uptake] group() has no id'])
})

it.each([7, 7n, Symbol('7')])('takes a name that is not text for text: %s', async (name) => {
  const { uptake } = world.open()
  uptake.track('before')
  uptake.identify(name as never)
  uptake.group(name as never)
  uptake.track('after')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['before', 'identify', 'group', 'after'])
  expect(world.sent().at(-1)).toMatchObject({ userId: String(name), context: { groupId: String(name) } })
})

it('outlives callbacks of the app that throw, and lets them be seen', async () => {
  const reported = vi.fn<(error: unknown) => void>()
  vi.stubGlobal('reportError', reported)
  const fail = (): never => {
    throw new Error('app')
  }
  const { uptake } = world.open({ onDrop: fail, warn: fail, userId: 'u' })
  uptake.me.subscribe(fail)
  uptake.track('a', { big: 1n })
  uptake.identify('')
  uptake.track('b')
  await world.pass(SECOND_MS)
  uptake.reset()
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a', 'b', 'sdk_dropped'])
  expect(reported.mock.calls).toEqual([[new Error('app')], [new Error('app')]])
})

it('needs no receiver', async () => {
  const { track, identify, group, reset, flush, optIn } = world.open().uptake
  optIn()
  identify('u')
  group('g')
  track('a')
  reset()
  await flush()
  expect(world.events()).toEqual(['identify', 'group', 'a'])
})
