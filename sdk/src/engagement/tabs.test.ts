import { beforeEach, expect, it } from 'vitest'
import { jwt } from '../testing/jwt.ts'
import { meOf } from '../testing/me.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'
import type { Uptake } from '../types.ts'

const open = () => world.streams.filter(({ isOpen }) => isOpen)
function scores(uptake: Uptake): (number | null)[] {
  const seen: (number | null)[] = []
  uptake.me.subscribe((me) => seen.push(me && me.user.score))
  return seen
}

beforeEach(() => {
  world.me = meOf('u', 1)
})

it('one tab reads the stream, and tells the others', async () => {
  const a = world.open({ userId: 'u' })
  const b = world.open({ userId: 'u' })
  const seenByA = scores(a.uptake)
  const seenByB = scores(b.uptake)
  await world.pass(SECOND_MS)
  expect(world.streams).toHaveLength(1)
  open()[0]!.say(meOf('u', 2))
  await world.settle()
  expect([seenByA, seenByB]).toEqual([
    [1, 2],
    [1, 2],
  ])
})

it('a tab that comes later is told what another knows', async () => {
  const a = world.open({ userId: 'u' })
  scores(a.uptake)
  await world.pass(SECOND_MS)
  const b = world.open({ userId: 'u' })
  const seen = scores(b.uptake)
  await world.pass(SECOND_MS)
  expect(world.streams).toHaveLength(1)
  expect(seen).toEqual([1])
})

it('another tab takes over the stream', async () => {
  const a = world.open({ userId: 'u' })
  const b = world.open({ userId: 'u' })
  scores(a.uptake)
  const seen = scores(b.uptake)
  await world.pass(SECOND_MS)
  world.me = meOf('u', 2)
  a.fire('pagehide')
  b.fire('pagehide')
  b.fire('pageshow')
  await world.pass(SECOND_MS)
  expect(world.streams).toHaveLength(2)
  expect(open()).toHaveLength(1)
  expect(seen).toEqual([1, 2])
})

it('a frozen tab lets go of the stream, also where it recorded while it was hidden', async () => {
  const a = world.open({ userId: 'u' })
  scores(a.uptake)
  await world.pass(SECOND_MS)
  a.see(false)
  a.uptake.track('a')
  await world.pass(SECOND_MS)
  a.fire('freeze')
  await world.settle()
  expect(open()).toHaveLength(0)
  world.me = meOf('u', 2)
  const b = world.open({ userId: 'u' })
  const seen = scores(b.uptake)
  await world.pass(SECOND_MS)
  expect(seen).toEqual([2])
})

it('a score is shown to nobody else', async () => {
  const a = world.open({ userId: 'u', token: () => jwt('u') })
  scores(a.uptake)
  await world.pass(SECOND_MS)
  world.me = undefined
  const [stream] = open()
  const b = world.open({ token: () => jwt('v') })
  b.uptake.identify('v')
  const seen = scores(b.uptake)
  stream!.say(meOf('u', 2))
  await world.pass(SECOND_MS)
  expect(seen).toEqual([])
})

it('a sign-out in one tab is one in all', async () => {
  const a = world.open({ userId: 'u' })
  const b = world.open({ userId: 'u' })
  const seenByA = scores(a.uptake)
  const seenByB = scores(b.uptake)
  await world.pass(SECOND_MS)
  b.uptake.reset()
  await world.pass(MINUTE_MS)
  expect([seenByA, seenByB]).toEqual([
    [1, null],
    [1, null],
  ])
  expect(open()).toHaveLength(0)
})
