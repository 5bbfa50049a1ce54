import { expect } from 'vitest'
import { allStored, accountOf, EACH_ONCE, eventually, openSettled } from '../account.ts'
import { keptBy } from '../kept-by.ts'
import { PACE } from '../pace.ts'
import type { Scenario } from '../scenario.ts'
import { sleep } from '../sleep.ts'

const KILLS = 20

/** Pages end, in all the ways in which pages do. */
export const PAGE_END: readonly Scenario[] = [
  {
    name: 'b: 10 events, then the page is left at once',
    async run(scene) {
      const { page } = await openSettled(scene)
      const { elsewhere } = scene.ground.site
      await page.evaluate(
        ({ numbers, to }) => {
          trackNumbers(numbers)
          location.href = to
        },
        { numbers: scene.take(10), to: elsewhere },
      )
      await page.waitForURL(elsewhere)
      // Before anybody returns to the app.
      await eventually(() => accountOf(scene)).toEqual(EACH_ONCE)
    },
  },
  {
    name: 'd: 100 offline, the tab closed, a new one online',
    async run(scene) {
      const tab = await openSettled(scene)
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
      const tab = await openSettled(scene)
      await scene.setOffline(true)
      await tab.track(50)
      await sleep(PACE.beforeKillMs)
      await tab.kill()
      await scene.setOffline(false)
      await scene.openTab()
      await allStored(scene)
    },
  },
  {
    name: `g: the renderer killed in the task after track(), ${KILLS} of ${KILLS}`,
    async run(scene) {
      for (let kill = 0; kill < KILLS; kill++) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const tab = await openSettled(scene)
        // A request that is still being answered would take the next event with it.
        // oxlint-disable-next-line no-await-in-loop
        await tab.page.evaluate(() => uptake.flush())
        // oxlint-disable-next-line no-await-in-loop
        await tab.page.evaluate((numbers) => {
          const { port1, port2 } = new MessageChannel()
          // What the page has not done by then it never does.
          port1.addEventListener('message', () => {
            for (;;);
          })
          port1.start()
          port2.postMessage(null)
          trackNumbers(numbers)
        }, scene.take(1))
        // oxlint-disable-next-line no-await-in-loop
        await tab.kill()
        // oxlint-disable-next-line no-await-in-loop
        expect((await accountOf(scene)).missing).toEqual([scene.tracked - 1])
      }
    },
  },
  {
    name: 'the computer switched off one second after 50 offline',
    async run(scene) {
      const tab = await openSettled(scene)
      await scene.setOffline(true)
      await tab.track(50)
      await sleep(PACE.beforeKillMs)
      // What the page has stored, a browser that is busy may write later.
      const kept = async () => (await keptBy(tab.page)).join().split(scene.name).length - 1
      await eventually(kept).toBeGreaterThanOrEqual(50)
      await scene.restartBrowser()
      await scene.openTab()
      await allStored(scene)
    },
  },
  {
    name: 'left with more than a dying page may send: the rest goes at the next visit',
    async run(scene) {
      const { page } = await openSettled(scene)
      const { elsewhere } = scene.ground.site
      await page.evaluate(
        ({ numbers: { scene: name, event, from, to }, href }) => {
          const text = 'x'.repeat(1_000)
          for (let number = from; number < to; number++) uptake.track(event, { scene: name, number, text })
          location.href = href
        },
        { numbers: scene.take(200), href: elsewhere },
      )
      await page.waitForURL(elsewhere)
      await scene.openTab()
      await allStored(scene)
    },
  },
  {
    name: 'reloaded ten times, with 5 events each time',
    async run(scene) {
      const { page } = await openSettled(scene)
      for (let time = 0; time < 10; time++) {
        // Its first moments, in which the database is not open yet, are over.
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await page.evaluate(() => uptake.flush())
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all([
          page.waitForEvent('load'),
          page.evaluate((numbers) => {
            trackNumbers(numbers)
            location.reload()
          }, scene.take(5)),
        ])
      }
      await allStored(scene)
    },
  },
]
