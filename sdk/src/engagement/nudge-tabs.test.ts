import type { DeliveredNudge } from '@uptake/shared/wire'
import { beforeEach, expect, it, vi } from 'vitest'
import { offline } from '../testing/answers.ts'
import { held, meOf, nudge } from '../testing/me.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

const side = { ...nudge, id: 's', slot: 'side' }

/** Opens a tab of u that shows the nudges of a slot, reports them as shown, and keeps their ids. */
function openTab(options: { slot?: string; preview?: string } = {}) {
  const { slot = 'top', ...more } = options
  const tab = world.open({ userId: 'u', ...more })
  const shown: (string | null)[] = []
  tab.uptake.nudges.subscribe(slot, (next) => {
    shown.push(next && next.id)
    if (next) tab.uptake.nudges.shown(next)
  })
  return { ...tab, shown }
}
async function offer(...nudges: DeliveredNudge[]): Promise<void> {
  world.me = meOf('u', 1, nudges)
  for (const stream of world.streams) if (stream.isOpen) stream.say(world.me)
  await world.pass(SECOND_MS)
}

beforeEach(() => {
  world.me = meOf('u', 1, [nudge])
})

it('two tabs show one between them, and report it once', async () => {
  const [a, b] = [openTab(), openTab()]
  await world.pass(MINUTE_MS)
  expect([a.shown, b.shown]).toEqual([['n'], []])
  expect(world.events()).toEqual(['nudge_shown'])
})

it('no tab keeps the turn that has nothing to show', async () => {
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  await offer()
  const { held: turns = [] } = await navigator.locks.query()
  expect(turns.map(({ name }) => name)).not.toContain('uptake/wk/me/nudge')
  await offer(nudge)
  expect([a, b].flatMap(({ shown }) => shown.at(-1) ?? [])).toEqual(['n'])
})

it('two tabs report a held one once between them', async () => {
  world.me = meOf('u', 1, [held])
  openTab()
  openTab()
  await world.pass(MINUTE_MS)
  expect(world.events()).toEqual(['nudge_held'])
})

it('no tab shows another one meanwhile', async () => {
  world.me = meOf('u', 1, [nudge, side])
  const [a, b] = [openTab(), openTab({ slot: 'side' })]
  await world.pass(MINUTE_MS)
  expect([a.shown, b.shown]).toEqual([['n'], []])
  await offer(side)
  expect([a.shown, b.shown]).toEqual([['n', null], ['s']])
})

it.each(['pagehide', 'freeze'] as const)('another tab shows it after a %s, and the one before no more', async (end) => {
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  a.fire(end)
  await world.pass(SECOND_MS)
  expect([a.shown, b.shown]).toEqual([['n', null], ['n']])
  a.fire('pageshow')
  await world.pass(SECOND_MS)
  expect([a.shown, b.shown]).toEqual([['n', null], ['n']])
  b.fire(end)
  await world.pass(SECOND_MS)
  expect([a.shown, b.shown]).toEqual([
    ['n', null, 'n'],
    ['n', null],
  ])
})

it('a page that is kept for going back holds no lock, nor waits for one', async () => {
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  // As Chromium does it: it is left before it is hidden.
  for (const tab of [b, a]) {
    tab.fire('pagehide')
    tab.see(false)
  }
  await world.settle()
  expect(await navigator.locks.query()).toEqual({ held: [], pending: [] })
})

it('one that is shown stays in a tab that goes to the background', async () => {
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  a.see(false)
  await world.pass(MINUTE_MS)
  expect([a.shown, b.shown]).toEqual([['n'], []])
})

it('a tab in the background takes none that a visible one can show', async () => {
  world.me = meOf('u', 1)
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  a.see(false)
  await world.settle()
  await offer(nudge)
  expect([a.shown, b.shown]).toEqual([[null], [null, 'n']])
  b.see(false)
  b.fire('freeze')
  await world.pass(SECOND_MS)
  expect(a.shown).toEqual([null])
  a.see(true)
  await world.pass(SECOND_MS)
  expect(a.shown).toEqual([null, 'n'])
})

