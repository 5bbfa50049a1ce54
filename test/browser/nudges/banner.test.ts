import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { BANNER, openViewStage, type ViewStage } from './stage.ts'

let stage: ViewStage
beforeAll(async () => {
  stage = await openViewStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const SLOT = '<uptake-nudge slot-name="top"></uptake-nudge>'
const BETWEEN = `<input aria-label="Search">${SLOT}<button id="after">After</button>`

describe('a banner', () => {
  it('stands where its element does, and is reported once it is there', async () => {
    await using view = await stage.open(BETWEEN)
    expect(await view.calls()).toEqual([])
    await view.give(BANNER)
    const [search, banner, after] = [
      await view.box(view.page.getByLabel('Search')),
      await view.box(view.banner),
      await view.box(view.button('After')),
    ]
    expect(banner.y).toBeGreaterThan(search.y + search.height)
    expect(after.y).toBeGreaterThan(banner.y + banner.height)
    expect(await view.banner.getByText(BANNER.body).isVisible()).toBe(true)
    expect(await view.calls()).toEqual(['shown share-a-report'])
    // Another text of the same nudge is not another showing.
    await view.give({ ...BANNER, body: 'Another text.' })
    expect(await view.banner.getByText('Another text.').isVisible()).toBe(true)
    await view.give({ ...BANNER, id: 'invite' })
    expect(await view.calls()).toEqual(['shown share-a-report', 'shown invite'])
  })

  it('takes no room before it comes, nor when it has gone', async () => {
    await using without = await stage.open('<button id="after">After</button>')
    const { y } = await without.box(without.button('After'))
    await using view = await stage.open(`${SLOT}<button id="after">After</button>`)
    const top = async () => (await view.box(view.button('After'))).y
    expect(await top()).toBe(y)
    await view.give(BANNER)
    expect(await top()).toBeGreaterThan(y)
    await view.give(null)
    expect(await top()).toBe(y)
    expect(await view.faults()).toEqual([])
    expect(await view.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  it('is announced once, by a region that was there before, and takes no focus', async () => {
    await using view = await stage.open(BETWEEN)
    const status = view.page.getByRole('status')
    expect(await status.textContent()).toBe('')
    await view.page.getByLabel('Search').focus()
    await view.page.evaluate(() => {
      const changes: string[] = []
      const root = document.querySelector('uptake-nudge')!.shadowRoot!
      const region = root.querySelector('[role=status]')!
      new MutationObserver(() => changes.push(region.textContent)).observe(region, { subtree: true, childList: true })
      Object.assign(globalThis, { changes })
    })
    await view.give(BANNER)
    await view.give({ ...BANNER, action: { label: 'Share' } })
    await view.page.locator('uptake-nudge').evaluate((element) => element.setAttribute('dismiss-label', 'Schließen'))
    await view.button('Schließen').waitFor()
    expect(await view.page.evaluate('changes')).toEqual([BANNER.title + BANNER.body])
    expect(await view.focused()).toBe('Search')
  })

  it('shows texts as they are', async () => {
    await using view = await stage.open(SLOT)
    const title = '<img src=x onerror="alert(1)"> & <b>bold</b>'
    await view.give({ ...BANNER, title, body: title, action: { label: title } })
    expect(await view.page.getByRole('region', { name: title }).getByText(title).count()).toBe(3)
    expect(await view.troubles()).toEqual([])
  })

  it('has a name without a title, and no button without an action', async () => {
    await using view = await stage.open(SLOT)
    const { action: _, ...rest } = BANNER
    await view.give({ ...rest, title: '' })
    const suggestion = view.page.getByRole('region', { name: 'Suggestion' })
    expect(await suggestion.getByRole('button').allTextContents()).toEqual(['Remind me…', ''])
    expect(await view.faults()).toEqual([])
  })
})

describe('its button', () => {
  it('tells the app, also from within another shadow root, and the nudge stays', async () => {
    await using view = await stage.open('<div id="app"></div>')
    await view.page.evaluate(() => {
      const root = document.querySelector('#app')!.attachShadow({ mode: 'closed' })
      const slot = document.createElement('uptake-nudge')
      slot.setAttribute('slot-name', 'top')
      root.append(slot)
    })
    await view.give(BANNER)
    await view.page.evaluate(
      `document.querySelector('#app').addEventListener('uptake:action', () => actions.push('app'))`,
    )
    // Closed roots are closed to tests too: by the keyboard.
    await view.press('Tab', 'Enter')
    expect(await view.calls()).toEqual(['shown share-a-report', 'clicked share-a-report'])
    expect(await view.page.evaluate('actions')).toEqual(['app', { event: 'open-share', id: BANNER.id, target: 'div' }])
  })

  it('is a link where it leads to an address, which the app may follow in its own way', async () => {
    await using view = await stage.open(SLOT)
    await view.give({ ...BANNER, action: { label: 'Read more', href: '#more', event: 'read' } })
    const link = view.banner.getByRole('link', { name: 'Read more' })
    expect(await link.getAttribute('href')).toBe(`${view.page.url()}#more`)
    await view.page.evaluate('document.documentElement.dataset.prevents = ""')
    await link.click()
    expect(new URL(view.page.url()).hash).toBe('')
    await view.page.evaluate('delete document.documentElement.dataset.prevents')
    await link.click()
    await view.page.waitForURL('**#more')
    expect(await view.page.evaluate('actions.map(({ event }) => event)')).toEqual(['read', 'read'])
    expect(await view.calls()).toEqual(['shown share-a-report', 'clicked share-a-report', 'clicked share-a-report'])
  })

  it('is no link to what runs', async () => {
    await using view = await stage.open(SLOT)
    await view.give({ ...BANNER, action: { label: 'Run', href: 'javascript:actions.push("ran")' } })
    await view.button('Run').click()
    expect(await view.banner.getByRole('link').count()).toBe(0)
    expect(await view.page.evaluate('actions')).toEqual([{ id: BANNER.id, target: 'uptake-nudge' }])
    expect(await view.troubles()).toEqual([])
  })
})

describe('whoever has no time', () => {
  it('dismisses it', async () => {
    await using view = await stage.open(SLOT)
    await view.give(BANNER)
    await view.button('Dismiss').click()
    await view.banner.waitFor({ state: 'detached' })
    expect(await view.calls()).toEqual(['shown share-a-report', 'dismissed share-a-report'])
  })

  it.each([
    ['Tomorrow', 1],
    ['In 3 days', 3],
    ['In a week', 7],
  ])('is reminded: %s', async (name, days) => {
    await using view = await stage.open(SLOT)
    await view.give(BANNER)
    expect(await view.button(name).count()).toBe(0)
    expect(await view.button('Remind me…').getAttribute('aria-expanded')).toBe('false')
    await view.button('Remind me…').click()
    expect(await view.button('Remind me…').getAttribute('aria-expanded')).toBe('true')
    await view.button(name).click()
    await view.banner.waitFor({ state: 'detached' })
    expect(await view.calls()).toEqual(['shown share-a-report', `snoozed share-a-report ${days}`])
    // The next one does not begin with the choices.
    await view.give({ ...BANNER, id: 'next' })
    expect(await view.button(name).count()).toBe(0)
  })
})

describe('by the keyboard', () => {
  it('all of it is walked through in the order of reading', async () => {
    await using view = await stage.open(BETWEEN)
    await view.give(BANNER)
    await view.page.getByLabel('Search').focus()
    const walked: string[] = []
    for (const key of ['Tab', 'Tab', 'Enter', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await view.press(key)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      walked.push(await view.focused())
    }
    const choices = ['Tomorrow', 'In 3 days', 'In a week']
    expect(walked).toEqual(['Share a report', 'Remind me…', 'Remind me…', ...choices, 'Dismiss', 'After'])
  })

  it('Escape closes the choices, then the nudge, and the focus is where it was', async () => {
    await using view = await stage.open(`<dialog aria-label="Around">${BETWEEN}</dialog>`)
    await view.page.evaluate(`document.querySelector('dialog').showModal()`)
    await view.give(BANNER)
    await view.page.getByLabel('Search').focus()
    await view.press('Tab')
    // As it is when another window had the focus for a while.
    await view.button('Share a report').evaluate((button) => {
      button.blur()
      button.focus()
    })
    await view.press('Tab', 'Enter', 'Tab', 'Escape')
    expect(await view.focused()).toBe('Remind me…')
    expect(await view.button('Tomorrow').count()).toBe(0)
    await view.press('Escape')
    expect(await view.focused()).toBe('Search')
    expect(await view.calls()).toEqual(['shown share-a-report', 'dismissed share-a-report'])
    expect(await view.page.getByRole('dialog', { name: 'Around' }).isVisible()).toBe(true)
  })

  it('Escape elsewhere is not its business', async () => {
    await using view = await stage.open(BETWEEN)
    await view.give(BANNER)
    await view.page.getByLabel('Search').focus()
    await view.press('Escape')
    expect(await view.calls()).toEqual(['shown share-a-report'])
  })

  it.each([
    { how: 'that the goal is reached', leave: 'null' },
    { how: 'that another comes', leave: JSON.stringify({ ...BANNER, id: 'next' }) },
  ])('the focus is where it was, when it goes for the reason $how', async ({ leave }) => {
    await using view = await stage.open(BETWEEN)
    await view.give(BANNER)
    await view.button('After').focus()
    await view.press('Shift+Tab')
    expect(await view.focused()).toBe('Dismiss')
    await view.page.evaluate(`give('top', ${leave})`)
    expect(await view.focused()).toBe('After')
  })

  it('the focus and the choices stay when its text changes', async () => {
    await using view = await stage.open(BETWEEN)
    await view.give(BANNER)
    await view.page.getByLabel('Search').focus()
    await view.press('Tab', 'Tab', 'Enter', 'Tab')
    await view.give({ ...BANNER, body: 'Another text.' })
    await view.banner.getByText('Another text.').waitFor()
    expect(await view.focused()).toBe('Tomorrow')
    await view.press('Escape', 'Escape')
    expect(await view.focused()).toBe('Search')
  })

  it('the focus stays elsewhere, when it goes', async () => {
    await using view = await stage.open(BETWEEN)
    await view.give(BANNER)
    await view.page.getByLabel('Search').focus()
    await view.button('Remind me…').focus()
    await view.button('After').focus()
    await view.give(null)
    expect(await view.focused()).toBe('After')
  })
})

describe('the element', () => {
  it('says its own words in the language of the app, and when that changes', async () => {
    const words = { label: 'Vorschlag', 'dismiss-label': 'Schließen', 'snooze-label': 'Später…' }
    const days = { 'day-label': 'Morgen', 'days-label': 'In 3 Tagen', 'week-label': 'In einer Woche' }
    const attributes = Object.entries({ ...words, ...days }).map(([name, text]) => `${name}="${text}"`)
    await using view = await stage.open(`<uptake-nudge slot-name="top" ${attributes.join(' ')}></uptake-nudge>`)
    await view.give({ ...BANNER, title: '' })
    await view.button('Später…').click()
    const buttons = view.page.getByRole('region', { name: 'Vorschlag' }).getByRole('button')
    expect(await buttons.allTextContents()).toEqual(['Share a report', 'Später…', ...Object.values(days), ''])
    expect(await view.button('Schließen').count()).toBe(1)
    await view.page.locator('uptake-nudge').evaluate(
      (element, names) => {
        for (const name of names) element.removeAttribute(name)
      },
      Object.keys({ ...words, ...days }),
    )
    await view.button('In a week').waitFor()
    expect(await view.button('Dismiss').count()).toBe(1)
    expect(await view.calls()).toEqual(['shown share-a-report'])
  })

  it('follows its slot’s name, and asks for nothing while it is not in the page', async () => {
    await using view = await stage.open(SLOT)
    const subscribed = (): Promise<string[]> => view.page.evaluate('[...subscribers].map(({ slot }) => slot)')
    const element = view.page.locator('uptake-nudge')
    expect(await subscribed()).toEqual(['top'])
    await view.page.evaluate('globalThis.first = [...subscribers][0]')
    await element.evaluate((slot) => slot.setAttribute('slot-name', 'top'))
    expect(await view.page.evaluate('subscribers.has(first)')).toBe(true)
    await view.give(BANNER)
    await view.banner.waitFor()
    await view.page.evaluate(`globalThis.kept = document.querySelector('uptake-nudge'); kept.remove()`)
    expect(await subscribed()).toEqual([])
    await view.page.evaluate(`kept.setAttribute('slot-name', 'side')`)
    expect(await subscribed()).toEqual([])
    await view.page.evaluate(`document.querySelector('main').append(kept)`)
    expect(await subscribed()).toEqual(['side'])
    // What it showed is not shown for ever.
    expect(await view.banner.count()).toBe(0)
    await element.evaluate((slot) => slot.setAttribute('slot-name', 'top'))
    expect(await subscribed()).toEqual(['top'])
  })

  it('leaves what the app draws to the app', async () => {
    await using view = await stage.open(SLOT)
    await view.page.evaluate(`nudges.subscribe('top', (nudge) => calls.push('app ' + nudge?.kind))`)
    await view.give(BANNER)
    await view.give({ ...BANNER, id: 'tour', kind: 'custom' })
    await view.banner.waitFor({ state: 'detached' })
    // It stands behind the app's own subscriber now, and stays there.
    const order = (): Promise<boolean> =>
      view.page.evaluate(`[...subscribers].findIndex(({ callback }) => String(callback).includes('app')) === 0`)
    await eventually(order).toBe(true)
    await view.give({ ...BANNER, id: 'tour', kind: 'custom' })
    expect(await view.page.evaluate('subscribers.size')).toBe(2)
    expect((await view.calls()).filter((call) => !call.startsWith('app'))).toEqual(['shown share-a-report'])
    await view.give(BANNER)
    await view.banner.waitFor()
  })

  it('is not defined, and nothing throws, in a browser that shares no style sheets', async () => {
    await using view = await stage.open(SLOT)
    await view.page.evaluate(() => {
      Object.defineProperty(document, 'adoptedStyleSheets', { value: undefined })
      Object.assign(globalThis, { CSSStyleSheet: undefined })
      customElements.get = () => undefined
    })
    // To define it twice throws, too.
    const define = `import('/sdk/nudges.js').then(({ defineNudges }) => defineNudges({ nudges }))`
    expect(await view.page.evaluate(define)).toBeUndefined()
  })

  it('is defined once, however often that is asked for', async () => {
    await using view = await stage.open(SLOT)
    const again = `import('/sdk/nudges.js').then(({ defineNudges }) => defineNudges({ nudges: null }))`
    await view.page.evaluate(again)
    await view.give(BANNER)
    await view.banner.waitFor()
    expect(await view.troubles()).toEqual([])
  })
})
