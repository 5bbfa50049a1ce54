import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountOf, eventually, PATIENCE } from './account.ts'
import { pass } from './fault.ts'
import { PACE } from './pace.ts'
import { openGround, openScene, type Ground } from './scene.ts'
import { CLOCK } from './scenarios/clock.ts'
import { IDENTITY } from './scenarios/identity.ts'
import { LINE } from './scenarios/line.ts'
import { PAGE_END } from './scenarios/page-end.ts'
import { PAGE_SLEEP } from './scenarios/page-sleep.ts'
import { PRERENDER } from './scenarios/prerender.ts'
import { SCALE } from './scenarios/scale.ts'
import { STORAGE } from './scenarios/storage.ts'
import { TABS } from './scenarios/tabs.ts'
import { VERSIONS } from './scenarios/versions.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround()
})
afterAll(() => ground[Symbol.asyncDispose]())

const SCENARIOS = [
  ...PAGE_END,
  ...PAGE_SLEEP,
  ...LINE,
  ...TABS,
  ...STORAGE,
  ...CLOCK,
  ...IDENTITY,
  ...VERSIONS,
  ...PRERENDER,
  ...SCALE,
]

const named = SCENARIOS.map((scenario) => [scenario.name, scenario] as const)

it.for(named)('%s', { timeout: PACE.scenarioMs }, async ([, { run, last, dropsMayBe }], { skip }) => {
  await using scene = await openScene(ground)
  await run(scene, skip)

  scene.proxy.fault = pass
  scene.proxy.next.length = 0
  await scene.setOffline(false)
  const tab = await scene.openTab(last)
  await tab.track(1)
  await eventually(async () => (await accountOf(scene)).missing).not.toContain(scene.tracked - 1)
  // What is sent later is newer: nothing else is on its way.
  const settled = async () => {
    const { missing, twice, drops } = await accountOf(scene)
    const reported = Object.values(drops).reduce((sum, count) => sum + count, 0)
    return { unaccounted: missing.length - reported, twice, drops: dropsMayBe ? {} : drops }
  }
  await expect.poll(settled, PATIENCE).toEqual({ unaccounted: 0, twice: [], drops: {} })
})
