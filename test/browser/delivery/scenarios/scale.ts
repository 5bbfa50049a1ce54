import { expect } from 'vitest'
import { accountOf, allStored, openSettled } from '../account.ts'
import type { Scenario } from '../scenario.ts'

/** Much waits. */
export const SCALE: readonly Scenario[] = [
  {
    name: 'k: 10,000 offline, then online, in at most 20 requests',
    async run(scene) {
      const tab = await openSettled(scene)
      const before = scene.proxy.batches.length
      await scene.setOffline(true)
      for (let task = 0; task < 10; task++) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await tab.track(1_000)
      }
      expect((await accountOf(scene)).missing).toHaveLength(10_000)
      await scene.setOffline(false)
      await allStored(scene)
      expect(scene.proxy.batches.length - before).toBeLessThanOrEqual(20)
    },
  },
]
