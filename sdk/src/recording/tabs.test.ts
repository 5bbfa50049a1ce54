import { describe, expect, it } from 'vitest'
import { offline } from '../testing/answers.ts'
import { jwt } from '../testing/jwt.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

describe('tabs', () => {
  it('share one sender: each message goes once', async () => {
    const a = world.open()
    const b = world.open()
    await world.settle()
    a.uptake.track('a')
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.events().toSorted()).toEqual(['a', 'b'])
    expect(world.requests).toHaveLength(1)
  })

  it('do not send again what another was answered for', async () => {
    const a = world.open()
    const b = world.open()
    await world.pass(SECOND_MS)
    b.uptake.track('b')
    a.uptake.track('a')
    await world.pass(SECOND_MS)
    b.fire('pagehide')
    a.fire('pagehide')
    await world.pass(MINUTE_MS)
    expect(world.events().toSorted()).toEqual(['a', 'b'])
    expect(await world.stored()).toEqual([])
  })

  it.each(['pagehide', 'freeze'] as const)('take over at once from the sender, at its %s', async (end) => {
    const slow = Promise.withResolvers<Response>()
    world.respond = () => slow.promise
    const a = world.open()
    await world.settle()
    a.uptake.track('a')
    await world.pass(SECOND_MS)
    const b = world.open()
    b.uptake.track('b')
    await world.pass(MINUTE_MS)
    expect(world.events()).toEqual(['a'])
    world.answer()
    world.requests = []
    a.fire(end)
    await world.pass(200)
    expect(world.events()).toEqual(['a', 'b'])
    expect(await world.stored()).toEqual([])
  })

  it('hold up nobody with a pause of theirs that is not the collector’s', async () => {
    world.respond = offline
    const a = world.open()
    a.uptake.track('a')
    await world.pass(MINUTE_MS)
    await world.close()
    world.answer()
    world.open()
    await world.pass(SECOND_MS)
    expect(await world.stored()).toEqual([])
  })

  it('of another write key have nothing to do with it', async () => {
    world.respond = offline
    const a = world.open({ userId: 'u' })
    const b = world.open({ writeKey: 'other' })
    a.uptake.track('a')
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    const sent = new Set(world.requests.map(({ batch }) => `${batch.writeKey}: ${batch.batch[0]?.event}`))
    expect(sent).toEqual(new Set(['wk: a', 'other: b']))
    a.uptake.optOut()
    await world.settle()
    expect(await world.stored()).toEqual(['b'])
    expect(world.sent().find(({ event }) => event === 'b')).not.toHaveProperty('userId')
  })
})

describe('the visit', () => {
  it('is shared: a tab that opens later goes on with it', async () => {
    const a = world.open()
    a.uptake.identify('u')
    await world.pass(SECOND_MS)
    const b = world.open()
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    const [first, second] = world.sent()
    expect(second).toMatchObject({ userId: 'u', anonymousId: first?.anonymousId, context: first?.context })
  })

  it('is shared: who signs in or out in one tab does so in all', async () => {
    const a = world.open()
    const b = world.open()
    a.uptake.track('before')
    await world.settle()
    b.uptake.track('before')
    await world.pass(SECOND_MS)
    a.uptake.identify('u')
    a.uptake.group('g')
    await world.settle()
    b.uptake.track('named')
    a.uptake.reset()
    await world.settle()
    b.uptake.track('after')
    await world.pass(SECOND_MS)
    const of = (name: string) => world.sent().find(({ event }) => event === name)
    expect(of('named')).toMatchObject({ userId: 'u', context: { groupId: 'g' } })
    expect(of('after')).not.toHaveProperty('userId')
    expect(of('after')?.anonymousId).not.toBe(of('named')?.anonymousId)
  })

  it('is shared: by tabs that are open before there is one', async () => {
    const a = world.open()
    const b = world.open()
    await world.pass(SECOND_MS)
    a.uptake.identify('u')
    await world.settle()
    b.uptake.track('b')
    await world.settle()
    a.uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ userId: 'u' }, { userId: 'u' }, { userId: 'u' }])
    expect(new Set(world.sent().map(({ anonymousId }) => anonymousId)).size).toBe(1)
  })

  it('is shared: by a tab that opens just when there is one', async () => {
    const a = world.open()
    await world.pass(SECOND_MS)
    const b = world.open()
    a.uptake.identify('u')
    await world.settle()
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ userId: 'u' }, { userId: 'u' }])
  })

  it('goes on where another tab is in use', async () => {
    const a = world.open()
    const b = world.open()
    a.uptake.track('first')
    await world.pass(20 * MINUTE_MS)
    b.uptake.track('second')
    await world.pass(20 * MINUTE_MS)
    a.uptake.track('third')
    await world.pass(SECOND_MS)
    const sessions = new Set(world.sent().map(({ context }) => context?.sessionId))
    expect(sessions.size).toBe(1)
  })
})

it('what one tab recorded keeps its token in another', async () => {
  const asked: string[] = []
  const token = (tab: string) => () => {
    asked.push(tab)
    return jwt('u')
  }
  world.respond = offline
  const a = world.open({ token: token('a'), userId: 'u' })
  a.uptake.track('a')
  await world.pass(SECOND_MS)
  expect(asked).toEqual(['a'])
  const b = world.open({ token: token('b') })
  await world.settle()
  a.fire('freeze')
  world.answer()
  world.requests = []
  b.fire('online')
  await world.pass(SECOND_MS)
  expect(world.requests.map(({ batch }) => batch.token)).toEqual([jwt('u')])
  expect(asked).toEqual(['a'])
})
