import { expect } from 'vitest'
import { allStored, eventually, openSettled } from '../account.ts'
import { answerLost, holding } from '../fault.ts'
import type { Scenario } from '../scenario.ts'
import { forbidLocks } from '../init-scripts.ts'

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
      const mostHolders = () => watcher.evaluate(() => globalThis.mostHolders)
      await eventually(mostHolders).toBe(1)
      await scene.setOffline(false)
      await allStored(scene)
      expect(await mostHolders()).toBe(1)
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
]

declare global {
  // oxlint-disable-next-line no-var -- the only form that declares a global
  var mostHolders: number
}
