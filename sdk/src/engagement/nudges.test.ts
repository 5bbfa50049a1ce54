import type { DeliveredNudge } from '@uptake/shared/wire'
import { beforeEach, describe, expect, it } from 'vitest'
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
const side = { ...nudge, id: 's', slot: 'side' }
/** The collector says what it offers from now on. */
async function offer(...nudges: DeliveredNudge[]): Promise<void> {
  world.streams.at(-1)?.say(meOf('u', 1, nudges))
  await world.pass(SECOND_MS)
}

beforeEach(() => {
  world.me = meOf('u', 1, [nudge])
})

it('come to their slot, and go', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const top = shownIn('top', uptake)
  const other = shownIn('other', uptake)
  await world.pass(SECOND_MS)
  expect(top).toEqual(['n'])
  world.streams[0]?.say(meOf('u', 2, [nudge]))
  await world.settle()
  expect(top).toEqual(['n'])
  await offer({ ...nudge, id: 'n2' })
  expect(top).toEqual(['n', null, 'n2'])
  await offer()
  expect(top).toEqual(['n', null, 'n2', null])
  expect(other).toEqual([null])
})

it('are none for a slot, as soon as that is known', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const early = shownIn('side', uptake)
  // Before the collector has answered, and while it is not sure whose turn it is, nothing is.
  const top = shownIn('top', uptake)
  await world.settle()
  expect([early, top]).toEqual([[], []])
  await world.pass(SECOND_MS)
  expect([early, top, shownIn('side', uptake)]).toEqual([[null], ['n'], [null]])
  await offer()
  uptake.reset()
  await world.settle()
  expect([early, top]).toEqual([[null], ['n', null]])
})

it('come to whoever takes those of any slot', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const any: (string | null)[] = []
  const stop = uptake.nudges.subscribe((next) => any.push(next && next.id))
  await world.pass(SECOND_MS)
  await offer(side)
  expect(any).toEqual(['n', null, 's'])
  stop()
  await offer(nudge)
  expect(any).toHaveLength(3)
})

it('say what has changed of them', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const titles: (string | undefined)[] = []
  uptake.nudges.subscribe('top', (next) => titles.push(next?.title))
  await world.pass(SECOND_MS)
  await offer({ ...nudge, title: 'Other' })
  await offer({ ...nudge, title: 'Other' })
  expect(titles).toEqual(['T', 'Other'])
})

it('come to the first subscriber of their slot, and to the next when that has stopped', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const first: (string | null)[] = []
  const stop = uptake.nudges.subscribe('top', (next) => first.push(next && next.id))
  const second = shownIn('top', uptake)
  await world.pass(SECOND_MS)
  expect([first, second]).toEqual([['n'], [null]])
  stop()
  await world.settle()
  expect([first, second]).toEqual([['n'], [null, 'n']])
  await offer()
  expect(second).toEqual([null, 'n', null])
  expect(world.streams).toHaveLength(1)
})

it('stay where one subscriber follows another in a task, and so does the stream', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const stop = uptake.nudges.subscribe('top', () => {})
  await world.pass(SECOND_MS)
  const { held: before } = await navigator.locks.query()
  stop()
  expect(shownIn('top', uptake)).toEqual(['n'])
  await world.settle()
  expect((await navigator.locks.query()).held).toEqual(before)
  expect(world.streams).toHaveLength(1)
})

it('leave nothing open when the last subscriber has stopped', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const stop = uptake.nudges.subscribe('top', () => {})
  await world.pass(SECOND_MS)
  stop()
  await world.settle()
  expect(world.streams[0]?.isOpen).toBe(false)
  expect((await navigator.locks.query()).held).toEqual([])
  uptake.reset()
  await world.settle()
  expect(shownIn('top', uptake)).toEqual([])
})

