import { expect, it } from 'vitest'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { growthMb } from './memory.ts'
import { expectStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const CLIENTS = 200
/** In nearly as many bytes as a request may have; the long form in as many messages too. */
const FULL = IS_LONG ? { size: 1_000, padding: 300 } : { size: 200, padding: 2_000 }
const BATCHES = IS_LONG ? 1_000 : 200
/** Each client's batch takes half a megabyte of JSON; only some of them may be kept at a time. */
const MAX_GROWTH_MB = 300

it('R33: more than can be written: each answer is 200, or 503 with the time to wait; memory stays, and what was taken is there', async () => {
  using folder = createFolder()
  const traffic = createTraffic({ padding: FULL.padding })
  const collector = await spawnCollector(folder)
  for (let i = 0; i < 20; i++) await traffic.send(collector.url)
  const growth = await growthMb(collector, () =>
    traffic.flood(collector.url, {
      clients: CLIENTS,
      size: FULL.size,
      isOver: () => traffic.batches.length >= BATCHES,
    }),
  )
  expect(traffic.unexpected).toEqual([])
  // Nobody was hung up on.
  expect([...traffic.answers.values()].reduce((sum, count) => sum + count, 0)).toBe(traffic.batches.length)
  expect(growth).toBeLessThan(MAX_GROWTH_MB)
  expect(await traffic.send(collector.url)).toBe(200)
  expect(await collector.end('SIGTERM')).toBe(0)
  await expectStored(folder.data, traffic)
}, 300_000)
