import { expect, it } from 'vitest'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { createFileSystem, createLimit, type Room } from './room.ts'
import { expectSound, expectStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const ROUNDS = IS_LONG ? 5 : 1
const REFUSALS = IS_LONG ? 200 : 20

const WAYS: readonly { readonly way: string; readonly create: (pid: () => number) => Room | null }[] = [
  { way: 'a small file system', create: createFileSystem },
  { way: 'files that may not grow', create: createLimit },
]

/** What can be read while nothing can be written. */
const statusOf = async ({ url }: SpawnedCollector, path: string): Promise<number> => {
  const response = await fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${KEYS.secretKey}` } })
  await response.text()
  return response.status
}

it.for(WAYS)(
  'R33: disk full ($way): 503 until there is room, reads go on, nothing is lost',
  { timeout: 120_000 },
  async ({ way, create }, { skip }) => {
    let collector: SpawnedCollector | undefined
    using room = create(() => collector?.process.pid ?? 0) ?? skip(`${way} cannot be had by this user on this system`)
    using folder = createFolder({ data: room.data })
    const traffic = createTraffic({ padding: 200 })
    const refusals = () => traffic.answers.get(503) ?? 0
    collector = await spawnCollector(folder)
    const { url } = collector

    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < 5; i++) expect(await traffic.send(url)).toBe(200)
      room.take()
      const enough = refusals() + REFUSALS
      await traffic.flood(url, { clients: 4, isOver: () => refusals() >= enough })
      expect(await statusOf(collector, '/v1/users/u1/score')).toBe(200)
      expect(await statusOf(collector, '/v1/accounts/g1/score')).toBe(200)
      expect(await statusOf(collector, '/v1/users/u1/history')).toBe(200)
      expect(await statusOf(collector, '/healthz')).toBe(200)
      expect(await traffic.send(url, 20)).toBe(503)

      room.giveBack()
      expect(await traffic.send(url, 20)).toBe(200)
    }

    // Stopped while there is no room, and started again, it has lost nothing either.
    room.take()
    await traffic.flood(url, { clients: 4, isOver: () => refusals() >= REFUSALS * (ROUNDS + 1) })
    expect(await collector.end('SIGTERM')).toBe(0)
    collector = await spawnCollector(folder)
    expect(await statusOf(collector, '/v1/users/u1/score')).toBe(200)
    room.giveBack()
    expect(await traffic.send(collector.url)).toBe(200)
    expect(await collector.end('SIGTERM')).toBe(0)
    expect(traffic.unexpected).toEqual([])
    await expectStored(folder.data, traffic)
    expectSound(folder.data)
  },
)
