import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountOf, allStored, EACH_ONCE, eventually, openSettled, storedEvents } from './account.ts'
import { down, holding, pass } from './fault.ts'
import { keptBy } from './kept-by.ts'
import { PACE } from './pace.ts'
import { openGround, openScene, type Ground, type Scene } from './scene.ts'
import { askForPrivacy, wrongClock } from './init-scripts.ts'
import type { Tab } from './tab.ts'

const HOUR_MS = 3_600_000
const timeout = PACE.scenarioMs

let ground: Ground
let scene: Scene
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground[Symbol.asyncDispose]())
beforeEach(async () => {
  scene = await openScene(ground)
})
afterEach(() => scene[Symbol.asyncDispose]())

/** Gives a tab every occasion to store and to send: it is told to, and hidden, and shown again. */
async function tempt(tab: Tab): Promise<void> {
  await tab.page.evaluate(() => uptake.flush())
  await tab.hide()
  await tab.show()
  await tab.page.evaluate(() => uptake.flush())
}
/** The anonymous ids under which messages were sent. */
const anonymousIds = (): string[] => [
  ...new Set(scene.proxy.batches.flatMap(({ batch }) => batch.map(({ anonymousId }) => String(anonymousId)))),
]

describe('before consent', { timeout }, () => {
  const pending = { consent: 'pending' }

  it('stores and sends nothing; given, sends everything, with its own time', async () => {
    await scene.context.addInitScript(wrongClock, 0)
    const tab = await scene.openTab(pending)
    const at = Date.now()
    await tab.track(10)
    await tempt(tab)
    expect(await keptBy(tab.page)).toEqual([])
    expect(scene.proxy.batches).toEqual([])

    // An hour later.
    await tab.page.evaluate((ms) => shiftClock(ms), HOUR_MS)
    await tab.page.evaluate(() => uptake.optIn())
    await tab.track(1)
    await allStored(scene)
    const [first] = await storedEvents(scene)
    expect(Math.abs(first!.occurredAt - (at - HOUR_MS))).toBeLessThan(HOUR_MS / 60)
    expect(await accountOf(scene)).toEqual(EACH_ONCE)
  })

  it('keeps nothing of a page that is left', async () => {
    const left = await scene.openTab(pending)
    await left.track(10)
    await left.page.goto(scene.ground.site.elsewhere)
    expect(await keptBy(left.page)).toEqual([])
    const tab = await scene.openTab()
    await tab.track(1)
    await eventually(() => accountOf(scene)).toEqual({ ...EACH_ONCE, missing: [...Array(10).keys()] })
  })

  it('forgets everything when it is denied', async () => {
    const tab = await scene.openTab(pending)
    await tab.track(10)
    await tab.page.evaluate(() => uptake.optOut())
    await tab.track(10)
    await tempt(tab)
    expect(scene.proxy.batches).toEqual([])

    await tab.page.evaluate(() => uptake.optIn())
    await tab.track(1)
    await eventually(() => accountOf(scene)).toEqual({ ...EACH_ONCE, missing: [...Array(20).keys()] })
  })
})

describe('optOut()', { timeout }, () => {
  it('leaves nothing of queue and identifiers, in any tab', async () => {
    const [one, other] = [await openSettled(scene, { userId: 'ada' }), await openSettled(scene)]
    scene.proxy.fault = down
    const before = scene.proxy.batches.length
    await one.track(10)
    await other.track(10)
    // Both are stored, and sent to no avail.
    await eventually(() => scene.proxy.batches.slice(before).map(({ batch }) => batch.length)).toContain(20)
    const secrets = ['ada', scene.name, ...anonymousIds()]
    const leaks = async () => (await keptBy(one.page)).filter((entry) => secrets.some((word) => entry.includes(word)))
    expect(await leaks()).not.toEqual([])

    await one.page.evaluate(() => uptake.optOut())
    await eventually(leaks).toEqual([])
    scene.proxy.fault = pass
    const after = scene.proxy.batches.length
    await one.track(10)
    await other.track(10)
    for (const tab of [one, other]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await tempt(tab)
    }
    expect(await leaks()).toEqual([])
    // One request may have been under way.
    expect(scene.proxy.batches.slice(after).length).toBeLessThanOrEqual(1)
    expect((await accountOf(scene)).missing).toEqual([...Array(40).keys()].map((index) => index + 2))
  })

  it('reaches a tab that is frozen when it wakes', async () => {
    const one = await openSettled(scene, { userId: 'ada' })
    // It sends when it is told to, and as it freezes.
    const frozen = await scene.openTab({ sendDelayMs: 2 ** 31 - 1 })
    await frozen.track(1)
    await frozen.page.evaluate(() => uptake.flush())
    await allStored(scene)
    const held = holding()
    scene.proxy.fault = held.fault
    await frozen.track(10)
    const before = scene.proxy.batches.length + 1
    await frozen.freeze()
    // What it sends as it freezes is under way before anybody opts out.
    await eventually(() => scene.proxy.batches.length).toBe(before)
    held.release(down)
    await one.page.evaluate(() => uptake.optOut())
    scene.proxy.fault = pass
    await frozen.thaw()
    await tempt(frozen)
    await frozen.track(10)
    await tempt(frozen)
    await eventually(async () => (await keptBy(one.page)).filter((entry) => entry.includes(scene.name))).toEqual([])
    expect(scene.proxy.batches.slice(before)).toEqual([])
    expect((await accountOf(scene)).missing).toHaveLength(20)
  })

  it('is undone by optIn(), under a new anonymous id', async () => {
    const tab = await openSettled(scene)
    await tab.page.evaluate(() => uptake.optOut())
    await tab.track(5)
    await tempt(tab)
    await tab.page.evaluate(() => uptake.optIn())
    await tab.track(5)
    await eventually(() => accountOf(scene)).toEqual({ ...EACH_ONCE, missing: [1, 2, 3, 4, 5] })
    expect(anonymousIds()).toHaveLength(2)
  })
})

describe('Global Privacy Control', { timeout }, () => {
  it('is obeyed with respectPrivacySignal', async () => {
    await scene.context.addInitScript(askForPrivacy)
    const tab = await scene.openTab({ respectPrivacySignal: true })
    await tab.track(10)
    await tempt(tab)
    expect(await keptBy(tab.page)).toEqual([])
    expect(scene.proxy.batches).toEqual([])
  })

  it.each([
    { name: 'where it is not asked for', isSignalled: false, options: { respectPrivacySignal: true } },
    { name: 'without that option', isSignalled: true, options: {} },
  ])('changes nothing $name', async ({ isSignalled, options }) => {
    if (isSignalled) await scene.context.addInitScript(askForPrivacy)
    const tab = await scene.openTab(options)
    await tab.track(10)
    await allStored(scene)
    expect(await accountOf(scene)).toEqual(EACH_ONCE)
  })
})

it('reset() makes a new anonymous id, and delivers what was queued', { timeout }, async () => {
  const tab = await openSettled(scene, { userId: 'ada' })
  await scene.setOffline(true)
  await tab.track(5)
  await tab.page.evaluate(() => uptake.reset())
  await tab.track(5)
  const kept = (await keptBy(tab.page)).join()
  await scene.setOffline(false)
  await allStored(scene)
  expect(await accountOf(scene)).toEqual(EACH_ONCE)
  expect((await storedEvents(scene)).map(({ userId }) => userId)).toEqual([
    ...Array(6).fill('ada'),
    ...Array(5).fill(null),
  ])
  const [before, after] = anonymousIds()
  expect(anonymousIds()).toHaveLength(2)
  expect(kept).toContain(before)
  expect(kept).toContain(after)
})