describe('one at a time', () => {
  it('in the collector’s order', async () => {
    world.me = meOf('u', 1, [side, nudge])
    const { uptake } = world.open({ userId: 'u' })
    const shown = [shownIn('top', uptake), shownIn('side', uptake)]
    await world.pass(SECOND_MS)
    expect(shown).toEqual([[null], ['s']])
    await offer(nudge, side)
    expect(shown).toEqual([[null], ['s']])
  })

  it('the first that has a place', async () => {
    world.me = meOf('u', 1, [side, nudge])
    const { uptake } = world.open({ userId: 'u' })
    const shown = shownIn('top', uptake)
    await world.pass(SECOND_MS)
    expect(shown).toEqual(['n'])
  })

  it('the next when it is sent away and the collector has said so', async () => {
    world.me = meOf('u', 1, [nudge, side])
    const { uptake } = world.open({ userId: 'u' })
    const shown = [shownIn('top', uptake), shownIn('side', uptake)]
    await world.pass(SECOND_MS)
    uptake.nudges.dismissed(nudge)
    await world.pass(SECOND_MS)
    await offer({ ...nudge, title: 'It has not heard' }, side)
    expect(shown).toEqual([['n', null], [null]])
    await offer(side)
    expect(shown).toEqual([
      ['n', null],
      [null, 's'],
    ])
  })

  it('the next when its subscriber has stopped and the collector has said something since', async () => {
    world.me = meOf('u', 1, [nudge, side])
    const { uptake } = world.open({ userId: 'u' })
    const stop = uptake.nudges.subscribe('top', () => {})
    const other = shownIn('side', uptake)
    await world.pass(SECOND_MS)
    stop()
    await world.settle()
    expect(other).toEqual([null])
    const again = shownIn('top', uptake)
    await world.pass(SECOND_MS)
    expect(again).toEqual(['n'])
    await offer({ ...nudge, slot: 'elsewhere' }, side)
    expect([again, other]).toEqual([
      ['n', null],
      [null, 's'],
    ])
  })

  it('a held one uses it up', async () => {
    world.me = meOf('u', 1, [held, side])
    const { uptake } = world.open({ userId: 'u' })
    const shown = [shownIn('top', uptake), shownIn('side', uptake)]
    await world.pass(SECOND_MS)
    expect(shown).toEqual([[null], [null]])
    await offer(side)
    expect(shown).toEqual([[null], [null, 's']])
  })
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
  await world.pass(SECOND_MS)
  uptake.nudges.shown(nudge)
  uptake.nudges.dismissed(nudge)
  uptake.identify('v')
  world.me = meOf('v', 1, [nudge])
  await world.pass(SECOND_MS)
  expect(shown).toEqual(['n', null, 'n'])
  uptake.nudges.shown(nudge)
  await world.pass(SECOND_MS)
  const reports = world.sent().filter(({ event }) => event === 'nudge_shown')
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

it('come back in the same page when the collector has taken them away and offers them again, and are reported again', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const shown: (string | null)[] = []
  uptake.nudges.subscribe((next) => {
    shown.push(next && next.id)
    if (next) uptake.nudges.shown(next)
  })
  await world.pass(SECOND_MS)
  uptake.nudges.snoozed(nudge, 1)
  await world.pass(SECOND_MS)
  await offer()
  await offer(nudge)
  await world.pass(SECOND_MS)
  expect(shown).toEqual(['n', null, 'n'])
  expect(world.events()).toEqual(['nudge_shown', 'nudge_snoozed', 'nudge_shown'])
})

it('shown: reported once, however often, until they are gone', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const stop = uptake.nudges.subscribe('top', () => {})
  await world.pass(SECOND_MS)
  uptake.nudges.shown(nudge)
  uptake.nudges.shown(nudge)
  stop()
  await world.settle()
  shownIn('top', uptake)
  await world.pass(SECOND_MS)
  uptake.nudges.shown(nudge)
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['nudge_shown'])
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
  world.me = meOf('u', 1, [held])
  const { uptake } = world.open({ userId: 'u' })
  shownIn('side', uptake)
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual([])
  const first = shownIn('top', uptake)
  const second = shownIn('top', uptake)
  await world.pass(SECOND_MS)
  world.streams.at(-1)?.say(meOf('u', 2, [held]))
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['nudge_held'])
  expect(world.sent()[0]?.properties).toEqual({ nudge: 'h' })
  expect([first, second]).toEqual([[null], [null]])
})

it('one that is looked at beforehand is asked for by its id, and nothing is reported of it', async () => {
  const { uptake } = world.open({ userId: 'u', preview: 'n' })
  const shown = shownIn('top', uptake)
  await world.pass(SECOND_MS)
  expect(world.streams[0]?.url.searchParams.get('preview')).toBe('n')
  for (const how of ['shown', 'clicked', 'dismissed', 'completed'] as const) uptake.nudges[how](nudge)
  uptake.nudges.snoozed(nudge, 3)
  uptake.track('a')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a'])
  expect(shown).toEqual(['n', null])
})

it('are subscribed to without a receiver', async () => {
  const { subscribe, dismissed } = world.open({ userId: 'u' }).uptake.nudges
  subscribe('top', () => {})
  dismissed(nudge)
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['nudge_dismissed'])
})
