import { beforeEach, expect, it } from 'vitest'
import { offline } from '../testing/answers.ts'
import { held, meOf, nudge } from '../testing/me.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'
import type { Uptake } from '../types.ts'

/** The nudges that a slot was given. */
function shownIn(slot: string, uptake: Uptake): (string | null)[] {
  const shown: (string | null)[] = []
  uptake.nudges.subscribe(slot, (next) => shown.push(next && next.id))
  return shown
}
const side = { ...held, slot: 'side' }

beforeEach(() => {
  world.me = meOf('u', 1, [nudge, side])
})

it('come to their slots', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const top = shownIn('top', uptake)
  const other = shownIn('other', uptake)
  await world.pass(SECOND_MS)
  expect([top, other]).toEqual([['n'], [null]])
  expect(shownIn('top', uptake)).toEqual(['n'])
  world.streams[0]?.say(meOf('u', 2, [nudge]))
  await world.settle()
  expect(top).toEqual(['n'])
  world.streams[0]?.say(meOf('u', 2, [{ ...nudge, id: 'n2' }]))
  await world.settle()
  expect(top).toEqual(['n', 'n2'])
})

it('go with the person', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const shown = shownIn('top', uptake)
  await world.pass(SECOND_MS)
  uptake.reset()
  await world.settle()
  expect(shown).toEqual(['n', null])
})

it('come to another person, whatever the one before did with them', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const shown = shownIn('top', uptake)
  shownIn('side', uptake)
  await world.pass(SECOND_MS)
  uptake.nudges.dismissed(nudge)
  uptake.identify('v')
  world.me = meOf('v', 1, [nudge, side])
  await world.pass(SECOND_MS)
  expect(shown).toEqual(['n', null, 'n'])
  const reports = world.sent().filter(({ event }) => event === 'nudge_held')
  expect(reports.map(({ userId }) => userId)).toEqual(['u', 'v'])
})

it('come no more to who has stopped', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const shown: (string | null)[] = []
  const stop = uptake.nudges.subscribe('top', (next) => shown.push(next && next.id))
  await world.pass(SECOND_MS)
  stop()
  uptake.nudges.dismissed(nudge)
  expect(shown).toEqual(['n'])
})

it.each(['dismissed', 'snoozed', 'completed'] as const)('%s: gone at once, offline too, and not back', async (how) => {
  const { uptake, fire } = world.open({ userId: 'u' })
  const shown = shownIn('top', uptake)
  await world.pass(SECOND_MS)
  world.respond = offline
  uptake.nudges[how](nudge, 3)
  expect(shown).toEqual(['n', null])
  await world.pass(MINUTE_MS)
  // The collector does not know it yet.
  world.streams.at(-1)?.say(meOf('u', 2, [nudge]))
  world.answer()
  fire('pagehide')
  fire('pageshow')
  await world.pass(5 * MINUTE_MS)
  expect(world.streams.length).toBeGreaterThan(1)
  expect(shown).toEqual(['n', null])
  const days = how === 'snoozed' ? { days: 3 } : {}
  expect(world.sent().at(-1)).toMatchObject({ event: `nudge_${how}`, properties: { nudge: 'n', ...days } })
})

it.each(['shown', 'clicked'] as const)('%s: reported, and still there', async (how) => {
  const { uptake } = world.open({ userId: 'u' })
  const shown = shownIn('top', uptake)
  await world.pass(SECOND_MS)
  uptake.nudges[how](nudge)
  await world.pass(SECOND_MS)
  expect(shown).toEqual(['n'])
  expect(world.sent()).toMatchObject([{ event: `nudge_${how}`, userId: 'u', properties: { nudge: 'n' } }])
})

it('held ones are reported when their slot would have shown them, once, and shown to nobody', async () => {
  const { uptake } = world.open({ userId: 'u' })
  shownIn('top', uptake)
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual([])
  const first = shownIn('side', uptake)
  const second = shownIn('side', uptake)
  await world.pass(SECOND_MS)
  world.streams.at(-1)?.say(meOf('u', 2, [side]))
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['nudge_held'])
  expect(world.sent()[0]?.properties).toEqual({ nudge: 'h' })
  expect([first, second]).toEqual([[null], [null]])
})

it('are subscribed to without a receiver', async () => {
  const { subscribe, dismissed } = world.open({ userId: 'u' }).uptake.nudges
  subscribe('top', () => {})
  dismissed(nudge)
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['nudge_dismissed'])
})
