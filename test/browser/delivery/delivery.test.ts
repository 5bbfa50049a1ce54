import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountOf, eventually } from './account.ts'
import { pass } from './fault.ts'
import { PACE } from './pace.ts'
import { openGround, openScene, type Ground } from './scene.ts'
import { LINE } from './scenarios/line.ts'
import { PAGE_END } from './scenarios/page-end.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground[Symbol.asyncDispose]())

it.each([...PAGE_END, ...LINE])('$name', { timeout: PACE.patienceMs * 2 }, async ({ run, last, dropsMayBe }) => {
  await using scene = await openScene(ground)
  await run(scene)

  scene.proxy.fault = pass
  scene.proxy.next.length = 0
  await scene.setOffline(false)
  const tab = await scene.openTab(last)
  await tab.track(1)
  await eventually(async () => (await accountOf(scene)).missing).not.toContain(scene.tracked - 1)
  // What is sent later is newer: nothing is on its way any more.
  const { missing, twice, drops } = await accountOf(scene)
  const reported = Object.values(drops).reduce((sum, count) => sum + count, 0)
  expect({ missing: missing.length, twice, drops }).toEqual({
    missing: dropsMayBe ? reported : 0,
    twice: [],
    drops: dropsMayBe ? drops : {},
  })
})
