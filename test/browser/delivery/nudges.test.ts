import type { UptakeConfig } from '@uptake/shared/model'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { sendMessages } from '../../../demo/simulator/send.ts'
import { KEYS } from '../../harness/start-collector.ts'
import { loneAuthor } from '../lone-author.ts'
import { eventually } from './account.ts'
import { openGround, openScene, type Ground, type Scene } from './scene.ts'
import type { Tab } from './tab.ts'

/** Breadth is the weakest of a lone author who has shared a report with three. */
const CONFIG: UptakeConfig = {
  identity: 'trust',
  model: {
    actions: {
      report_created: { feature: 'reports' },
      report_shared: { feature: 'sharing', counterparts: 'with' },
      source_connected: { feature: 'sources' },
    },
    dimensions: {
      frequency: { amount: 'days', target: 3, weight: 1 },
      breadth: { amount: 'features', target: 4, adoptedDays: 2, weight: 1 },
      collaboration: { amount: 'counterparts', target: 3, weight: 1 },
    },
  },
  nudges: [
    {
      id: 'connect-a-source',
      deliver: 'app',
      slot: 'top',
      kind: 'banner',
      title: 'Let the numbers come to you',
      body: 'Connect a tool you already use.',
      when: { weakest: 'breadth' },
      goal: { action: 'source_connected', withinDays: 14 },
    },
  ],
}
const NUDGE = { id: 'connect-a-source' }

let ground: Ground
let scene: Scene
let users = 0
let userId: string
beforeAll(async () => {
  ground = await openGround(CONFIG)
})
afterAll(() => ground[Symbol.asyncDispose]())
beforeEach(async () => {
  scene = await openScene(ground)
  userId = `author-${++users}`
  await sendMessages(loneAuthor(userId, Date.now()), { host: ground.receiver.url, writeKey: KEYS.writeKey })
})
afterEach(() => scene[Symbol.asyncDispose]())

declare global {
  // oxlint-disable-next-line no-var -- the only form that declares a global
  var given: { id: string | null; atMs: number }[]
}

/** Opens a tab that shows what it is given, and knows that by now there is nothing. */
async function openTab(options?: object): Promise<Tab> {
  const tab = await scene.openTab({ userId, ...options })
  await tab.page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        globalThis.given = []
        uptake.nudges.subscribe('top', (nudge) => {
          given.push({ id: nudge && nudge.id, atMs: performance.now() })
          if (nudge) uptake.nudges.shown(nudge)
          resolve()
        })
      }),
  )
  return tab
}
const givenIn = ({ page }: Tab) => page.evaluate(() => given.map(({ id }) => id))
/** What it shows now: a nudge's id, or none. */
const shownIn = async (tab: Tab) => (await givenIn(tab)).at(-1) ?? null
const shareIn = ({ page }: Tab) => page.evaluate(() => uptake.track('report_shared', { with: ['a', 'b', 'c'] }))
const reports = async () =>
  (await ground.receiver.messages()).flatMap((message) =>
    message.userId === userId && message.event?.startsWith('nudge_') && message.body?.['nudge'] === NUDGE.id
      ? [message.event]
      : [],
  )

it('an action that makes a nudge due shows it without a reload', async () => {
  const tab = await openTab({ sendDelayMs: 200 })
  expect(await givenIn(tab)).toEqual([null])
  const from = await tab.page.evaluate(() => {
    uptake.track('report_shared', { with: ['a', 'b', 'c'] })
    return performance.now()
  })
  await eventually(() => shownIn(tab)).toBe(NUDGE.id)
  const tookMs = (await tab.page.evaluate(() => given[1]!.atMs)) - from
  process.stdout.write(`shown ${tookMs.toFixed()} ms after the action\n`)
  await eventually(reports).toEqual(['nudge_shown'])
})

it('two tabs show one between them, and the other one when the first is closed', async () => {
  const tabs = [await openTab(), await openTab()]
  await shareIn(tabs[1]!)
  const given = async () => (await Promise.all(tabs.map(givenIn))).toSorted((a, b) => a.length - b.length)
  await eventually(given).toEqual([[null], [null, NUDGE.id]])
  await eventually(reports).toEqual(['nudge_shown'])
  // All that the tabs do is done once what comes after it has arrived.
  for (const tab of tabs) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await tab.track(1)
  }
  await eventually(
    async () => (await ground.receiver.messages()).filter(({ body }) => body?.['scene'] === scene.name).length,
  ).toBe(2)
  expect(await given()).toEqual([[null], [null, NUDGE.id]])
  expect(await reports()).toEqual(['nudge_shown'])

  const holds = await Promise.all(tabs.map(async (tab) => (await shownIn(tab)) !== null))
  const [holder, other] = holds[0] ? [tabs[0]!, tabs[1]!] : [tabs[1]!, tabs[0]!]
  await holder.page.close()
  await eventually(() => shownIn(other)).toBe(NUDGE.id)
})

it('dismissed offline in one tab, it is gone from the other, and stays away when that is known', async () => {
  const [a, b] = [await openTab(), await openTab()]
  await shareIn(a)
  const shown = () => Promise.all([a, b].map(shownIn))
  await eventually(shown).toContain(NUDGE.id)
  await eventually(reports).toEqual(['nudge_shown'])
  const [holder, other] = (await shownIn(a)) === null ? [b, a] : [a, b]
  await scene.setOffline(true)
  await other.page.evaluate((nudge) => uptake.nudges.dismissed(nudge), NUDGE)
  await eventually(() => shownIn(holder)).toBe(null)
  expect(await reports()).toEqual(['nudge_shown'])
  await scene.setOffline(false)
  await eventually(reports).toEqual(['nudge_shown', 'nudge_dismissed'])
  const late = await openTab()
  await late.track(1)
  await eventually(async () =>
    (await ground.receiver.messages()).some(({ body }) => body?.['scene'] === scene.name),
  ).toBe(true)
  expect([await givenIn(holder), await givenIn(other), await givenIn(late)]).toEqual([
    [null, NUDGE.id, null],
    [null],
    [null],
  ])
})
