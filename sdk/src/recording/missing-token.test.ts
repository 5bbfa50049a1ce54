import { describe, expect, it, vi } from 'vitest'
import { accepted, offline } from '../testing/answers.ts'
import { jwt } from '../testing/jwt.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

const ask = () => vi.fn<() => string | Promise<string>>(() => jwt('u'))
const tokensSent = () => world.requests.map(({ batch }) => batch.token)
const signedOut = () => Promise.reject(new Error('signed out'))

describe('where the token of a named user', () => {
  it.each([
    { name: 'fails', token: signedOut },
    {
      name: 'throws',
      token: (): never => {
        throw new Error('signed out')
      },
    },
    { name: 'never comes', token: () => new Promise<string>(() => {}) },
    { name: 'is another’s', token: () => jwt('u9') },
    { name: 'is none', token: () => 'opaque' },
  ])('$name, what is anonymous goes, and what is theirs waits', async ({ token }) => {
    const { uptake } = world.open({ token })
    uptake.track('before')
    uptake.identify('u1')
    uptake.track('named')
    await world.pass(MINUTE_MS)
    uptake.reset()
    uptake.track('after')
    await world.pass(10 * MINUTE_MS)
    expect(world.events()).toEqual(['before', 'after'])
    expect(await world.stored()).toEqual(['identify', 'named'])
    expect(world.drops).toEqual([])
  })

  it('never comes, the app is asked again after 30 seconds', async () => {
    const token = ask().mockImplementationOnce(() => new Promise(() => {}))
    world.open({ token, userId: 'u' }).uptake.track('a')
    await world.pass(29 * SECOND_MS)
    expect(token).toHaveBeenCalledOnce()
    await world.pass(3 * SECOND_MS)
    expect(token).toHaveBeenCalledTimes(2)
    expect(tokensSent()).toEqual([jwt('u')])
  })

  it('comes for somebody who is here no more, nobody takes it', async () => {
    const slow = Promise.withResolvers<string>()
    const token = ask().mockImplementationOnce(() => slow.promise)
    const { uptake } = world.open({ token, userId: 'u' })
    uptake.track('a')
    await world.pass(SECOND_MS)
    token.mockImplementation(() => jwt('v'))
    uptake.identify('v')
    await world.settle()
    slow.resolve(jwt('u'))
    await world.pass(MINUTE_MS)
    expect(world.sent()).toMatchObject([{ type: 'identify', userId: 'v' }])
    expect(tokensSent()).toEqual([jwt('v')])
  })

  it('comes while the collector is away, theirs gets through with it after another has come', async () => {
    world.respond = offline
    const token = ask()
    const { uptake } = world.open({ token })
    uptake.track('anonymous')
    uptake.identify('u')
    await world.pass(SECOND_MS)
    token.mockImplementation(() => jwt('v'))
    uptake.identify('v')
    await world.pass(SECOND_MS)
    world.requests.length = 0
    world.respond = accepted
    await world.pass(5 * MINUTE_MS)
    expect(world.requests.map(({ batch }) => [batch.token, batch.batch.at(-1)?.userId])).toEqual([
      [undefined, undefined],
      [jwt('u'), 'u'],
      [jwt('v'), 'v'],
    ])
  })

  it('is another’s, the app is told', async () => {
    world.open({ token: () => jwt('u9'), userId: 'u1' }).uptake.track('a')
    await world.pass(10 * MINUTE_MS)
    expect(world.warnings).toEqual(['[uptake] no token of u1'])
  })
})
