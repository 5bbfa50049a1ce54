import { describe, expect, it, vi } from 'vitest'
import { offline, problem } from '../testing/answers.ts'
import { jwt } from '../testing/jwt.ts'
import { databases, MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

/** All that is stored, of whatever kind. */
const kept = async () => [...(await databases()), ...world.local()]

describe('after an opt-out', () => {
  it('nothing is kept, and nothing goes', async () => {
    world.respond = offline
    const { uptake, fire } = world.open({ userId: 'u' })
    uptake.track('a')
    await world.pass(SECOND_MS)
    world.requests = []
    uptake.optOut()
    uptake.track('b')
    uptake.identify('u')
    await uptake.flush()
    fire('pagehide')
    fire('pageshow')
    fire('online')
    await world.pass(10 * MINUTE_MS)
    expect(world.requests).toEqual([])
    expect(await kept()).toEqual([])
  })

  it('an opt-in begins with another person', async () => {
    const { uptake } = world.open({ userId: 'u' })
    uptake.group('g')
    await world.pass(SECOND_MS)
    uptake.optOut()
    await world.pass(SECOND_MS)
    uptake.optIn()
    uptake.track('a')
    await world.pass(SECOND_MS)
    const [before, after] = world.sent()
    expect(after?.anonymousId).not.toBe(before?.anonymousId)
    expect(after?.context?.sessionId).not.toBe(before?.context?.sessionId)
    expect(after?.context).not.toHaveProperty('groupId')
  })

  it('an opt-in brings back nobody whom the page was created with', async () => {
    const { uptake } = world.open({ userId: 'u' })
    uptake.reset()
    uptake.optOut()
    uptake.optIn()
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ event: 'a' }])
    expect(world.sent()[0]).not.toHaveProperty('userId')
  })

  it.each([{ when: 'in the same task' }, { when: 'while it is stored' }, { when: 'just before it is sent' }])(
    'what was recorded $when is not sent',
    async ({ when }) => {
      const { uptake } = world.open()
      await world.pass(SECOND_MS)
      uptake.track('a')
      if (when === 'while it is stored') await Promise.resolve()
      if (when === 'just before it is sent') await world.pass(199)
      uptake.optOut()
      await world.pass(MINUTE_MS)
      expect(world.requests).toEqual([])
      expect(await kept()).toEqual([])
    },
  )

  it('nothing is kept or sent, at whatever moment it came', async () => {
    let turns = 0
    do {
      // What an earlier page left is being read, stored and sent.
      world.respond = offline
      world.open().uptake.track('left')
      await world.pass(SECOND_MS)
      await world.close()
      world.answer()
      world.requests = []
      const { uptake } = world.open({ sendDelayMs: 0 })
      uptake.track('a')
      for (let turn = 0; turn < turns; turn++) {
        vi.advanceTimersByTime(1)
        await new Promise((resolve) => setImmediate(resolve))
      }
      const before = world.requests.length
      uptake.optOut()
      await world.pass(MINUTE_MS)
      expect({ turns, sent: world.requests.length - before }).toEqual({ turns, sent: 0 })
      expect({ turns, left: await kept() }).toEqual({ turns, left: [] })
      await world.close()
      turns++
      // Until it comes when all is over.
    } while (world.requests.length === 0 || turns < 60)
    expect(world.events()).toEqual(['left', 'a'])
  })

  it.each([
    { name: 'that takes them', give: () => Response.json({ success: true }) },
    {
      name: 'that rejects one',
      give: () => Response.json({ success: true, rejected: [{ index: 0, code: 'forbidden' }] }),
    },
    { name: 'that wants smaller ones', give: () => problem(413, 'too_many_messages') },
    { name: 'that refuses them', give: () => problem(401, 'unknown_key') },
  ])('an answer under way $name brings nothing back', async ({ give }) => {
    const slow = Promise.withResolvers<void>()
    world.respond = () => slow.promise.then(give)
    const { uptake } = world.open({ userId: 'u' })
    uptake.track('a')
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.requests).toHaveLength(1)
    uptake.optOut()
    await world.settle()
    slow.resolve()
    await world.pass(10 * MINUTE_MS)
    expect(world.requests).toHaveLength(1)
    expect(await kept()).toEqual([])
  })
})

it('a token that comes after another opt-in brings nothing back', async () => {
  const slow = Promise.withResolvers<string>()
  const { uptake } = world.open({ userId: 'u', token: () => slow.promise })
  uptake.track('erased')
  await world.pass(SECOND_MS)
  uptake.optOut()
  await world.settle()
  uptake.optIn()
  uptake.track('new')
  await world.settle()
  slow.resolve(jwt('u'))
  await world.pass(MINUTE_MS)
  expect(world.events()).toEqual(['new'])
})

describe('an opt-out in one tab', () => {
  it('erases in every tab', async () => {
    world.respond = offline
    const a = world.open({ userId: 'u' })
    const b = world.open()
    a.uptake.track('a')
    b.uptake.track('b')
    await world.pass(SECOND_MS)
    a.uptake.optOut()
    await world.settle()
    world.requests = []
    world.answer()
    b.uptake.track('later')
    b.fire('pagehide')
    b.fire('pageshow')
    await world.pass(10 * MINUTE_MS)
    expect(world.requests).toEqual([])
    expect(await kept()).toEqual([])
  })

  it('erases in every tab, also where that one never had consent', async () => {
    world.respond = offline
    const a = world.open()
    a.uptake.track('a')
    await world.pass(SECOND_MS)
    world.open({ consent: 'pending' }).uptake.optOut()
    await world.settle()
    world.requests = []
    world.answer()
    await world.pass(10 * MINUTE_MS)
    expect(world.requests).toEqual([])
    expect(await kept()).toEqual([])
  })
})
