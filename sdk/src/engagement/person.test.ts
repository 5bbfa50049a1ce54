import { beforeEach, expect, it } from 'vitest'
import { meOf } from '../testing/me.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'
import type { Uptake } from '../types.ts'

/** The scores that a subscriber was told. */
function scores(uptake: Uptake): { seen: (number | null)[] } {
  const seen: (number | null)[] = []
  uptake.me.subscribe((me) => seen.push(me && me.user.score))
  return { seen }
}
const open = () => world.streams.filter(({ isOpen }) => isOpen)

beforeEach(() => {
  world.me = meOf('u', 1)
})

it('another person is told nothing of the one before', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { seen } = scores(uptake)
  await world.pass(SECOND_MS)
  uptake.reset()
  await world.settle()
  expect(seen).toEqual([1, null])
  expect(open()).toHaveLength(0)
  const late = scores(uptake)
  await world.pass(MINUTE_MS)
  expect(late.seen).toEqual([])
  world.me = meOf('v', 7)
  uptake.identify('v')
  await world.pass(SECOND_MS)
  expect(open().map(({ url }) => url.searchParams.get('userId'))).toEqual(['v'])
  expect([seen, late.seen]).toEqual([[1, null, 7], [7]])
})

it('another account’s score is asked for anew', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { seen } = scores(uptake)
  await world.pass(SECOND_MS)
  uptake.group('g')
  await world.pass(SECOND_MS)
  expect(open().map(({ url }) => url.searchParams.get('account'))).toEqual(['g'])
  expect(seen).toEqual([1, null, 1])
})

it('nobody is told what came along with the reason for an opt-out', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const seen: (number | null)[] = []
  uptake.me.subscribe((me) => {
    seen.push(me && me.user.score)
    if (me?.user.score === 2) uptake.optOut()
  })
  await world.pass(SECOND_MS)
  open()[0]!.say(meOf('u', 2), meOf('u', 3))
  await world.settle()
  expect(seen).toEqual([1, 2, null])
})

it('nobody is told anything after an opt-out', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { seen } = scores(uptake)
  await world.pass(SECOND_MS)
  uptake.optOut()
  await world.pass(MINUTE_MS)
  expect(seen).toEqual([1, null])
  expect(open()).toHaveLength(0)
})
