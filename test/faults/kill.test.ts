import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { mulberry32 } from '../../demo/random.ts'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { expectSound, expectStored, readStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const ROUNDS = IS_LONG ? 20 : 3
const MAX_ANSWERS_BEFORE_KILL = 60
const MAX_MS_BEFORE_KILL = 30

it('R33: kill -9 while clients send: every acknowledged message is there once, and what a rebuild makes of them', async () => {
  using folder = createFolder()
  const traffic = createTraffic()
  const random = mulberry32(33)

  for (let round = 0; round < ROUNDS; round++) {
    const collector = await spawnCollector(folder)
    const died = once(collector.process, 'exit')
    const before = traffic.acknowledged.size
    const flood = traffic.flood(collector.url, { clients: 4 })
    const answers = (traffic.answers.get(200) ?? 0) + 1 + Math.floor(random() * MAX_ANSWERS_BEFORE_KILL)
    await expect.poll(() => traffic.answers.get(200) ?? 0, { interval: 1, timeout: 20_000 }).toBeGreaterThan(answers)
    // In the middle of whatever is being done then.
    await wait(random() * MAX_MS_BEFORE_KILL)
    collector.process.kill('SIGKILL')
    await Promise.all([died, flood])
    expect(traffic.acknowledged.size).toBeGreaterThan(before)
    await expectStored(folder.data, traffic)
  }
  expect(traffic.unexpected).toEqual([])

  const collector = await spawnCollector(folder)
  expect((await fetch(`${collector.url}/healthz`)).status).toBe(200)
  expect(await collector.end('SIGTERM')).toBe(0)
  const stored = await readStored(folder.data)
  const { code } = await runUptake(['rebuild', '--data', folder.data, '--config', folder.config])
  expect(code).toBe(0)
  expect(await readStored(folder.data)).toEqual(stored)
  expectSound(folder.data)
}, 300_000)
