import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it, vi } from 'vitest'
import { offline, unavailable } from '../testing/answers.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

const emptied = () => vi.stubGlobal('indexedDB', new IDBFactory())
const dropDatabase = async () => {
  indexedDB.deleteDatabase('uptake/wk')
  await world.settle()
}

describe('a storage that was emptied while the page is open', () => {
  it('loses nothing of what it still holds', async () => {
    world.respond = unavailable
    const { uptake } = world.open()
    uptake.track('a')
    await world.pass(SECOND_MS)
    await dropDatabase()
    expect(await world.stored()).toEqual([])
    await world.pass(MINUTE_MS)
    expect(await world.stored()).toEqual(['a'])
    uptake.track('b')
    world.answer()
    world.requests = []
    await world.pass(5 * MINUTE_MS)
    expect(world.events()).toEqual(['a', 'b'])
    expect(await world.stored()).toEqual([])
    expect(world.drops).toEqual([])
  })

  it('keeps who is here', async () => {
    world.respond = unavailable
    const { uptake } = world.open()
    uptake.identify('u')
    await world.pass(SECOND_MS)
    await dropDatabase()
    await world.pass(MINUTE_MS)
    await world.close()
    world.answer()
    world.requests = []
    world.open().uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ type: 'identify' }, { event: 'a', userId: 'u' }])
  })

  it('keeps who is here in every tab, also where only localStorage was emptied, which is no opt-out', async () => {
    const a = world.open()
    const b = world.open()
    a.uptake.identify('u')
    await world.pass(SECOND_MS)
    localStorage.removeItem('uptake/wk')
    await world.settle()
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    await world.close()
    world.open().uptake.track('later')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([
      { type: 'identify' },
      { event: 'b', userId: 'u' },
      { event: 'later', userId: 'u' },
    ])
  })

  it('keeps who is here where there is no room for them', async () => {
    const { uptake } = world.open()
    uptake.track('before')
    await world.pass(SECOND_MS)
    vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    uptake.identify('u')
    await world.settle()
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ event: 'before' }, { userId: 'u' }, { event: 'a', userId: 'u' }])
  })

  it('takes nothing for the visit that is not one', async () => {
    localStorage.setItem('uptake/wk', '{')
    const { uptake } = world.open()
    uptake.track('a')
    uptake.track('b')
    await world.pass(SECOND_MS)
    const [a, b] = world.sent()
    expect(a?.anonymousId).toMatch(/-7/)
    expect(b).toMatchObject({ anonymousId: a?.anonymousId, context: a?.context })
    expect(world.warnings).toEqual([])
  })

  it('brings back nothing that was answered', async () => {
    const { uptake } = world.open()
    uptake.track('a')
    await world.pass(SECOND_MS)
    await dropDatabase()
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.events()).toEqual(['a', 'b'])
  })
})

describe('without', () => {
  const refuse = (): never => {
    throw new Error('denied')
  }

  it.each([
    { name: 'IndexedDB', take: () => vi.stubGlobal('indexedDB', undefined) },
    { name: 'the right to use it', take: () => vi.spyOn(indexedDB, 'open').mockImplementation(refuse) },
  ])('$name it sends from memory, and says so once', async ({ take }) => {
    take()
    world.answer(offline)
    const { uptake } = world.open()
    uptake.track('a')
    uptake.track('b')
    await world.pass(10 * SECOND_MS)
    uptake.track('c')
    await world.pass(10 * SECOND_MS)
    expect(world.events()).toEqual(['a', 'b', 'a', 'b', 'c'])
    expect(new Set(world.sent().map(({ anonymousId }) => anonymousId)).size).toBe(1)
    expect(world.warnings).toEqual([expect.stringContaining('no storage')])
  })

  it('localStorage each tab is on its own, and keeps who is here', async () => {
    vi.stubGlobal('localStorage', undefined)
    const { uptake } = world.open()
    uptake.identify('u')
    await world.settle()
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ userId: 'u' }, { event: 'a', userId: 'u' }])
    uptake.optOut()
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.requests).toHaveLength(1)
  })

  it('BroadcastChannel an opt-out reaches every tab all the same', async () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    const a = world.open()
    const b = world.open()
    await world.pass(SECOND_MS)
    a.uptake.optOut()
    await world.settle()
    b.uptake.track('later')
    await world.pass(MINUTE_MS)
    expect(world.requests).toEqual([])
  })

  it('room in localStorage an opt-out reaches every tab all the same', async () => {
    vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    world.respond = offline
    const a = world.open({ userId: 'u' })
    const b = world.open()
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    a.uptake.optOut()
    await world.settle()
    world.requests = []
    world.answer()
    b.uptake.track('later')
    await world.pass(5 * MINUTE_MS)
    expect(world.requests).toEqual([])
  })

  it('IndexedDB an opt-out forgets what is in memory', async () => {
    const { uptake } = world.open()
    await world.settle()
    vi.stubGlobal('indexedDB', undefined)
    uptake.track('a')
    uptake.optOut()
    await world.pass(MINUTE_MS)
    expect(world.requests).toEqual([])
  })

  it('locks it sends all the same, and says so once', async () => {
    vi.stubGlobal('navigator', {})
    const { uptake } = world.open({ userId: 'u' })
    uptake.me.subscribe(() => {})
    uptake.track('a')
    await world.pass(SECOND_MS)
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.events()).toEqual(['a', 'b'])
    expect(world.warnings).toEqual(['[uptake] no Web Locks: all tabs send'])
    expect(world.streams).toHaveLength(1)
  })

  it('BroadcastChannel each tab is on its own', async () => {
    vi.stubGlobal('BroadcastChannel', undefined)
    const a = world.open()
    const b = world.open()
    a.uptake.track('a')
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    a.uptake.reset()
    b.uptake.track('c')
    await world.pass(SECOND_MS)
    expect(new Set(world.events())).toEqual(new Set(['a', 'b', 'c']))
    expect(await world.stored()).toEqual([])
  })
})

it('a full storage keeps nobody from being heard', async () => {
  const { uptake } = world.open()
  await world.settle()
  emptied()
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  uptake.track('a')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a'])
})
