import { expect } from 'vitest'
import { allStored, accountOf, EACH_ONCE, eventually } from '../account.ts'
import { PACE } from '../pace.ts'
import type { Scenario } from '../scenario.ts'

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Pages end, in all the ways in which pages do. */
export const PAGE_END: readonly Scenario[] = [
  {
    name: 'b: 10 events, then the page is left at once',
    async run(scene) {
      const tab = await scene.openTab()
      await tab.page.evaluate(
        ({ numbers, to }) => {
          trackNumbers(numbers)
          location.href = to
        },
        { numbers: scene.take(10), to: scene.ground.site.elsewhere },
      )
      await tab.page.waitForURL(scene.ground.site.elsewhere)
      // Before anybody returns to the app.
      await eventually(() => accountOf(scene)).toEqual(EACH_ONCE)
    },
  },
  {
    name: 'd: 100 offline, the tab closed, a new one online',
    async run(scene) {
      const tab = await scene.openTab()
      await tab.track(1)
      await allStored(scene)
      await scene.setOffline(true)
      await tab.track(100)
      await tab.page.close()
      await scene.setOffline(false)
      expect((await accountOf(scene)).missing).toHaveLength(100)
      await scene.openTab()
      await allStored(scene)
    },
  },
  {
    name: 'g: the renderer killed one second after 50 offline',
    async run(scene) {
      const tab = await scene.openTab()
      await tab.track(1)
      await allStored(scene)
      await scene.setOffline(true)
      await tab.track(50)
      await sleep(PACE.beforeKillMs)
      await tab.kill()
      await scene.setOffline(false)
      await scene.openTab()
      await allStored(scene)
    },
  },
]
