import { allStored, eventually, openSettled } from '../account.ts'
import { answerLost, down, holding, pass } from '../fault.ts'
import { PACE } from '../pace.ts'
import type { Scenario } from '../scenario.ts'
import { sleep } from '../sleep.ts'

/** Pages are hidden, frozen, or kept for going back. */
export const PAGE_SLEEP: readonly Scenario[] = [
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
      await eventually(() => tab.page.evaluate(() => document.visibilityState)).toBe('hidden')
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
