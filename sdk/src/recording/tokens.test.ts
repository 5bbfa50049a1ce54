import { describe, expect, it, vi } from 'vitest'
import { accepted, offline, problem } from '../testing/answers.ts'
import { jwt } from '../testing/jwt.ts'
import { meOf } from '../testing/me.ts'
import { MINUTE_MS, SECOND_MS, START_MS, world } from '../testing/world.ts'

const ask = () => vi.fn<() => string | Promise<string>>(() => jwt('u'))
const tokensSent = () => world.requests.map(({ batch }) => batch.token)
const signedOut = () => Promise.reject(new Error('signed out'))

describe('a token is asked for', () => {
  it('when what a named user did is to be sent, and no sooner', async () => {
    const token = ask()
    const { uptake } = world.open({ token })
    uptake.track('anonymous')
    await world.pass(SECOND_MS)
    expect(token).not.toHaveBeenCalled()
    uptake.identify('u')
    await world.pass(100)
    expect(token).not.toHaveBeenCalled()
    await world.pass(SECOND_MS)
    expect(token).toHaveBeenCalledOnce()
    expect(tokensSent()).toEqual([undefined, jwt('u')])
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect(token).toHaveBeenCalledOnce()
    expect(tokensSent()).toEqual([undefined, jwt('u'), jwt('u')])
  })

  it('anew a minute before its end', async () => {
    const token = vi.fn<() => string>(() => jwt('u', Date.now() + 10 * MINUTE_MS))
    const { uptake } = world.open({ token, userId: 'u' })
    world.me = meOf('u', 1)
    // A stream that is silent ends, and is opened anew every minute.
    uptake.me.subscribe(() => {})
    await world.pass(8.9 * MINUTE_MS)
    expect(world.streams.length).toBeGreaterThan(5)
    expect(token).toHaveBeenCalledTimes(1)
    await world.pass(MINUTE_MS)
    expect(token).toHaveBeenCalledTimes(2)
    expect(world.streams.at(-1)?.authorization).not.toBe(world.streams[0]?.authorization)
  })

  it('by the next try, where it did not come', async () => {
    const token = ask().mockImplementationOnce(signedOut)
    world.open({ token, userId: 'u' }).uptake.track('a')
    await world.pass(300)
    expect(world.requests).toEqual([])
    await world.pass(500)
    expect(token).toHaveBeenCalledTimes(2)
    expect(world.events()).toEqual(['a'])
  })

  it('for every one of a user and account', async () => {
    let account = 'g1'
    const token = vi.fn<() => string>(() => `${jwt('u')}${account}`)
    const { uptake } = world.open({ token, userId: 'u' })
    uptake.group('g1')
    await world.pass(SECOND_MS)
    account = 'g2'
    uptake.group('g2')
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect(tokensSent()).toEqual([`${jwt('u')}g1`, `${jwt('u')}g2`])
    expect(world.sent().map(({ context }) => context?.groupId)).toEqual(['g1', 'g2', 'g2'])
  })
})

describe('what was made under a token keeps it', () => {
  it('after a change of user', async () => {
    let user = 'u'
    const { uptake } = world.open({ token: () => jwt(user) })
    uptake.track('anonymous')
    await world.pass(SECOND_MS)
    world.respond = offline
    uptake.identify('u')
    await world.pass(10 * SECOND_MS)
    user = 'v'
    uptake.reset()
    uptake.identify('v')
    await world.settle()
    world.requests = []
    world.answer()
    await world.pass(5 * MINUTE_MS)
    expect(tokensSent()).toEqual([jwt('u'), jwt('v')])
    expect(world.sent()).toMatchObject([{ userId: 'u' }, { userId: 'v' }])
  })

  it('after a sign-out, and at the next visit', async () => {
    const token = ask()
    const { uptake } = world.open({ token, userId: 'u' })
    uptake.track('a')
    await world.pass(SECOND_MS)
    world.respond = offline
    uptake.track('b')
    uptake.reset()
    await world.pass(SECOND_MS)
    await world.close()
    token.mockImplementation(signedOut)
    world.answer()
    world.requests = []
    world.open({ token })
    await world.pass(SECOND_MS)
    expect(world.events()).toEqual(['b'])
    expect(tokensSent()).toEqual([jwt('u')])
  })

  it('apart from what needs another one', async () => {
    world.respond = offline
    const old = jwt('u', undefined, 1)
    world.open({ token: () => old, userId: 'u' }).uptake.track('a')
    await world.pass(SECOND_MS)
    await world.close()
    world.answer()
    world.requests = []
    world.open({ token: ask() }).uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.requests.map(({ batch }) => [batch.token, batch.batch[0]?.event])).toEqual([
      [old, 'a'],
      [jwt('u'), 'b'],
    ])
  })

  it('also one that came after it', async () => {
    world.respond = offline
    const { uptake } = world.open({ token: ask(), userId: 'u' })
    uptake.track('a')
    await world.pass(SECOND_MS)
    await world.close()
    world.answer()
    world.requests = []
    world.open({ token: signedOut })
    await world.pass(SECOND_MS)
    expect(tokensSent()).toEqual([jwt('u')])
  })
})

describe('a token that the collector does not know', () => {
  it('is asked for anew after 5 minutes', async () => {
    let made = 0
    const known = jwt('u', START_MS + 60 * MINUTE_MS, 2)
    const token = vi.fn<() => string>(() => jwt('u', START_MS + 60 * MINUTE_MS, ++made))
    world.respond = (request) => (request.batch.token === known ? accepted(request) : problem(401, 'unknown_token'))
    const { uptake } = world.open({ token, userId: 'u' })
    uptake.track('a')
    uptake.track('b')
    await world.pass(4 * MINUTE_MS)
    expect(world.requests).toHaveLength(1)
    await world.pass(2 * MINUTE_MS)
    expect(tokensSent()).toEqual([jwt('u', START_MS + 60 * MINUTE_MS, 1), known])
    expect(world.warnings).toHaveLength(1)
    expect(await world.stored()).toEqual([])
  })

  it('holds up nobody, where another user left it', async () => {
    world.respond = offline
    let user = 'u'
    const { uptake } = world.open({ token: () => jwt(user) })
    uptake.identify('u')
    await world.pass(SECOND_MS)
    user = 'v'
    uptake.identify('v')
    await world.settle()
    world.respond = (request) => (request.batch.token === jwt('u') ? problem(401, 'unknown_token') : accepted(request))
    world.requests = []
    await world.pass(10 * SECOND_MS)
    expect(tokensSent()).toEqual([jwt('u'), jwt('v')])
    expect(await world.stored()).toEqual(['identify'])
  })

  it('waits for the return of its user', async () => {
    const { uptake } = world.open({ token: ask() })
    world.answer(() => problem(401, 'unknown_token'))
    uptake.identify('u')
    await world.pass(SECOND_MS)
    uptake.reset()
    await world.pass(10 * MINUTE_MS)
    expect(world.requests).toHaveLength(1)
    uptake.identify('u')
    await world.pass(SECOND_MS)
    expect(world.requests.length).toBeGreaterThan(1)
    expect(await world.stored()).toEqual([])
  })
})

it('none is asked for without the option, and what is named goes', async () => {
  world.open({ userId: 'u' }).uptake.track('a')
  await world.pass(SECOND_MS)
  expect(tokensSent()).toEqual([undefined])
  expect(world.sent()).toMatchObject([{ userId: 'u' }])
})
