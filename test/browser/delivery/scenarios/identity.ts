import { expect } from 'vitest'
import { allStored, eventually, openSettled, usersOf } from '../account.ts'
import { createDoor, type Door } from '../door.ts'
import { answers, problem, type Fault } from '../fault.ts'
import { PACE } from '../pace.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

/** Puts the door before the collector; the app gives the token of whoever is signed in. */
async function openDoor(scene: Scene): Promise<Door & { signedIn: string | null }> {
  const door = { ...createDoor(), signedIn: null as string | null }
  scene.proxy.fault = door.fault
  await scene.context.exposeFunction('askToken', () => {
    if (door.signedIn === null) throw new Error('nobody is signed in')
    return door.tokenOf(door.signedIn)
  })
  return door
}

/** Something that a person has to mend, and does. */
function refused(what: string, fault: Fault): Scenario {
  return {
    name: `${what}, then mended: kept, with one warning`,
    async run(scene) {
      scene.proxy.next.push(fault, fault)
      const tab = await scene.openTab({ retryMaxMs: PACE.refusedMs })
      await tab.track(10)
      await allStored(scene)
      const [first, second] = scene.proxy.batches
      expect(second!.arrivedAt - first!.endedAt!).toBeGreaterThanOrEqual(PACE.refusedMs - 50)
      expect(await tab.warnings()).toHaveLength(1)
    },
  }
}

/** Who may send, and for whom. */
export const IDENTITY: readonly Scenario[] = [
  refused('401', problem(401, 'unknown_key')),
  refused('403', problem(403, 'forbidden')),
  refused('404', answers(404, '<html><h1>Not found</h1></html>')),
  {
    name: 'the token ended while events were queued',
    last: { token: true },
    async run(scene) {
      const door = await openDoor(scene)
      door.signedIn = 'ada'
      const tab = await openSettled(scene, { token: true, userId: 'ada', retryMaxMs: PACE.refusedMs })
      await scene.setOffline(true)
      await tab.track(10)
      door.endTokens()
      await scene.setOffline(false)
      await allStored(scene)
      expect(new Set(await usersOf(scene))).toEqual(new Set(['ada']))
      expect(door.strangers).toEqual([])
    },
  },
  {
    name: 'nobody can say who it is for a while',
    last: { token: true },
    async run(scene) {
      const door = await openDoor(scene)
      const tab = await scene.openTab({ token: true, userId: 'ada' })
      await tab.track(10)
      await eventually(() => tab.page.evaluate(() => document.readyState)).toBe('complete')
      door.signedIn = 'ada'
      await allStored(scene)
      expect(door.strangers).toEqual([])
    },
  },
  {
    name: 'signed out, and another user signed in, with a queue',
    last: { token: true },
    async run(scene) {
      const door = await openDoor(scene)
      door.signedIn = 'ada'
      const tab = await openSettled(scene, { token: true, userId: 'ada' })
      await scene.setOffline(true)
      await tab.track(10)
      await tab.page.evaluate(() => uptake.reset())
      await tab.track(10)
      await tab.page.evaluate(() => uptake.identify('bob'))
      await tab.track(10)
      door.signedIn = 'bob'
      await scene.setOffline(false)
      await allStored(scene)
      const users = await usersOf(scene)
      expect(users.slice(0, 11)).toEqual(Array(11).fill('ada'))
      expect(users.slice(21, 31)).toEqual(Array(10).fill('bob'))
      expect(users.slice(11, 21)).not.toContain('ada')
      expect(door.strangers).toEqual([])
    },
  },
  {
    name: 'signed out with a queue, the tab closed, and nobody signs in',
    async run(scene) {
      const door = await openDoor(scene)
      door.signedIn = 'ada'
      const tab = await openSettled(scene, { token: true, userId: 'ada' })
      await scene.setOffline(true)
      await tab.track(10)
      await tab.page.evaluate(() => uptake.reset())
      await tab.page.close()
      door.signedIn = null
      await scene.setOffline(false)
      await scene.openTab({ token: true })
      await allStored(scene)
      expect(await usersOf(scene)).toEqual(Array(11).fill('ada'))
      expect(door.strangers).toEqual([])
    },
  },
  {
    name: 'what an anonymous visitor did is the user’s who signs in',
    async run(scene) {
      const tab = await scene.openTab()
      await tab.track(10)
      await tab.page.evaluate(() => uptake.identify('ada'))
      await tab.track(10)
      await allStored(scene)
      expect(await usersOf(scene)).toEqual(Array(20).fill('ada'))
    },
  },
  {
    name: 'signed out in one tab, and in the others with it',
    async run(scene) {
      const [one, other] = [await openSettled(scene, { userId: 'ada' }), await openSettled(scene)]
      await one.page.evaluate(() => uptake.reset())
      await eventually(async () => {
        await other.track(1)
        await allStored(scene)
        return (await usersOf(scene)).at(-1)
      }).toBeNull()
    },
  },
  {
    name: 'signed out in one tab while another is frozen, which hears nothing',
    async run(scene) {
      const [one, frozen] = [await openSettled(scene, { userId: 'ada' }), await openSettled(scene)]
      await frozen.freeze()
      await one.page.evaluate(() => uptake.reset())
      await one.track(1)
      await allStored(scene)
      await frozen.thaw()
      await eventually(async () => {
        await frozen.track(1)
        await allStored(scene)
        return (await usersOf(scene)).at(-1)
      }).toBeNull()
    },
  },
]
