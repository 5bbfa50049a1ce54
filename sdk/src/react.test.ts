import { Window } from 'happy-dom'
import { act, Activity, createElement, StrictMode, type ReactElement } from 'react'
import type { Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UptakeProvider, useNudge, useScore, useTrack, type ShownNudge } from './react.ts'
import { held, meOf, nudge } from './testing/me.ts'
import type { Uptake } from './types.ts'

const window = new Window()
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true })
// What they find when they are imported decides whether there is a page.
const { createRoot, hydrateRoot } = await import('react-dom/client')
const { renderToString } = await import('react-dom/server')
const { SECOND_MS, world } = await import('./testing/world.ts')

/** What the component was given last, by its slot. */
let given: Record<string, ShownNudge | null> = {}
function Nudge({ slot }: { slot?: string }): ReactElement | null {
  const here = useNudge(slot)
  given[slot ?? 'any'] = here
  return here && createElement('p', null, here.nudge.title)
}
function Score(): ReactElement {
  const me = useScore()
  return createElement('h1', null, me ? me.user.score : 'none')
}
function Button({ event }: { event: string }): ReactElement {
  const track = useTrack()
  return createElement('button', { onClick: () => track(event) })
}

const unmounts: (() => Promise<void>)[] = []
function openApp(
  uptake: Uptake,
  page = '',
): { element: HTMLElement; render: (...parts: ReactElement[]) => Promise<void> } {
  const element = document.createElement('main')
  element.innerHTML = page
  document.body.append(element)
  const whole = (parts: ReactElement[]) =>
    createElement(StrictMode, null, createElement(UptakeProvider, { client: uptake }, ...parts))
  let root: Root | undefined
  unmounts.push(() => act(async () => root?.unmount()))
  return {
    element,
    render: (...parts) =>
      act(async () => {
        if (page) root ??= hydrateRoot(element, whole(parts))
        else (root ??= createRoot(element)).render(whole(parts))
      }),
  }
}
const pass = (ms: number) => act(() => world.pass(ms))

beforeEach(() => {
  given = {}
  world.me = meOf('u', 7, [nudge])
})
afterEach(async () => {
  await Promise.all(unmounts.splice(0).map((unmount) => unmount()))
  document.body.innerHTML = ''
})

it('renders the score as it changes, and none when nobody is here', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Score))
  expect(element.innerHTML).toBe('<h1>none</h1>')
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<h1>7</h1>')
  await act(async () => world.streams.at(-1)?.say(meOf('u', 8)))
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<h1>8</h1>')
  uptake.reset()
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<h1>none</h1>')
})

it('renders a nudge, and reports it once, though React renders twice', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Nudge, { slot: 'top' }), createElement(Nudge, { slot: 'side' }))
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<p>T</p>')
  const before = given['top']
  await render(createElement(Nudge, { slot: 'top' }), createElement(Nudge, { slot: 'side' }))
  await pass(SECOND_MS)
  expect(given['top']).toBe(before)
  expect(world.events()).toEqual(['nudge_shown'])
  expect(world.streams).toHaveLength(1)
})

it('takes those of any slot where none is named', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Nudge))
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<p>T</p>')
})

it.each([
  { how: 'click', report: { event: 'nudge_clicked', properties: { nudge: 'n' } }, after: '<p>T</p>' },
  { how: 'dismiss', report: { event: 'nudge_dismissed', properties: { nudge: 'n' } }, after: '' },
  { how: 'snooze', report: { event: 'nudge_snoozed', properties: { nudge: 'n', days: 3 } }, after: '' },
  { how: 'complete', report: { event: 'nudge_completed', properties: { nudge: 'n' } }, after: '' },
] as const)('$how: reported', async ({ how, report, after }) => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Nudge, { slot: 'top' }))
  await pass(SECOND_MS)
  await act(async () => given['top']?.[how](3))
  expect(element.innerHTML).toBe(after)
  await pass(SECOND_MS)
  expect(world.sent().at(-1)).toMatchObject(report)
})

it('renders nothing of a held one, and reports that it would have been shown', async () => {
  world.me = meOf('u', 7, [held])
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Nudge, { slot: 'top' }))
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('')
  expect(world.events()).toEqual(['nudge_held'])
})

it('follows a slot that changes, and a place that goes', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Nudge, { slot: 'top' }))
  await pass(SECOND_MS)
  await render(createElement(Nudge, { slot: 'side' }))
  expect(element.innerHTML).toBe('')
  await render(createElement(Nudge, { slot: 'top' }))
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<p>T</p>')
  await render()
  await pass(SECOND_MS)
  expect(world.streams.some(({ isOpen }) => isOpen)).toBe(false)
  expect(world.events()).toEqual(['nudge_shown'])
})

it('shows nothing old of a part that was hidden', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  const part = (mode: 'visible' | 'hidden') =>
    createElement(Activity, { mode, children: createElement(Nudge, { slot: 'top' }) })
  await render(createElement(Score), part('visible'))
  await pass(SECOND_MS)
  await render(createElement(Score), part('hidden'))
  await act(async () => world.streams.at(-1)?.say(meOf('u', 8)))
  await pass(SECOND_MS)
  await render(createElement(Score), part('visible'))
  expect(element.innerHTML).toBe('<h1>8</h1>')
})

it('records by useTrack', async () => {
  const { uptake } = world.open({ userId: 'u' })
  const { element, render } = openApp(uptake)
  await render(createElement(Button, { event: 'report_shared' }))
  await act(async () => element.querySelector('button')?.click())
  await pass(SECOND_MS)
  expect(world.events()).toEqual(['report_shared'])
})

it('is rendered on a server without score and nudge, and goes on from there', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { uptake } = world.open({ userId: 'u' })
  const parts = [createElement(Score), createElement(Nudge, { slot: 'top' })]
  const html = renderToString(createElement(UptakeProvider, { client: uptake }, ...parts))
  expect(html).toBe('<h1>none</h1>')
  uptake.me.subscribe(() => {})
  await pass(SECOND_MS)
  const { element, render } = openApp(uptake, html)
  await render(...parts)
  await pass(SECOND_MS)
  expect(element.innerHTML).toBe('<h1>7</h1><p>T</p>')
  expect(logged).not.toHaveBeenCalled()
})

it('says where the provider is missing', () => {
  expect(() => renderToString(createElement(Score))).toThrow('no <UptakeProvider client={…}> above this component')
})
