import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { expectSound, expectStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const LINES = IS_LONG ? 200_000 : 20_000
/** As many messages of the file are sent to the collector too, meanwhile. */
const TWICE = 200
const ROUNDS = IS_LONG ? 10 : 1
const BATCHES = IS_LONG ? 500 : 150

it('R33: a collector under load and an import on the same store: each message once, and neither fails', async () => {
  using folder = createFolder()
  const [traffic, imported] = [createTraffic(), createTraffic({ name: 'i' })]
  const collector = await spawnCollector(folder)
  const { body, ids } = imported.next(LINES)
  const { batch } = JSON.parse(body) as { batch: unknown[] }
  const file = join(folder.path, 'log.jsonl')
  writeFileSync(file, batch.map((message) => JSON.stringify(message)).join('\n'))

  let isDone = false
  const flood = traffic.flood(collector.url, { clients: 4, isOver: () => isDone })
  const running = runUptake(['import', file, '--data', folder.data, '--config', folder.config])
  // What the file holds comes by HTTP too.
  for (let i = 0; i < TWICE; i += 20) {
    const again = JSON.stringify({ ...JSON.parse(body), batch: batch.slice(-i - 20).slice(0, 20) })
    const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body: again })
    expect(response.status).toBe(200)
  }
  const { code, stderr } = await running
  isDone = true
  await flood
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(traffic.unexpected).toEqual([])
  expect([...traffic.answers.keys()]).toEqual([200])
  expect(await collector.end('SIGTERM')).toBe(0)
  const acknowledged = new Set([...traffic.acknowledged, ...ids])
  const stored = await expectStored(folder.data, { acknowledged, batches: traffic.batches })
  expect(stored.ids).toHaveLength(acknowledged.size)
  expectSound(folder.data)
}, 300_000)

it('R33: two collectors on one folder: each message once, and neither fails', async () => {
  using folder = createFolder()
  const traffic = createTraffic()
  for (let round = 0; round < ROUNDS; round++) {
    // Both open it at once, at first as a new one.
    const collectors = await Promise.all([spawnCollector(folder), spawnCollector(folder)])
    const enough = traffic.batches.length + BATCHES
    const twice = traffic.next(20)
    await Promise.all(
      collectors.map(async ({ url }) => {
        await twice.note(await fetch(`${url}/v1/batch`, { method: 'POST', body: twice.body }))
        await traffic.flood(url, { clients: 4, isOver: () => traffic.batches.length >= enough })
      }),
    )
    expect(await Promise.all(collectors.map((collector) => collector.end('SIGTERM')))).toEqual([0, 0])
  }
  expect(traffic.unexpected).toEqual([])
  expect([...traffic.answers.keys()]).toEqual([200])
  const { ids } = await expectStored(folder.data, traffic)
  expect(ids).toHaveLength(traffic.acknowledged.size)
  expectSound(folder.data)
}, 300_000)
