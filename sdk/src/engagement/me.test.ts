import type { Me } from '@uptake/shared/wire'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { offline } from '../testing/answers.ts'
import { jwt } from '../testing/jwt.ts'
import { meOf } from '../testing/me.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'
import type { Uptake } from '../types.ts'

/** The scores that a subscriber was told. */
function scores(uptake: Uptake) {
  const seen: (number | null | undefined)[] = []
  const stop = uptake.me.subscribe((me: Me | null) => seen.push(me && me.user.score))
  return { seen, stop }
}
const open = () => world.streams.filter(({ isOpen }) => isOpen)

beforeEach(() => {
  world.me = meOf('u', 1)
})

describe('the score is read', () => {
  it('only where somebody listens and somebody is known', async () => {
    const { uptake } = world.open()
    uptake.identify('u')
    await world.pass(SECOND_MS)
    expect(world.streams).toHaveLength(0)
    uptake.reset()
    scores(uptake)
    await world.pass(MINUTE_MS)
    expect(world.streams).toHaveLength(0)
    uptake.identify('u')
    await world.pass(SECOND_MS)
    expect(world.streams).toHaveLength(1)
  })

  it('with the write key, for the person, the account and the session', async () => {
    const { uptake } = world.open()
    scores(uptake)
    uptake.identify('u')
    uptake.group('g')
    await world.pass(SECOND_MS)
    const { url, authorization } = open()[0]!
    expect(url.pathname).toBe('/u/v1/me/stream')
    const session = world.sent()[0]?.context?.sessionId
    expect(Object.fromEntries(url.searchParams)).toEqual({ session, userId: 'u', account: 'g' })
    expect(authorization).toBe(`Basic ${btoa('wk:')}`)
    expect(open()).toHaveLength(1)
  })

  it('for as long as somebody listens', async () => {
    const { uptake } = world.open({ userId: 'u' })
    const [first, second] = [scores(uptake), scores(uptake)]
    await world.pass(SECOND_MS)
    first.stop()
    expect(open()).toHaveLength(1)
    second.stop()
    await world.settle()
    expect(open()).toHaveLength(0)
    world.me = meOf('u', 2)
    const third = scores(uptake)
    await world.pass(SECOND_MS)
    expect(open()).toHaveLength(1)
    expect(third.seen).toEqual([1, 2])
  })

  it('with the token, which names both', async () => {
    const { uptake } = world.open({ userId: 'u', token: () => jwt('u') })
    uptake.group('g')
    scores(uptake)
    await world.pass(SECOND_MS)
    expect([...open()[0]!.url.searchParams.keys()]).toEqual(['session'])
    expect(open()[0]!.authorization).toBe(`Bearer ${jwt('u')}`)
  })

  it('after what was recorded is answered, never before', async () => {
    world.respond = offline
    const { uptake, fire } = world.open({ userId: 'u' })
    uptake.track('a')
    await world.pass(MINUTE_MS)
    const { seen } = scores(uptake)
    await world.pass(MINUTE_MS)
    expect(world.streams).toHaveLength(0)
    const slow = Promise.withResolvers<Response>()
    world.respond = () => slow.promise
    fire('online')
    await world.pass(SECOND_MS)
    expect(world.streams).toHaveLength(0)
    slow.resolve(Response.json({ success: true }))
    await world.settle()
    expect(seen).toEqual([1])
  })

  it('as it changes', async () => {
    const { uptake } = world.open({ userId: 'u' })
    const { seen } = scores(uptake)
    await world.pass(SECOND_MS)
    open()[0]!.say(meOf('u', 2))
    await world.settle()
    open()[0]!.say(meOf('u', 3))
    await world.settle()
    expect(seen).toEqual([1, 2, 3])
    expect(world.streams).toHaveLength(1)
  })

  it('by a later subscriber at once, and by none that has stopped', async () => {
    const { uptake } = world.open({ userId: 'u' })
    const first = scores(uptake)
    await world.pass(SECOND_MS)
    const second = scores(uptake)
    first.stop()
    expect(second.seen).toEqual([1])
    open()[0]!.say(meOf('u', 2))
    await world.settle()
    expect([first.seen, second.seen]).toEqual([[1], [1, 2]])
  })
})