it('a tab that waits for its turn gives up its place when it goes to the background', async () => {
  const [a, b, c] = [openTab(), openTab(), openTab()]
  await world.pass(SECOND_MS)
  b.see(false)
  a.fire('pagehide')
  await world.pass(SECOND_MS)
  expect([b.shown, c.shown]).toEqual([[], ['n']])
})

it.each(['dismissed', 'snoozed', 'completed'] as const)(
  '%s in one tab, it is gone from all, offline too',
  async (how) => {
    const [a, b] = [openTab(), openTab()]
    await world.pass(SECOND_MS)
    world.respond = offline
    // It need not be the one that shows it, nor know more than it did.
    b.see(false)
    b.see(true)
    b.uptake.nudges[how](nudge, 1)
    await world.settle()
    expect(a.shown).toEqual(['n', null])
    // The collector does not know it yet, whichever tab it speaks to.
    await offer({ ...nudge, title: 'Other' })
    a.fire('pagehide')
    const late = openTab()
    await world.pass(MINUTE_MS)
    await offer({ ...nudge, title: 'And other' })
    expect([b.shown, late.shown]).toEqual([[null], []])
    world.answer()
    b.fire('online')
    await world.pass(SECOND_MS)
    const reports = world.sent().filter(({ event }) => event === `nudge_${how}`)
    expect(new Set(reports.map(({ messageId }) => messageId)).size).toBe(1)
    await offer()
    await offer(nudge)
    expect([b.shown, late.shown].flat().filter(Boolean)).toEqual(['n'])
  },
)

it('what one tab looks at beforehand is not for the others, and waits for none of them', async () => {
  world.me = meOf('u', 1)
  const a = openTab()
  await world.pass(SECOND_MS)
  world.me = meOf('u', 1, [nudge])
  const b = openTab({ preview: 'n' })
  await world.pass(SECOND_MS)
  expect([a.shown, b.shown]).toEqual([[null], ['n']])
  expect(world.events()).toEqual([])
})

it('without Web Locks each tab shows it', async () => {
  vi.stubGlobal('navigator', {})
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  expect([a.shown, b.shown]).toEqual([['n'], ['n']])
})

it('one that is over is not asked for: what was shown in it may have to wait', async () => {
  world.open({ userId: 'u' })
  await world.pass(SECOND_MS)
  await world.close()
  await world.pass(31 * MINUTE_MS)
  const { uptake } = world.open()
  uptake.nudges.subscribe('top', () => {})
  await world.pass(SECOND_MS)
  const asked = () => world.streams.at(-1)?.url.searchParams.get('session')
  expect(asked()).toBe(null)
  uptake.track('a')
  await world.pass(SECOND_MS)
  expect(asked()).toBe(world.sent().at(-1)?.context?.sessionId)
})

it('a new session is asked for at once, by whichever tab reads', async () => {
  const [a, b] = [openTab(), openTab()]
  await world.pass(SECOND_MS)
  const asked = () => world.streams.flatMap(({ isOpen, url }) => (isOpen ? [url.searchParams.get('session')] : []))
  const [first] = asked()
  await world.pass(29 * MINUTE_MS)
  b.uptake.track('a')
  await world.pass(29 * MINUTE_MS)
  expect(asked()).toEqual([first])
  await world.pass(3 * MINUTE_MS)
  const before = world.streams.length
  world.respond = offline
  b.uptake.track('a')
  await world.settle()
  const [second] = asked()
  expect(asked()).toEqual([second])
  expect(second).not.toBe(first)
  world.answer()
  b.fire('online')
  a.uptake.track('a')
  await world.pass(SECOND_MS)
  expect(world.sent().at(-1)?.context?.sessionId).toBe(second)
  expect(world.streams).toHaveLength(before + 1)
  expect([a.shown, b.shown]).toEqual([['n'], []])
})
