import { expect } from 'vitest'
import { allStored, eventually } from '../account.ts'
import { answerLost, answers, down, halfAnswer, late, pass, problem, type Fault } from '../fault.ts'
import { PACE } from '../pace.ts'
import type { Scenario } from '../scenario.ts'
import type { Tab } from '../tab.ts'

/** Waits until the page knows what came of its first request; the proxy knows before. */
const answered = ({ page }: Tab) =>
  page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/v1/batch')))

function thrice(what: string, fault: Fault): Scenario {
  return {
    name: `${what}, three times`,
    async run(scene) {
      scene.proxy.next.push(fault, fault, fault)
      const tab = await scene.openTab()
      // Alone, so that a 400 taken for the collector's would cost it at once.
      await tab.track(1)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThanOrEqual(3)
      await tab.track(9)
      await allStored(scene)
    },
  }
}

/** Between the page and the collector something is wrong for a while. */
export const LINE: readonly Scenario[] = [
  {
    name: 'e: 503 for a while, 50 events in at most 10 requests',
    async run(scene) {
      // As far above the first pause as the default is: a lower cap would allow for more tries.
      const tab = await scene.openTab({ retryMaxMs: 300 * PACE.options.retryMinMs })
      scene.proxy.fault = problem(503, 'unavailable')
      // By the page itself, all through the outage: a longer one allows for more tries.
      await tab.page.evaluate(
        async ({ bursts, pauseMs }) => {
          for (const burst of bursts) {
            trackNumbers(burst)
            // oxlint-disable-next-line no-await-in-loop -- one after the other
            await new Promise((resolve) => setTimeout(resolve, pauseMs))
          }
        },
        { bursts: Array.from({ length: 10 }, () => scene.take(5)), pauseMs: PACE.outageMs / 10 },
      )
      scene.proxy.fault = pass
      await allStored(scene)
      expect(scene.proxy.batches.length).toBeLessThanOrEqual(10)
    },
  },
  {
    name: 'f: stored, but the answer lost, twice',
    async run(scene) {
      scene.proxy.next.push(answerLost, answerLost)
      const tab = await scene.openTab()
      await tab.track(20)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThanOrEqual(3)
    },
  },
  {
    name: 'i: 429 with Retry-After is waited for',
    async run(scene) {
      const tab = await scene.openTab()
      scene.proxy.next.push(problem(429, 'rate_limited', { 'retry-after': String(PACE.retryAfterS) }))
      await tab.track(10)
      await answered(tab)
      // Whatever comes meanwhile.
      await tab.track(1)
      await tab.page.evaluate(() => uptake.flush())
      await scene.setOffline(true)
      await scene.setOffline(false)
      await tab.hide()
      await tab.show()
      await allStored(scene)
      const [refused, again] = scene.proxy.batches
      expect(again!.arrivedAt - refused!.endedAt!).toBeGreaterThanOrEqual(PACE.retryAfterS * 1_000 - 50)
    },
  },
  {
    name: 'm: connections destroyed, nothing stored, though the browser believes to be online',
    async run(scene) {
      const tab = await scene.openTab()
      scene.proxy.fault = down
      await tab.track(20)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThanOrEqual(3)
      expect(await tab.page.evaluate(() => navigator.onLine)).toBe(true)
      scene.proxy.fault = pass
      await allStored(scene)
    },
  },
  {
    name: 'tried at once when the network returns, whatever pause there was',
    async run(scene) {
      const tab = await scene.openTab({ retryMinMs: 3_600_000, retryMaxMs: 3_600_000 })
      scene.proxy.fault = down
      await tab.track(10)
      await answered(tab)
      await scene.setOffline(true)
      scene.proxy.fault = pass
      await scene.setOffline(false)
      await allStored(scene)
    },
  },
  thrice('HTML of a portal', answers(200, '<!doctype html><title>Sign in</title>')),
  thrice('JSON that is not the collector’s', answers(200, '{"ok":true}')),
  thrice('a redirect', answers(302, '', { location: '/v1/elsewhere' })),
  thrice('half an answer', halfAnswer),
  thrice('a proxy’s 400', answers(400, '<html><h1>400 Bad Request</h1></html>')),
  thrice('a gateway’s 400 in JSON', answers(400, '{"message":"Bad Request"}', { 'content-type': 'application/json' })),
  thrice('a proxy’s 413', answers(413, '<html><h1>413 Too Large</h1></html>')),
  thrice('a proxy’s 502', answers(502, '<html><h1>502 Bad Gateway</h1></html>')),
  {
    name: 'an answer after a minute',
    async run(scene) {
      scene.proxy.next.push(late(PACE.lateMs))
      const tab = await scene.openTab()
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBe(1)
      await tab.track(10)
      await allStored(scene)
      expect(scene.proxy.batches).toHaveLength(2)
    },
  },
]