describe('a stream', () => {
  it('that ends is read again, at growing pauses where it says nothing', async () => {
    const { uptake } = world.open({ userId: 'u' })
    scores(uptake)
    await world.pass(SECOND_MS)
    world.me = undefined
    const times: number[] = []
    for (const pause of [500, 1_000, 2_000]) {
      open()[0]!.end()
      await world.pass(pause - 1)
      times.push(world.streams.length)
      await world.pass(1)
      times.push(world.streams.length)
    }
    // Half of 1, 2 and 4 s.
    expect(times).toEqual([1, 2, 2, 3, 3, 4])
    open()[0]!.say(meOf('u', 2))
    await world.settle()
    open()[0]!.end()
    await world.pass(500)
    expect(world.streams).toHaveLength(5)
  })

  it('that ended is read again at once when the network returns', async () => {
    const { uptake, fire } = world.open({ userId: 'u' })
    scores(uptake)
    await world.pass(SECOND_MS)
    open()[0]!.end()
    await world.settle()
    fire('online')
    await world.settle()
    expect(open()).toHaveLength(1)
  })

  it.each([401, 403, 404])(
    'that is refused with %i is tried every 5 minutes, and the app told once',
    async (status) => {
      world.streamStatus = status
      const { uptake } = world.open({ userId: 'u' })
      const { seen } = scores(uptake)
      await world.pass(11 * MINUTE_MS)
      expect(world.streams).toHaveLength(3)
      expect(world.warnings).toEqual(['[uptake] score refused: check token'])
      world.streamStatus = 200
      await world.pass(5 * MINUTE_MS)
      expect(seen).toEqual([1])
    },
  )

  it('whose token is refused asks for another', async () => {
    world.streamStatus = 401
    const token = vi.fn<() => string>(() => jwt('u'))
    const { uptake } = world.open({ userId: 'u', token })
    scores(uptake)
    await world.pass(MINUTE_MS)
    expect(token).toHaveBeenCalledTimes(1)
    await world.pass(5 * MINUTE_MS)
    expect(token).toHaveBeenCalledTimes(2)
  })

  it.each([
    { name: 'fails', token: () => Promise.reject(new Error('signed out')) },
    {
      name: 'throws',
      token: (): never => {
        throw new Error('signed out')
      },
    },
  ])('whose token $name is tried again', async ({ token }) => {
    const ask = vi.fn<() => string | Promise<string>>(token)
    const { uptake } = world.open({ userId: 'u', token: ask })
    const { seen } = scores(uptake)
    await world.pass(MINUTE_MS)
    expect(world.streams).toHaveLength(0)
    ask.mockImplementation(() => jwt('u'))
    await world.pass(5 * MINUTE_MS)
    expect(seen).toEqual([1])
  })

  it('is not held by a page that is left, and is read anew when it is seen again', async () => {
    const { uptake, see } = world.open({ userId: 'u' })
    const { seen } = scores(uptake)
    await world.pass(SECOND_MS)
    see(false)
    await world.settle()
    expect(open()).toHaveLength(0)
    await world.pass(10 * MINUTE_MS)
    expect(world.streams).toHaveLength(1)
    world.me = meOf('u', 2)
    see(true)
    await world.pass(SECOND_MS)
    expect(world.streams).toHaveLength(2)
    expect(seen).toEqual([1, 2])
  })

  it('is not opened by a page that was left while its token was being made', async () => {
    const slow = Promise.withResolvers<string>()
    const { uptake, see } = world.open({ userId: 'u', token: () => slow.promise })
    scores(uptake)
    await world.pass(SECOND_MS)
    see(false)
    await world.settle()
    slow.resolve(jwt('u'))
    await world.pass(SECOND_MS)
    expect(open()).toHaveLength(0)
  })
})
