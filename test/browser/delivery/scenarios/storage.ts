import { expect } from 'vitest'
import { allStored, eventually, openSettled } from '../account.ts'
import { down, pass } from '../fault.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'
import { forbidStorage } from '../init-scripts.ts'
import type { Tab } from '../tab.ts'

/** As the browser does when the disk is full, or somebody clears the site's data. */
const empty = ({ cdp }: Tab, scene: Scene) =>
  cdp.send('Storage.clearDataForOrigin', { origin: scene.ground.site.origin, storageTypes: 'all' })
const limitTo = ({ cdp }: Tab, scene: Scene, quotaSize: number) =>
  cdp.send('Storage.overrideQuotaForOrigin', { origin: scene.ground.site.origin, quotaSize })

/** The browser's storage is not there, is full, or goes. */
export const STORAGE: readonly Scenario[] = [
  {
    name: 'j: localStorage and IndexedDB throw; 20 of 20, one warning',
    async run(scene) {
      await scene.context.addInitScript(forbidStorage)
      const tab = await scene.openTab()
      await tab.track(20)
      await allStored(scene)
      expect(await tab.warnings()).toHaveLength(1)
    },
  },
  {
    name: 'full from the first',
    async run(scene) {
      const page = await scene.context.newPage()
      await page.goto(scene.ground.site.elsewhere)
      const cdp = await scene.context.newCDPSession(page)
      await cdp.send('Storage.overrideQuotaForOrigin', { origin: scene.ground.site.origin, quotaSize: 1 })
      const tab = await scene.openTab()
      scene.proxy.next.push(down, down)
      await tab.track(20)
      await tab.track(20)
      await allStored(scene)
    },
  },
  {
    name: 'full for a while, with a queue',
    async run(scene) {
      const tab = await openSettled(scene)
      scene.proxy.fault = down
      await tab.track(10)
      await limitTo(tab, scene, 1)
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      scene.proxy.fault = pass
      await allStored(scene)
      await limitTo(tab, scene, 100_000_000)
      await tab.track(10)
      await allStored(scene)
    },
  },
  {
    name: 'emptied while a page is open, with a queue',
    dropsMayBe: true,
    async run(scene) {
      const tab = await openSettled(scene)
      scene.proxy.fault = down
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      await empty(tab, scene)
      await tab.track(10)
      scene.proxy.fault = pass
    },
  },
  {
    name: 'emptied while a page is open, with what another page had queued',
    dropsMayBe: true,
    async run(scene) {
      const other = await openSettled(scene)
      scene.proxy.fault = down
      await other.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      await other.page.close()
      const before = scene.proxy.batches.length
      const tab = await scene.openTab()
      await tab.track(10)
      // It has the queue's 20 in its hands.
      await eventually(() => scene.proxy.batches.slice(before).map(({ batch }) => batch.length)).toContain(20)
      await empty(tab, scene)
      await tab.track(10)
      scene.proxy.fault = pass
    },
  },
  {
    name: 'emptied while a page is open, which has tried again when it is killed',
    async run(scene) {
      const tab = await openSettled(scene)
      scene.proxy.fault = down
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      await empty(tab, scene)
      const before = scene.proxy.batches.length
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(before + 1)
      await tab.kill()
      scene.proxy.fault = pass
      await scene.openTab()
      await allStored(scene)
    },
  },
  {
    name: 'its databases deleted by another page of the site, with a queue',
    dropsMayBe: true,
    async run(scene) {
      const tab = await openSettled(scene)
      scene.proxy.fault = down
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(2)
      const page = await scene.context.newPage()
      await page.goto(scene.ground.site.elsewhere)
      await page.evaluate(async () => {
        for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '')
      })
      await tab.track(10)
      scene.proxy.fault = pass
    },
  },
  {
    name: 'closed under the page, then there again',
    async run(scene) {
      const tab = await openSettled(scene)
      await empty(tab, scene)
      await tab.track(10)
      await allStored(scene)
      scene.proxy.fault = down
      await tab.track(10)
      await eventually(() => scene.proxy.batches.length).toBeGreaterThan(3)
      // It is stored again: a page that is killed loses none.
      await tab.kill()
      scene.proxy.fault = pass
      await scene.openTab()
      await allStored(scene)
    },
  },
  {
    name: 'more than may wait: the oldest go, counted',
    dropsMayBe: true,
    async run(scene) {
      const tab = await openSettled(scene, { maxMessages: 20 })
      scene.proxy.fault = down
      await tab.track(15)
      await tab.track(15)
      await eventually(() => tab.page.evaluate(() => drops.length)).toBeGreaterThan(0)
      scene.proxy.fault = pass
    },
  },
  {
    name: 'a message that the collector rejects, counted, costs no other',
    dropsMayBe: true,
    async run(scene) {
      const tab = await scene.openTab()
      await tab.track(5)
      await tab.page.evaluate(({ scene: name, event, from: number }) => {
        uptake.track(event, { scene: name, number, text: 'x'.repeat(40_000) })
      }, scene.take(1))
      await tab.track(5)
      await eventually(() => tab.page.evaluate(() => drops)).toEqual([{ reason: 'message_too_large', count: 1 }])
    },
  },
]
