import { expect, it } from 'vitest'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

it('is made at the first visit and kept over the next', async () => {
  world.open().uptake.track('a')
  await world.pass(SECOND_MS)
  await world.close()
  world.open().uptake.track('b')
  await world.pass(SECOND_MS)
  const [first, second] = world.sent()
  expect(first?.anonymousId).toMatch(/^[0-9a-f-]{36}$/)
  expect(second?.anonymousId).toBe(first?.anonymousId)
  expect(second?.context?.sessionId).toBe(first?.context?.sessionId)
})

it('joins what was done before', async () => {
  const { uptake } = world.open()
  uptake.track('a')
  uptake.identify('u', { role: 'analyst' })
  uptake.group('g', { seats: 2 })
  uptake.track('b')
  await world.pass(SECOND_MS)
  const [before, identify, group, after] = world.sent()
  expect(before).not.toHaveProperty('userId')
  expect(identify).toMatchObject({ userId: 'u', anonymousId: before?.anonymousId, traits: { role: 'analyst' } })
  expect(group).toMatchObject({ userId: 'u', groupId: 'g', traits: { seats: 2 } })
  expect(after).toMatchObject({ userId: 'u', context: { groupId: 'g' } })
})

it('is still known at the next visit', async () => {
  const { uptake } = world.open()
  uptake.identify('u')
  uptake.group('g')
  await world.pass(SECOND_MS)
  await world.close()
  world.open().uptake.track('b')
  await world.pass(SECOND_MS)
  expect(world.sent().at(-1)).toMatchObject({ event: 'b', userId: 'u', context: { groupId: 'g' } })
})

it('is the one that is named while the stored one is being read', async () => {
  world.open().uptake.identify('old')
  await world.pass(SECOND_MS)
  await world.close()
  const { uptake } = world.open()
  await Promise.resolve()
  uptake.identify('new')
  await world.settle()
  uptake.track('b')
  await world.pass(SECOND_MS)
  expect(world.sent().map(({ userId }) => userId)).toEqual(['old', 'new', 'new'])
})

it('is the user known at creation, without a message', async () => {
  world.open({ userId: 'u' }).uptake.track('a')
  await world.pass(SECOND_MS)
  expect(world.sent()).toMatchObject([{ event: 'a', userId: 'u' }])
})

it('is anew for another user known at creation', async () => {
  const { uptake } = world.open({ userId: 'u' })
  uptake.group('g')
  await world.pass(SECOND_MS)
  await world.close()
  world.open({ userId: 'v' }).uptake.track('a')
  await world.pass(SECOND_MS)
  const [u, v] = world.sent()
  expect(v).toMatchObject({ event: 'a', userId: 'v' })
  expect(v?.anonymousId).not.toBe(u?.anonymousId)
  expect(v?.context).not.toHaveProperty('groupId')
})

it('starts anew after a sign-out, and still delivers what was queued', async () => {
  const { uptake } = world.open()
  uptake.identify('u')
  uptake.track('a')
  uptake.reset()
  uptake.track('b')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['identify', 'a', 'b'])
  const [, a, b] = world.sent()
  expect(a).toMatchObject({ event: 'a', userId: 'u' })
  expect(b).not.toHaveProperty('userId')
  expect(b?.anonymousId).not.toBe(a?.anonymousId)
  expect(b?.context?.sessionId).not.toBe(a?.context?.sessionId)
})

it('stays signed out at the next visit', async () => {
  const { uptake } = world.open()
  uptake.identify('u')
  uptake.reset()
  await world.settle()
  await world.close()
  world.open().uptake.track('b')
  await world.pass(SECOND_MS)
  expect(world.sent().find(({ event }) => event === 'b')).not.toHaveProperty('userId')
})

it('is another person when another user is named', async () => {
  const { uptake } = world.open()
  uptake.identify('u')
  uptake.group('g')
  uptake.identify('u')
  uptake.identify('v')
  await world.pass(SECOND_MS)
  const [first, , same, other] = world.sent()
  expect(same).toMatchObject({ anonymousId: first?.anonymousId, context: { groupId: 'g' } })
  expect(other?.anonymousId).not.toBe(first?.anonymousId)
  expect(other?.context).not.toHaveProperty('groupId')
})

it.each([
  { pause: 29 * MINUTE_MS, isNew: false },
  // The last action is stored as of the full minute after it.
  { pause: 31 * MINUTE_MS + 1, isNew: true },
])('after $pause ms without an action a session is a new one: $isNew', async ({ pause, isNew }) => {
  const { uptake } = world.open()
  await world.settle()
  uptake.track('a')
  await world.pass(pause)
  uptake.track('b')
  await world.pass(SECOND_MS)
  const [first, second] = world.sent().map(({ context }) => context?.sessionId)
  expect(second !== first).toBe(isNew)
})
