import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { BANNER, openViewStage, TOOLTIP, type ViewPage, type ViewStage } from './stage.ts'

let stage: ViewStage
beforeAll(async () => {
  stage = await openViewStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const SLOT = '<uptake-nudge slot-name="top"></uptake-nudge>'
const ANCHOR = '<button id="anchor">Schedule</button>'
const BETWEEN = `<input aria-label="Search">${ANCHOR}<button>Export</button>${SLOT}<button>After</button>`

/** Where it stands to its anchor: pixels between them, and how far its tip is from the anchor's middle. */
async function standing(view: ViewPage): Promise<{ below: number; above: number; off: number }> {
  const [anchor, tooltip] = [await view.box(view.page.locator('#anchor:visible')), await view.box(view.tooltip)]
  const tip = await view.tooltip.evaluate((frame) => parseFloat(frame.style.getPropertyValue('--tip')))
  return {
    below: Math.round(tooltip.y - anchor.y - anchor.height),
    above: Math.round(anchor.y - tooltip.y - tooltip.height),
    off: Math.abs(Math.round(tooltip.x + tip - anchor.x - anchor.width / 2)),
  }
}
const standsBelow = (view: ViewPage) => eventually(() => standing(view)).toMatchObject({ below: 10, off: 0 })
const standsAbove = (view: ViewPage) => eventually(() => standing(view)).toMatchObject({ above: 10, off: 0 })
const isSeen = (view: ViewPage) => view.tooltip.evaluate((frame) => getComputedStyle(frame).opacity === '1')

describe('a tooltip', () => {
  it('stands at its anchor above the page, and moves nothing', async () => {
    await using view = await stage.open(BETWEEN)
    const before = await view.box(view.button('After'))
    await view.give(TOOLTIP)
    await standsBelow(view)
    await eventually(() => isSeen(view)).toBe(true)
    expect(await view.box(view.button('After'))).toEqual(before)
    expect(await view.tooltip.evaluate((frame) => frame.matches(':popover-open'))).toBe(true)
    expect(await view.tooltip.getAttribute('aria-modal')).toBeNull()
    expect(await view.calls()).toEqual(['shown share-a-report'])
  })

  it('flips where there is no room below, and back', async () => {
    await using view = await stage.open(`${SLOT}<button id="anchor" class="low">Schedule</button>`)
    await view.give(TOOLTIP)
    await standsAbove(view)
    await view.page.evaluate(`document.querySelector('#anchor').className = ''`)
    await standsBelow(view)
    expect(await view.troubles()).toEqual([])
  })

  it('follows its anchor as the page is scrolled, resized, filled and moved', async () => {
    await using view = await stage.open(`${SLOT}${ANCHOR}<p class="far">The end</p>`)
    await view.give(TOOLTIP)
    await standsBelow(view)
    const top = async () => (await view.box(view.tooltip)).y
    const first = await top()
    await view.page.evaluate('scrollBy(0, 40)')
    await eventually(top).toBe(first - 40)
    await standsBelow(view)
    await view.page.evaluate(`document.querySelector('h1').after(document.createElement('hr'))`)
    await eventually(top).toBeGreaterThan(first - 40)
    await standsBelow(view)
    await view.page.evaluate(`document.querySelector('#anchor').className = 'end'`)
    await standsBelow(view)
    await view.page.setViewportSize({ width: 400, height: 500 })
    await standsBelow(view)
    // More to say: the choices.
    await view.page.evaluate(`document.querySelector('#anchor').className = 'low'`)
    await standsAbove(view)
    await view.button('Remind me…').click()
    await standsAbove(view)
    expect(await view.troubles()).toEqual([])
  })

  it('stands at an anchor of a page that is scrolled to the side', async () => {
    await using view = await stage.open(`<p class="wide">A table</p><div class="inset">${ANCHOR}</div>${SLOT}`)
    await view.page.evaluate('scrollBy(100, 0)')
    await view.give(TOOLTIP)
    await standsBelow(view)
    expect(await view.troubles()).toEqual([])
  })

  it('is out of the way while its anchor is scrolled out of view, yet can be reached', async () => {
    await using view = await stage.open(`<div class="scroller" tabindex="0"><p>Up</p>${ANCHOR}<p>Down</p></div>${SLOT}`)
    await view.give(TOOLTIP)
    await eventually(() => isSeen(view)).toBe(false)
    await view.page.evaluate(`document.querySelector('#anchor').scrollIntoView({ block: 'center' })`)
    await eventually(() => isSeen(view)).toBe(true)
    await standsBelow(view)
    const { y } = await view.box(view.tooltip)
    await view.page.evaluate(`document.querySelector('.scroller').scrollTop += 20`)
    await eventually(async () => (await view.box(view.tooltip)).y).toBe(y - 20)
    await view.page.evaluate(`document.querySelector('.scroller').scrollTop = 0`)
    await eventually(() => isSeen(view)).toBe(false)
    await view.button('Dismiss').focus()
    expect(await isSeen(view)).toBe(true)
  })

  it('takes the first anchor that is visible', async () => {
    const hidden =
      '<button id="anchor" class="unseen">Of a closed menu</button><div class="gone"><button id="anchor">Of the narrow page</button></div>'
    await using view = await stage.open(`${hidden}${ANCHOR}${SLOT}`)
    await view.give(TOOLTIP)
    await standsBelow(view)
    expect(await view.calls()).toEqual(['shown share-a-report'])
  })

  it('stands at an anchor that is no HTML element', async () => {
    const picture =
      '<svg width="40" height="40" aria-hidden="true"><circle id="anchor" tabindex="0" cx="20" cy="20" r="10" /></svg>'
    await using view = await stage.open(`${picture}${SLOT}`)
    await view.give(TOOLTIP)
    await standsBelow(view)
    expect(await view.troubles()).toEqual([])
  })
})

it('a tooltip can be used in a modal dialog that has both', async () => {
  await using view = await stage.open(`<dialog aria-label="Around">${BETWEEN}</dialog>`)
  await view.give(TOOLTIP)
  await view.page.evaluate(`document.querySelector('dialog').showModal()`)
  await standsBelow(view)
  await view.button('Dismiss').click()
  expect(await view.calls()).toEqual(['shown share-a-report', 'dismissed share-a-report'])
})

describe('a tooltip without its anchor', () => {
  it.each([
    { why: 'there is none', anchor: '#nowhere' },
    { why: 'it is not visible', anchor: '.gone button' },
    { why: 'the selector is broken', anchor: '#a >> [' },
    { why: 'it has no selector', anchor: undefined },
  ])('is a banner in its slot: $why', async ({ anchor }) => {
    await using view = await stage.open(`<div class="gone"><button>Hidden</button></div>${BETWEEN}`)
    await view.give({ ...BANNER, kind: 'tooltip', ...(anchor !== undefined && { anchor }) })
    const [banner, after] = [await view.box(view.banner), await view.box(view.button('After'))]
    expect(banner.y + banner.height).toBeLessThan(after.y)
    expect(await view.calls()).toEqual(['shown share-a-report'])
    expect(await view.troubles()).toEqual([])
  })

  it('is a banner where the browser cannot put it above the page', async () => {
    const first = () => {
      const element = HTMLElement.prototype as Partial<HTMLElement>
      delete element.popover
      delete element.showPopover
    }
    await using view = await stage.open(BETWEEN, { first })
    await view.give(TOOLTIP)
    await view.banner.waitFor()
    await view.give({ ...TOOLTIP, id: 'next' })
    await view.banner.waitFor()
    expect(await view.troubles()).toEqual([])
  })

  it('is a banner until the anchor comes, and when it has gone, and the focus stays', async () => {
    await using view = await stage.open(`${SLOT}<button>After</button>`)
    await view.give(TOOLTIP)
    await view.button('Remind me…').focus()
    const steps = [
      { code: `document.querySelector('main').insertAdjacentHTML`, shows: view.tooltip },
      { code: `document.querySelector('#anchor').remove`, shows: view.banner },
      { code: `document.querySelector('main').insertAdjacentHTML`, shows: view.tooltip },
      { code: `document.querySelector('#anchor').classList.add`, shows: view.banner },
      { code: `document.querySelector('#anchor').classList.remove`, shows: view.tooltip },
    ]
    for (const { code, shows } of steps) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await view.page.evaluate(
        code.endsWith('HTML')
          ? `document.querySelector('main').append(Object.assign(document.createElement('button'), { id: 'anchor', textContent: 'Schedule' }))`
          : `${code}('gone')`,
      )
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await shows.waitFor()
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await view.focused()).toBe('Remind me…')
    }
    await standsBelow(view)
    expect(await view.calls()).toEqual(['shown share-a-report'])
  })

  it('goes over to another element that takes the anchor’s place', async () => {
    await using view = await stage.open(`${ANCHOR}${SLOT}`)
    await view.give(TOOLTIP)
    await view.button('Remind me…').focus()
    await view.page.evaluate(() => {
      const old = document.querySelector('#anchor')!
      old.replaceWith(Object.assign(document.createElement('button'), { id: 'anchor', textContent: 'Schedule it' }))
    })
    await eventually(() => view.tooltip.evaluate((frame) => frame.isConnected)).toBe(true)
    await standsBelow(view)
    expect(await view.focused()).toBe('Remind me…')
    await view.press('Escape')
    expect(await view.focused()).toBe('Schedule it')
  })
})

