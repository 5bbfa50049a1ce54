import { describe, expect, it, vi } from 'vitest'
import { databases, MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

describe('while consent is pending', () => {
  it('nothing is stored or sent', async () => {
    const { uptake, see, fire } = world.open({ consent: 'pending', userId: 'u' })
    uptake.track('a')
    uptake.me.subscribe(() => {})
    await uptake.flush()
    see(false)
    fire('pagehide')
    fire('pageshow')
    see(true)
    fire('online')
    await world.pass(10 * MINUTE_MS)
    expect(world.requests).toEqual([])
    expect(world.streams).toEqual([])
    expect(await databases()).toEqual([])
    expect(world.local()).toEqual([])
    uptake.optIn()
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ event: 'a', userId: 'u' }])
  })

  it('what is recorded goes when it is given, with the time of the call', async () => {
    const { uptake } = world.open({ consent: 'pending' })
    uptake.track('a')
    await world.pass(MINUTE_MS)
    uptake.optIn()
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([
      { event: 'a', timestamp: '2026-01-05T00:00:00.000Z' },
      { event: 'b', timestamp: '2026-01-05T00:01:00.000Z' },
    ])
  })

  it('what is recorded is forgotten when it is denied', async () => {
    const { uptake } = world.open({ consent: 'pending' })
    uptake.track('a')
    uptake.optOut()
    uptake.track('b')
    await world.pass(MINUTE_MS)
    uptake.optIn()
    uptake.track('c')
    await world.pass(MINUTE_MS)
    expect(world.events()).toEqual(['c'])
  })

  it('so many calls are kept, and every one that goes is counted', async () => {
    const { uptake } = world.open({ consent: 'pending', maxMessages: 3 })
    for (let i = 0; i < 5; i++) uptake.track(`e${i}`)
    await world.pass(SECOND_MS)
    expect(world.drops).toEqual([])
    uptake.optIn()
    await world.pass(MINUTE_MS)
    expect(world.events()).toEqual(['e2', 'e3', 'e4', 'sdk_dropped'])
    expect(world.drops).toEqual(['queue_full 2'])
  })
})

describe('Global Privacy Control', () => {
  it.each([
    { signal: true, respects: true, sent: 0 },
    { signal: true, respects: false, sent: 1 },
    { signal: false, respects: true, sent: 1 },
    { signal: undefined, respects: true, sent: 1 },
  ])('$signal, respected $respects: sends $sent', async ({ signal, respects, sent }) => {
    vi.stubGlobal('navigator', { locks: navigator.locks, globalPrivacyControl: signal })
    world.open({ respectPrivacySignal: respects }).uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.requests).toHaveLength(sent)
    expect(await databases()).toHaveLength(sent)
  })

  it('gives way to a consent of its own', async () => {
    vi.stubGlobal('navigator', { locks: navigator.locks, globalPrivacyControl: true })
    const { uptake } = world.open({ respectPrivacySignal: true })
    uptake.track('before')
    uptake.optIn()
    uptake.track('after')
    await world.pass(SECOND_MS)
    expect(world.events()).toEqual(['after'])
  })
})
