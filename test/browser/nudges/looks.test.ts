import type { DeliveredNudge } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { BANNER, openViewStage, TOOLTIP, type ViewPage, type ViewStage } from './stage.ts'

let stage: ViewStage
beforeAll(async () => {
  stage = await openViewStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const PAGE = `<p>What came in last week.</p><button id="anchor">Schedule</button><uptake-nudge slot-name="top"></uptake-nudge>`
const LOW = `<uptake-nudge slot-name="top"></uptake-nudge><button id="anchor" class="low">Schedule</button>`
const LONG = {
  title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen '.repeat(2),
  body: `${'A report that goes out on its own is read by twice as many. '.repeat(12)} https://${'a'.repeat(200)}`,
  action: { label: 'Geschwindigkeitsbegrenzungsüberschreitungsbericht', href: '/share' },
}
const ARABIC = {
  title: 'شارك التقرير مع فريقك',
  body: 'الفرق التي تشارك تستفيد أكثر من التقارير.',
  action: { label: 'شارك تقريرًا' },
}
const NARROW = { width: 320, height: 480 }

interface Look {
  readonly name: string
  readonly main?: string
  readonly nudge?: Partial<DeliveredNudge>
  readonly options?: Parameters<ViewStage['open']>[1]
}
const looks: readonly Look[] = [
  { name: 'light' },
  { name: 'dark', options: { media: { colorScheme: 'dark' } } },
  { name: 'of an app that is dark', options: { html: 'class="dark"' } },
  { name: 'in forced colours', options: { media: { forcedColors: 'active' } } },
  { name: 'from right to left', options: { html: 'dir="rtl"' }, nudge: ARABIC },
  { name: 'narrow', options: { size: NARROW } },
  { name: 'with long texts', nudge: LONG },
  { name: 'narrow with long texts', options: { size: NARROW }, nudge: LONG },
  { name: 'narrow with long texts, from right to left', options: { size: NARROW, html: 'dir="rtl"' }, nudge: LONG },
  { name: 'in colours of the app', options: { html: 'class="themed"' } },
  { name: 'low on the page', main: LOW },
  { name: 'with larger type', options: { html: 'class="large"' } },
]

const boxOf = (view: ViewPage) => view.page.locator('uptake-nudge').locator('[part=nudge]')

describe.each([BANNER, TOOLTIP])('a $kind', (given) => {
  it.each(looks)('$name is within the page, and axe finds nothing', async ({ main = PAGE, nudge = {}, options }) => {
    await using view = await stage.open(main, options)
    await view.give({ ...given, ...nudge })
    await view.button('Remind me…').click()
    await eventually(() => boxOf(view).evaluate((box) => getComputedStyle(box.parentElement!).opacity)).toBe('1')
    expect(await view.faults()).toEqual([])
    expect(await view.troubles()).toEqual([])

    const { width, height } = view.page.viewportSize()!
    // A tooltip that has more to say is put elsewhere, a frame later.
    const beyond = async () => {
      const box = await view.box(boxOf(view))
      const [left, right] = [-box.x, box.x + box.width - width]
      return Math.max(0, left, right, ...(given.kind === 'tooltip' ? [-box.y, box.y + box.height - height] : []))
    }
    await eventually(beyond).toBe(0)
    expect(await view.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await boxOf(view).evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
    const targets = view.page.locator('uptake-nudge').locator('a, button')
    expect(await targets.count()).toBe(6)
    for (const target of await targets.all()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const size = await view.box(target)
      expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(24)
    }
  })
})

it('axe looks into it', async () => {
  await using view = await stage.open(PAGE, { html: 'class="faint"' })
  await view.give(BANNER)
  expect(await view.faults()).toContainEqual(expect.stringContaining('color-contrast'))
})

const WHITE = 'rgb(255, 255, 255)'
const DARK = 'rgb(18, 18, 18)'
it.each([
  { scheme: 'light', html: '', ground: WHITE },
  { scheme: 'dark', html: '', ground: DARK },
  { scheme: 'light', html: 'class="dark"', ground: DARK },
  // Dark in the midst of a page that is not would be worse than what somebody prefers.
  { scheme: 'dark', html: 'class="light"', ground: WHITE },
] as const)('is as the page is: $scheme preferred, $html', async ({ scheme, html, ground }) => {
  await using view = await stage.open(PAGE, { html, media: { colorScheme: scheme } })
  await view.give(BANNER)
  expect(await boxOf(view).evaluate((box) => getComputedStyle(box).backgroundColor)).toBe(ground)
})

it.each(['reduce', 'no-preference'] as const)('moves only for whoever does not mind: %s', async (reducedMotion) => {
  await using view = await stage.open(PAGE, { media: { reducedMotion } })
  await view.give(BANNER)
  const name = await boxOf(view).evaluate((box) => getComputedStyle(box).animationName)
  expect(name).toBe(reducedMotion === 'reduce' ? 'none' : 'come')
})

it('is laid out from right to left where the page is', async () => {
  await using view = await stage.open(PAGE, { html: 'dir="rtl"' })
  await view.give(BANNER)
  const [words, action, close] = [
    await view.box(view.page.getByText(BANNER.title).last()),
    await view.box(view.button('Share a report')),
    await view.box(view.button('Dismiss')),
  ]
  expect(close.x).toBeLessThan(action.x)
  expect(action.x).toBeLessThan(words.x)
})

it('moves nothing aside when the choices open', async () => {
  await using view = await stage.open(PAGE)
  await view.give(BANNER)
  const before = await view.box(view.button('Share a report'))
  await view.button('Remind me…').click()
  expect(await view.box(view.button('Share a report'))).toEqual(before)
})

it('takes the colours, corners and margins of the app', async () => {
  await using plain = await stage.open(PAGE)
  await plain.give(BANNER)
  await using view = await stage.open(PAGE, { html: 'class="themed"' })
  await view.give(BANNER)
  const action = await view.button('Share a report').evaluate((button) => getComputedStyle(button).backgroundColor)
  expect(action).toBe('rgb(95, 201, 177)')
  expect(await boxOf(view).evaluate((box) => getComputedStyle(box).borderRadius)).toBe('2px')
  expect((await view.box(boxOf(view))).y).toBe((await plain.box(boxOf(plain))).y + 40)
  await view.give(TOOLTIP)
  const anchor = await view.box(view.button('Schedule'))
  expect((await view.box(boxOf(view))).y).toBe(anchor.y + anchor.height + 10)
})

it('shows where the focus is', async () => {
  await using view = await stage.open(PAGE)
  await view.give(BANNER)
  await view.button('Dismiss').focus()
  await view.press('Shift+Tab', 'Tab')
  const outline = await view.button('Dismiss').evaluate((button) => getComputedStyle(button).outline)
  expect(outline).toBe('rgb(68, 106, 228) solid 2px')
})
