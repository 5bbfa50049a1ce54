import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { simulate, toDay } from '../../demo/simulator/simulate.ts'
import config from '../../demo/uptake.config.ts'
import { openBrowser, type Browser } from '../harness/chromium.ts'
import { eventually } from './eventually.ts'
import { openDemo, queueOn, type DemoPage } from './demo-page.ts'
import { openStage, type Stage } from './stage.ts'

const DAY_MS = 86_400_000

let stage: Stage
let browser: Browser
beforeAll(async () => {
  stage = await openStage()
  const endMs = Date.now()
  await stage.send(simulate({ seed: 20, anchorDay: toDay(endMs), endMs }))
  await stage.send(
    [3, 9, 16, 24].map((daysAgo) => ({
      type: 'track',
      userId: 'occasional-visitor',
      event: 'report_created',
      context: { groupId: 'halden-freight' },
      timestamp: new Date(endMs - daysAgo * DAY_MS).toISOString(),
    })),
  )
})
afterAll(() => stage[Symbol.asyncDispose]())
beforeEach(async () => {
  browser = await openBrowser()
})
afterEach(() => browser[Symbol.asyncDispose]())

/** Opens the demo as somebody, at a page of it. */
const openAt = (user: string, page: string): Promise<DemoPage> =>
  openDemo(browser.context, `${stage.demo.addressOf(user)}#/${page}`)
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** What was reported of nudges, such as "shown ID" and "snoozed ID 3"; of this visit, not of the history. */
async function reportsOf(user: string): Promise<string[]> {
  const reports = (await stage.messagesOf(user)).filter(
    ({ event, messageId }) => event?.startsWith('nudge_') && !messageId.startsWith('sim-'),
  )
  return reports.map(({ event, body }) => {
    const { nudge, days } = body as { nudge: string; days?: number }
    return `${event?.slice('nudge_'.length)} ${nudge}${days === undefined ? '' : ` ${days}`}`
  })
}
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })

const APP_NUDGES = (config.nudges ?? []).flatMap((nudge) => (nudge.deliver === 'app' ? [nudge] : []))

it('shows every nudge in its place before it is due, from the panel, and reports nothing', async () => {
  const user = 'jonas-lindqvist'
  // Where no nudge has a place, since one that is due would be reported.
  const { page } = await openAt(user, 'reports/none')
  await page.getByText('Look at a nudge before it is due').focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: 'Nudges' })
  await eventually(() => list.getByRole('link').allTextContents()).toEqual(APP_NUDGES.map(({ id }) => id))
  for (const { id, slot, kind, title } of APP_NUDGES) {
    /* oxlint-disable no-await-in-loop -- one page, one nudge after the other */
    await list.getByRole('link', { name: id, exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(({ searchParams }) => searchParams.get('preview') === id)
    const shown =
      slot === 'reports-top'
        ? page.locator(`section[data-nudge="${id}"]`)
        : page.getByRole(kind === 'banner' ? 'region' : 'dialog', { name: title, exact: true })
    await shown.waitFor()
    if (kind === 'custom') {
      await page.keyboard.press('Escape')
      // It gives the focus back.
      await page.locator('.driver-popover').waitFor({ state: 'detached' })
    }
    /* oxlint-enable no-await-in-loop */
  }
  expect(await reportsOf(user)).toEqual([])
  await page.getByRole('link', { name: 'End the preview' }).click()
  await page.getByText('Preview of').waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.has('preview')).toBe(false)
})

let newcomers = 0
it(
  'an action that makes a nudge due shows it at its anchor within a second; Escape sends it away, and the focus goes back',
  { retry: 2 },
  async () => {
    // A machine that is busy may take longer than a second: then somebody else is new.
    const user = `first-day-${++newcomers}`
    const tab = await openAt(user, 'reports')
    const { page } = tab
    await eventually(() => tab.status()).not.toBe('unknown')
    await page.evaluate(() => {
      const { dataset } = document.documentElement
      addEventListener('submit', () => (dataset.from = `${performance.now()}`), { capture: true })
      const look = (): void => {
        if (document.querySelector('uptake-nudge')?.shadowRoot?.querySelector('[role=dialog]'))
          dataset.to = `${performance.now()}`
        else requestAnimationFrame(look)
      }
      look()
    })
    await tab.createReport('Empty runs by route')
    const tooltip = dialog(page, 'Who should see this?')
    await tooltip.waitFor()
    await page.waitForFunction(() => document.documentElement.dataset.to)
    const tookMs = await page.evaluate(() => {
      const { from, to } = document.documentElement.dataset
      return Number(to) - Number(from)
    })
    process.stdout.write(`a nudge of the demo is there ${tookMs.toFixed()} ms after the action\n`)
    expect(tookMs).toBeLessThan(1_000)
    await eventually(() => reportsOf(user)).toEqual(['shown share-the-first'])

    await button(page, 'Share').focus()
    await page.keyboard.press('Tab')
    await eventually(() => focused(page)).toBe('Remind me…')
    await page.keyboard.press('Escape')
    await tooltip.waitFor({ state: 'detached' })
    await eventually(() => focused(page)).toBe('Share')
    await eventually(() => reportsOf(user)).toEqual(['shown share-the-first', 'dismissed share-the-first'])
    await eventually(() => queueOn(tab)).toEqual({ line: 'online', waiting: 0 })
  },
)

