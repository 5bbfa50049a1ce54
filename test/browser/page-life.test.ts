import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openBrowser, type Browser } from '../harness/chromium.ts'
import { openDemo, queueOn, type DemoPage } from './demo-page.ts'
import { eventually } from './eventually.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let browser: Browser
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage[Symbol.asyncDispose]())
beforeEach(async () => {
  browser = await openBrowser()
})
afterEach(() => browser[Symbol.asyncDispose]())

/** Opens the demo, and waits until all that it had to send is answered: then it asks what is known of its user. */
async function openSettled(user: string): Promise<DemoPage> {
  const tab = await openDemo(browser.context, stage.demo.addressOf(user))
  await eventually(() => tab.status()).not.toBe('unknown')
  return tab
}
/** The automations that the collector has runs of, one for each run. */
async function runsOf(user: string): Promise<string[]> {
  const runs = (await stage.messagesOf(user)).filter(({ event }) => event === 'automation_run')
  return runs.map(({ body }) => String(body?.['automation'])).toSorted()
}

it('sends what is done right before the page is left, once', async () => {
  const user = 'nora-whitfield'
  let tab = await openSettled(user)
  for (let times = 1; times <= 5; times++) {
    await tab.openPage('Automations')
    await tab.page.getByRole('button', { name: 'Run Weekly digest' }).evaluate((button: HTMLElement) => {
      button.click()
      location.href = 'about:blank'
    })
    await tab.page.waitForURL('about:blank')
    await tab.page.close()
    tab = await openSettled(user)
    expect(await runsOf(user)).toEqual(Array(times).fill('weekly-digest'))
  }
})

it('sends what two tabs have kept without a network, once', async () => {
  const user = 'caleb-osei'
  const [one, other] = [await openSettled(user), await openSettled(user)]
  await browser.context.setOffline(true)
  await one.runAutomation('Weekly digest')
  await other.runAutomation('Alert on change')
  await one.runAutomation('Monthly archive')
  await eventually(() => Promise.all([one, other].map(queueOn))).toContainEqual({ line: 'unreachable', waiting: 3 })
  expect(await runsOf(user)).toEqual([])

  await browser.context.setOffline(false)
  const all = ['late-alerts', 'monthly-archive', 'weekly-digest']
  await eventually(() => runsOf(user)).toEqual(all)
  await openSettled(user)
  expect(await runsOf(user)).toEqual(all)
})

it('sends what a killed collector has not answered, once', async () => {
  const user = 'eunji-park'
  const tab = await openSettled(user)
  await tab.page.route('**/v1/batch', async (route) => {
    await route.fetch().catch(() => undefined)
    await route.abort()
  })
  await tab.runAutomation('Weekly digest')
  // It has that one; the answer was lost.
  await eventually(() => runsOf(user)).toEqual(['weekly-digest'])
  await stage.stopCollector('SIGKILL')
  await tab.page.unrouteAll({ behavior: 'wait' })
  await tab.runAutomation('Alert on change')
  await eventually(() => queueOn(tab)).toEqual({ line: 'unreachable', waiting: 2 })
  await stage.startCollector()
  await eventually(() => queueOn(tab)).toEqual({ line: 'online', waiting: 0 })
  await openSettled(user)
  expect(await runsOf(user)).toEqual(['late-alerts', 'weekly-digest'])
})

it('sends what a killed page has kept, once', async () => {
  const user = 'priya-raman'
  const tab = await openSettled(user)
  await stage.stopCollector('SIGTERM')
  await tab.runAutomation('Weekly digest')
  await tab.runAutomation('Alert on change')
  const crash = tab.page.waitForEvent('crash')
  await tab.page.goto('chrome://crash').catch(() => undefined)
  await crash
  await stage.startCollector()
  await openSettled(user)
  expect(await runsOf(user)).toEqual(['late-alerts', 'weekly-digest'])
})
