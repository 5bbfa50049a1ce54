import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { tokenOf } from '../../harness/token-of.ts'
import { accountOf, allStored, EACH_ONCE, eventually, openSettled, PATIENCE, usersOf } from './account.ts'
import { openGround, openScene, type Ground, type Scene } from './scene.ts'

let ground: Ground
let scene: Scene
/** Who is signed in to the app, which signs a token for them. */
let signedIn: string | null
beforeAll(async () => {
  ground = await openGround({ identity: 'verify' })
})
afterAll(() => ground[Symbol.asyncDispose]())
beforeEach(async () => {
  signedIn = null
  scene = await openScene(ground)
  await scene.context.exposeFunction('askToken', () => {
    if (signedIn === null) throw new Error('nobody is signed in')
    return tokenOf({ sub: signedIn })
  })
})
afterEach(() => scene[Symbol.asyncDispose]())

it('signed out, and another user signed in, with a queue: each gets what they did', async () => {
  signedIn = 'ada'
  const tab = await openSettled(scene, { token: true, userId: 'ada' })
  await scene.setOffline(true)
  await tab.track(10)
  await tab.page.evaluate(() => uptake.reset())
  await tab.track(10)
  await tab.page.evaluate(() => uptake.identify('bob'))
  await tab.track(10)
  signedIn = 'bob'
  await scene.setOffline(false)
  await allStored(scene)
  // What was done between the two is of a new visitor, whom bob turns out to be.
  expect(await usersOf(scene)).toEqual([...Array<string>(11).fill('ada'), ...Array<string>(20).fill('bob')])
  expect(await accountOf(scene)).toEqual(EACH_ONCE)
})

it('signed out with a queue, the tab closed, and nobody signs in: it is delivered all the same', async () => {
  signedIn = 'ada'
  const tab = await openSettled(scene, { token: true, userId: 'ada' })
  await scene.setOffline(true)
  await tab.track(10)
  await tab.page.evaluate(() => uptake.reset())
  await tab.page.close()
  signedIn = null
  await scene.setOffline(false)
  await scene.openTab({ token: true })
  await allStored(scene)
  expect(await usersOf(scene)).toEqual(Array(11).fill('ada'))
})

it('a browser that two users share: the visitor is the first, and nothing of the first is the second’s', async () => {
  const tab = await scene.openTab({ token: true })
  await tab.track(5)
  await allStored(scene)
  expect(await usersOf(scene)).toEqual(Array(5).fill(null))
  for (const user of ['ada', 'bob', 'ada']) {
    signedIn = user
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await tab.page.evaluate((id) => uptake.identify(id), user)
    // oxlint-disable-next-line no-await-in-loop
    await tab.track(5)
    // oxlint-disable-next-line no-await-in-loop
    await allStored(scene)
  }
  const [ada, bob] = [Array<string>(5).fill('ada'), Array<string>(5).fill('bob')]
  expect(await usersOf(scene)).toEqual([...ada, ...ada, ...bob, ...ada])
})

it('an app that gives no tokens: what named users do is dropped, and reported; what visitors do is kept', async () => {
  const tab = await scene.openTab()
  await tab.track(2)
  await allStored(scene)
  await tab.page.evaluate(() => uptake.identify('ada'))
  await tab.track(3)
  // With the message that names her.
  await eventually(() => tab.page.evaluate(() => drops.reduce((sum, { count }) => sum + count, 0))).toBe(4)
  expect(await tab.page.evaluate(() => [...new Set(drops.map(({ reason }) => reason))])).toEqual(['forbidden'])
  expect(await usersOf(scene)).toEqual([null, null])
  await tab.page.evaluate(() => uptake.reset())
  await tab.track(1)
  await expect.poll(() => usersOf(scene), PATIENCE).toHaveLength(6)
  expect((await accountOf(scene)).missing).toEqual([2, 3, 4])
})
