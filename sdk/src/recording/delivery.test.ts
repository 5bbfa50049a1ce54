import { describe, expect, it } from 'vitest'
import { offline, problem, unavailable } from '../testing/answers.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

const ids = () => new Set(world.sent().map(({ messageId }) => messageId))

describe('what failed is tried again', () => {
  it('with the same ids, at pauses that double, drawn from all of them', async () => {
    const half = () => new Response('{"succ')
    world.answer(offline, unavailable, half)
    const { uptake } = world.open()
    await world.settle()
    uptake.track('a')
    await world.pass(200)
    const times = [world.requests.length]
    for (const pause of [500, 1_000, 2_000]) {
      await world.pass(pause - 1)
      times.push(world.requests.length)
      await world.pass(1)
      times.push(world.requests.length)
    }
    // Half of 1, 2 and 4 s.
    expect(times).toEqual([1, 1, 2, 2, 3, 3, 4])
    expect(ids().size).toBe(1)
    await world.pass(60 * MINUTE_MS)
    expect(world.requests).toHaveLength(4)
  })

  it('within the bounds that the app gave', async () => {
    world.respond = offline
    world.chance = 0.999
    world.open({ retryMinMs: 100, retryMaxMs: 10_000, sendDelayMs: 0 }).uptake.track('a')
    await world.pass(100)
    expect(world.requests).toHaveLength(2)
    await world.pass(10 * MINUTE_MS)
    const before = world.requests.length
    await world.pass(MINUTE_MS)
    expect(world.requests.length - before).toBeOneOf([5, 6])
  })

  it('from the first pause on, after a success', async () => {
    world.answer(offline, offline, offline)
    const { uptake } = world.open()
    uptake.track('a')
    await world.pass(10 * SECOND_MS)
    expect(await world.stored()).toEqual([])
    world.requests = []
    world.answer(offline)
    uptake.track('b')
    await world.pass(200 + 500)
    expect(world.requests).toHaveLength(2)
  })

  it('without end', async () => {
    world.respond = offline
    world.open().uptake.track('a')
    await world.pass(24 * 60 * MINUTE_MS)
    expect(await world.stored()).toEqual(['a'])
    world.answer()
    await world.pass(5 * MINUTE_MS)
    expect(await world.stored()).toEqual([])
    expect(world.drops).toEqual([])
  })

  it('at the next visit', async () => {
    world.respond = offline
    world.open().uptake.track('a')
    await world.pass(SECOND_MS)
    await world.close()
    world.answer()
    world.open()
    await world.pass(SECOND_MS)
    expect(ids().size).toBe(1)
    expect(await world.stored()).toEqual([])
  })

  it('where an answer is only half as it should be', async () => {
    world.answer(() => Response.json({ success: true, rejected: null }))
    world.open().uptake.track('a')
    await world.pass(MINUTE_MS)
    expect(world.events()).toEqual(['a', 'a'])
    expect(ids().size).toBe(1)
  })
})

describe('a pause ends', () => {
  it.each(['online', 'flush'] as const)('at once by %s', async (how) => {
    world.respond = offline
    const { uptake, fire } = world.open()
    uptake.track('a')
    await world.pass(20 * SECOND_MS)
    const before = world.requests.length
    world.answer()
    await (how === 'flush' ? uptake.flush() : fire('online'))
    await world.settle()
    expect(world.requests.length).toBe(before + 1)
    expect(await world.stored()).toEqual([])
  })

  it('soon, also where a try was failing just when the network returned', async () => {
    world.respond = offline
    const { uptake, fire } = world.open()
    uptake.track('a')
    await world.pass(20 * SECOND_MS)
    const slow = Promise.withResolvers<Response>()
    world.respond = () => slow.promise
    await world.pass(MINUTE_MS)
    const before = world.requests.length
    world.answer()
    fire('online')
    slow.reject(new TypeError('Failed to fetch'))
    await world.pass(SECOND_MS)
    expect(world.requests.length).toBe(before + 1)
  })
})

describe('a pause that the collector asks for', () => {
  it.each(['5', new Date(Date.UTC(2026, 0, 5, 0, 0, 5)).toUTCString()])('of %s holds', async (retryAfter) => {
    world.answer(() => problem(429, 'rate_limited', { 'retry-after': retryAfter }))
    const { uptake, fire, see } = world.open({ sendDelayMs: 0 })
    await world.settle()
    uptake.track('a')
    await world.pass(0)
    uptake.track('b')
    await uptake.flush()
    fire('online')
    see(false)
    see(true)
    await world.pass(4_999)
    expect(world.requests).toHaveLength(1)
    await world.pass(1)
    expect(world.events()).toEqual(['a', 'a', 'b'])
  })

  it('is over at the next visit', async () => {
    world.answer(() => problem(503, 'unavailable', { 'retry-after': '600' }))
    world.open().uptake.track('a')
    await world.pass(SECOND_MS)
    await world.close()
    world.open()
    await world.pass(SECOND_MS)
    expect(world.events()).toEqual(['a', 'a'])
  })
})

describe('flush', () => {
  it('waits for no moment, and resolves when all is answered', async () => {
    const slow = Promise.withResolvers<void>()
    world.respond = async () => {
      await slow.promise
      return Response.json({ success: true })
    }
    const { uptake } = world.open()
    uptake.track('a')
    let isFlushed = false
    const flushed = uptake.flush().then(() => (isFlushed = true))
    await world.settle()
    expect(world.events()).toEqual(['a'])
    expect(isFlushed).toBe(false)
    slow.resolve()
    await flushed
    expect(await world.stored()).toEqual([])
    await world.pass(MINUTE_MS)
    expect(world.requests).toHaveLength(1)
  })

  it('resolves when a try fails, and is not the last one', async () => {
    world.answer(offline)
    const { uptake } = world.open()
    uptake.track('a')
    await uptake.flush()
    expect(world.events()).toEqual(['a'])
    await uptake.flush()
    expect(world.events()).toEqual(['a', 'a'])
    await world.pass(MINUTE_MS)
    expect(world.requests).toHaveLength(2)
  })
})

it('sends on what was recorded while a request was under way', async () => {
  const slow = Promise.withResolvers<Response>()
  world.answer(() => slow.promise)
  const { uptake } = world.open()
  uptake.track('a')
  await world.pass(SECOND_MS)
  uptake.track('b')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a'])
  slow.resolve(Response.json({ success: true }))
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a', 'b'])
})