it('sharing from the tooltip’s page completes it', async () => {
  const user = 'ines-bouchard'
  const tab = await openAt(user, 'reports')
  await tab.page.getByRole('list', { name: 'Reports' }).getByRole('link').first().click()
  const tooltip = dialog(tab.page, 'Who should see this?')
  await tooltip.waitFor()
  await tab.share(['Maya Okafor'])
  await eventually(() => reportsOf(user)).toEqual(['shown share-the-first', 'completed share-the-first'])
  await expect.poll(() => tooltip.count()).toBe(0)
})

it('a tour goes from element to element by the keyboard, and is completed at its end', async () => {
  const user = 'priya-raman'
  const { page } = await openAt(user, 'reports/none')
  await page.goto(`${stage.demo.addressOf(user)}#/automations`)
  const steps = [
    { title: 'Your colleagues leave this to Tidemark', next: 'Show me' },
    { title: 'One routine a card', next: 'Next' },
    { title: 'Run it when you like', next: 'Next' },
    { title: 'You find it here', next: 'Done' },
  ]
  for (const { title, next } of steps) {
    /* oxlint-disable no-await-in-loop -- one step after the other */
    await dialog(page, title).waitFor()
    await eventually(() => focused(page)).toBe(next)
    await page.keyboard.press('Enter')
    /* oxlint-enable no-await-in-loop */
  }
  await page.locator('.driver-popover').waitFor({ state: 'detached' })
  await eventually(() => focused(page)).toBe('Automations')
  const life = ['shown', 'clicked', 'completed'].map((part) => `${part} automations-tour`)
  await eventually(async () => (await reportsOf(user)).length).toBe(life.length)
  expect(await reportsOf(user)).toEqual(life)
  await button(page, 'Run Weekly digest').click()
})

it.each([
  {
    user: 'occasional-visitor',
    end: (page: Page) => page.keyboard.press('Escape'),
    report: 'dismissed automations-tour',
  },
  { user: 'tomas-ferreira', end: (page: Page) => button(page, 'Later').click(), report: 'snoozed automations-tour 3' },
])('a tour that is ended before: $report', async ({ user, end, report }) => {
  const { page } = await openAt(user, 'automations')
  await dialog(page, 'Your colleagues leave this to Tidemark').waitFor()
  await end(page)
  await eventually(() => reportsOf(user)).toEqual(['shown automations-tour', report])
  await expect.poll(() => page.locator('.driver-popover').count()).toBe(0)
})

it('the app’s own banner leads to where its goal is reached, and is completed there', async () => {
  const user = 'nora-whitfield'
  const { page, suggestion } = await openAt(user, 'reports')
  await suggestion.waitFor()
  expect(await suggestion.getAttribute('data-nudge')).toBe('share-a-report')
  await suggestion.getByRole('button', { name: 'Share a report' }).click()
  await page.getByRole('checkbox', { name: 'Caleb Osei' }).check()
  await button(page, 'Share report').click()
  await page.getByText('Activated').waitFor()
  const life = ['shown', 'clicked', 'completed'].map((part) => `${part} share-a-report`)
  await eventually(() => reportsOf(user)).toEqual(life)
  await expect.poll(() => suggestion.count()).toBe(0)
})

it('the banner of the default view stands on another page, and its button does what it says', async () => {
  const user = 'otto-virtanen'
  const { page } = await openAt(user, 'team')
  const banner = page.getByRole('region', { name: 'How was the start?' })
  await banner.getByRole('button', { name: 'Answer' }).click()
  // For some seconds.
  await page.getByText('Thank you, we will be in touch').waitFor()
  await eventually(() => reportsOf(user)).toEqual(
    ['shown', 'clicked', 'completed'].map((part) => `${part} survey-activation`),
  )
  await expect.poll(() => banner.count()).toBe(0)
})

it('a walkthrough of the shipped rules leads to where the action is done, and is completed there', async () => {
  const user = 'eunji-park'
  const { page } = await openAt(user, 'team')
  const banner = page.getByRole('region', { name: 'Create a report' })
  await banner.getByRole('button', { name: 'Show me how' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Spring orders')
  await button(page, 'Create report').click()
  await page.getByRole('heading', { name: 'Spring orders' }).waitFor()
  const life = ['shown', 'clicked', 'completed'].map((part) => `${part} activate-report_created`)
  await eventually(() => reportsOf(user)).toEqual(life)
  await expect.poll(() => banner.count()).toBe(0)
})