describe('a tooltip by the keyboard', () => {
  it('comes right after its anchor, and lets go of the focus', async () => {
    await using view = await stage.open(BETWEEN)
    await view.page.getByLabel('Search').focus()
    await view.give(TOOLTIP)
    expect(await view.focused()).toBe('Search')
    const walked: string[] = []
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await view.press(key)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      walked.push(await view.focused())
    }
    const within = ['Share a report', 'Remind me…', 'Dismiss']
    expect(walked).toEqual(['Schedule', ...within, 'Export', 'After', 'Export', ...within.toReversed().slice(0, 2)])
  })

  it.each(['Escape', 'Enter'])('the focus returns to the anchor when %s has closed it', async (key) => {
    await using view = await stage.open(BETWEEN)
    await view.give(TOOLTIP)
    // Coming from behind it.
    await view.button('Export').focus()
    await view.press('Shift+Tab')
    expect(await view.focused()).toBe('Dismiss')
    await view.press(key)
    expect(await view.focused()).toBe('Schedule')
    expect(await view.calls()).toEqual(['shown share-a-report', 'dismissed share-a-report'])
  })

  it.each([
    '<p id="anchor">Reports</p>',
    '<button id="anchor" disabled>Schedule</button>',
    '<a id="anchor">Schedule</a>',
  ])('comes where its element stands, where the anchor takes no focus: %s', async (anchor) => {
    await using view = await stage.open(`${anchor}<button>Export</button>${SLOT}`)
    await view.give(TOOLTIP)
    await view.button('Export').focus()
    await view.press('Tab')
    expect(await view.focused()).toBe('Share a report')
    await view.press('Escape')
    expect(await view.focused()).toBe('Export')
  })
})

it('watches nothing once it has gone', async () => {
  await using view = await stage.open(`${ANCHOR}${SLOT}`)
  await view.give(TOOLTIP)
  await view.tooltip.waitFor()
  await view.give(null)
  await view.page.evaluate(() => {
    let frames = 0
    const real = requestAnimationFrame
    globalThis.requestAnimationFrame = (callback) => real((time) => ((frames += 1), callback(time)))
    Object.assign(globalThis, { framesAsked: () => frames })
    document.querySelector('#anchor')!.className = 'low'
    dispatchEvent(new Event('scroll'))
    document.body.append('more')
    return new Promise((resolve) => real(() => real(resolve)))
  })
  expect(await view.page.evaluate('framesAsked()')).toBe(0)
  expect(await view.tooltip.count()).toBe(0)
})
