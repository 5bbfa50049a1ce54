import { expect } from 'vitest'
import { allStored, eventually, openSettled } from '../account.ts'
import { answerLost, down, holding, pass } from '../fault.ts'
import { PACE } from '../pace.ts'
import type { Scenario } from '../scenario.ts'
import { sleep } from '../sleep.ts'
import { forbidLocks } from '../script.ts'

/** Several tabs share a queue; one of them sends. */
export const TABS: readonly Scenario[] = [
  {
    name: 'h: three tabs offline, one closed, two come online',
    async run(scene) {
      const tabs = [await openSettled(scene), await openSettled(scene), await openSettled(scene)]
      const watcher = await scene.context.newPage()
      await watcher.goto(scene.ground.site.elsewhere)
      await watcher.evaluate(() => {
        globalThis.mostHolders = 0
        setInterval(async () => {
          const { held = [] } = await navigator.locks.query()
          const holders = Object.values(Object.groupBy(held, ({ name }) => name ?? '')).map((all) => all?.length ?? 0)
          globalThis.mostHolders = Math.max(globalThis.mostHolders, ...holders)
        }, 5)
      })
      await scene.setOffline(true)
      const before = scene.proxy.batches.length
      await Promise.all(tabs.map((tab) => tab.track(50)))
      await tabs[0]!.page.close()
      await scene.setOffline(false)
      await allStored(scene)
      expect(await watcher.evaluate(() => globalThis.mostHolders)).toBe(1)
      expect(scene.proxy.batches.slice(before).map(({ alongside }) => alongside)).not.toContain(1)
    },
  },
  {
    name: 'the sending tab closed in the middle of a request',
    async run(scene) {
      const [sender, other] = [await openSettled(scene), await openSettled(scene)]
      const before = scene.proxy.batches.length
      const held = holding()
      scene.proxy.next.push(held.fault)
      await sender.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(before)
      await other.track(10)
      await sender.page.close()
      await allStored(scene)
      held.release(answerLost)
    },
  },
  {
    name: 'hidden in the middle of a request',
    async run(scene) {
      const tab = await openSettled(scene)
      const before = scene.proxy.batches.length
      const held = holding()
      scene.proxy.next.push(held.fault)
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(before)
      await tab.track(10)
      await tab.hide()
      expect(await tab.page.evaluate(() => document.visibilityState)).toBe('hidden')
      // A hidden page may never run again: it has sent what it had.
      await allStored(scene)
      held.release(pass)
      await tab.show()
      await tab.track(10)
      await allStored(scene)
    },
  },
  {
    name: 'frozen in the middle of a request: another tab takes over',
    async run(scene) {
      const [frozen, other] = [await openSettled(scene), await openSettled(scene)]
      const before = scene.proxy.batches.length
      const held = holding()
      scene.proxy.next.push(held.fault)
      await frozen.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(before)
      await frozen.freeze()
      await other.track(10)
      await allStored(scene)
      held.release(answerLost)
      await frozen.thaw()
      await frozen.track(10)
      await allStored(scene)
    },
  },
  {
    name: 'frozen while it waits to try again: another tab takes over',
    async run(scene) {
      const [frozen, other] = [await openSettled(scene), await openSettled(scene)]
      scene.proxy.fault = down
      await frozen.track(10)
      await sleep(PACE.outageMs)
      await frozen.freeze()
      scene.proxy.fault = pass
      await other.track(10)
      await allStored(scene)
      await frozen.thaw()
      await frozen.track(10)
      await allStored(scene)
    },
  },
  {
    name: 'without Web Locks each tab sends for itself, and says so once',
    async run(scene) {
      await scene.context.addInitScript(forbidLocks)
      const tabs = [await scene.openTab(), await scene.openTab()]
      for (let burst = 0; burst < 5; burst++) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await Promise.all(tabs.map((tab) => tab.track(10)))
      }
      await allStored(scene)
      expect(await Promise.all(tabs.map((tab) => tab.warnings()))).toEqual([[expect.any(String)], [expect.any(String)]])
    },
  },
  {
    name: 'two clients in one page',
    async run(scene) {
      const { page } = await scene.openTab()
      await page.evaluate(
        ([first, second]) => {
          trackNumbers(first!)
          uptake = createClient()
          trackNumbers(second!)
        },
        [scene.take(10), scene.take(10)],
      )
      await allStored(scene)
    },
  },
  {
    name: 'kept for going back, and restored, with a queue (needs a full Chromium)',
    async run(scene, skip) {
      const { site } = scene.ground
      const { page } = await openSettled(scene)
      const { search } = new URL(page.url())
      scene.proxy.fault = down
      await page.evaluate(
        ([before, after]) => {
          addEventListener('pageshow', ({ persisted }) => {
            if (persisted) trackNumbers(after!)
          })
          trackNumbers(before!)
        },
        [scene.take(10), scene.take(10)],
      )
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(1)
      const signs = () => site.signs.filter(({ query }) => query === search)
      await eventually(() => signs().length).toBe(1)
      await page.evaluate((to) => void (location.href = to), site.thereAndBack)
      await eventually(() => signs().length).toBe(2)
      if (!signs()[1]!.isRestored) skip('this browser keeps no page for going back')
      scene.proxy.fault = pass
      await allStored(scene)
    },
  },
]

declare global {
  // oxlint-disable-next-line no-var -- the only form that declares a global
  var mostHolders: number
}
