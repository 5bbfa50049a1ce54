import { expect } from 'vitest'
import { allStored, eventually, numberOf, openSettled, storedEvents } from '../account.ts'
import { down, pass } from '../fault.ts'
import type { Scenario } from '../scenario.ts'
import { wrongClock } from '../init-scripts.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

function wrongBy(what: string, shiftMs: number): Scenario {
  return {
    name: `l: a clock ${what} is right to a second at the collector`,
    async run(scene) {
      await scene.context.addInitScript(wrongClock, shiftMs)
      const tab = await scene.openTab()
      scene.proxy.fault = down
      const times: { from: number; to: number }[] = []
      for (let event = 0; event < 5; event++) {
        const from = Date.now()
        // oxlint-disable-next-line no-await-in-loop -- each at a time of its own
        await tab.track(1)
        times.push({ from, to: Date.now() })
      }
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      scene.proxy.fault = pass
      await allStored(scene)
      // A machine that is busy with others may be late with a request; that is not the clock's.
      const lateMs = scene.proxy.batches.map(({ arrivedAt, sentAt }) => arrivedAt - Date.parse(`${sentAt}`) + shiftMs)
      const events = await storedEvents(scene)
      const errors = events.map((event) => {
        const { from, to } = times[numberOf(event)]!
        return Math.max(from - event.occurredAt, event.occurredAt - to)
      })
      expect(Math.max(...errors)).toBeLessThan(1_000 + Math.max(...lateMs))
    },
  }
}

/** The client's clock is wrong. */
export const CLOCK: readonly Scenario[] = [
  wrongBy('a day ahead', DAY_MS),
  wrongBy('a day behind', -DAY_MS),
  {
    name: 'a clock set back by an hour while a try is waited for',
    async run(scene) {
      await scene.context.addInitScript(wrongClock, 0)
      const tab = await openSettled(scene)
      scene.proxy.fault = down
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      await tab.page.evaluate((ms) => shiftClock(ms), -HOUR_MS)
      await tab.track(10)
      scene.proxy.fault = pass
      await allStored(scene)
    },
  },
  {
    name: 'a clock set back by an hour after an outage',
    async run(scene) {
      await scene.context.addInitScript(wrongClock, 0)
      const tab = await openSettled(scene)
      scene.proxy.next.push(down, down)
      await tab.track(10)
      await allStored(scene)
      await tab.page.evaluate((ms) => shiftClock(ms), -HOUR_MS)
      await tab.track(10)
      await allStored(scene)
    },
  },
  {
    name: 'a clock set ahead by a day during an outage, and back after it',
    async run(scene) {
      await scene.context.addInitScript(wrongClock, 0)
      const tab = await openSettled(scene)
      scene.proxy.fault = down
      await tab.track(5)
      await tab.page.evaluate((ms) => shiftClock(ms), DAY_MS)
      await tab.track(5)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(3)
      scene.proxy.fault = pass
      await allStored(scene)
      await tab.page.evaluate(() => shiftClock(0))
      await tab.track(5)
      await allStored(scene)
    },
  },
]
