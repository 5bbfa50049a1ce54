import { once } from 'node:events'
import { expect, it } from 'vitest'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { HALF_A_REQUEST, openRaw, STREAM_REQUEST, toRequest } from './raw.ts'
import { expectStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const ROUNDS = IS_LONG ? 10 : 1
const ENOUGH = 100
const OF_A_KIND = 5
const CLIENTS = 8
/** Answers to each client after the signal: what it had sent, and what it sends before it hears that no more is taken. */
const LAST_ANSWERS = 20

it('R33: SIGTERM under load: what is in flight is answered, and whoever keeps a connection does not hold it up', async () => {
  using folder = createFolder()
  const traffic = createTraffic()
  for (let round = 0; round < ROUNDS; round++) {
    const collector = await spawnCollector(folder)
    const before = traffic.acknowledged.size
    const flood = traffic.flood(collector.url, { clients: CLIENTS })
    await expect
      .poll(() => traffic.acknowledged.size, { interval: 1, timeout: 20_000 })
      .toBeGreaterThan(before + ENOUGH)
    const answered = traffic.answers.get(200) ?? 0
    expect(await collector.end('SIGTERM')).toBe(0)
    await flood
    expect(traffic.answers.get(200)).toBeLessThanOrEqual(answered + CLIENTS * LAST_ANSWERS)
    // Nothing was stored without an answer.
    const { ids } = await expectStored(folder.data, traffic)
    expect(ids.filter((id) => !traffic.acknowledged.has(id))).toEqual([])
  }
  expect(traffic.unexpected).toEqual([])
}, 120_000)

it('R33: SIGTERM with slow, idle and listening clients: exit 0 within ten seconds, and what was acknowledged is stored', async () => {
  using folder = createFolder({ identity: 'trust' })
  const traffic = createTraffic()
  const collector = await spawnCollector(folder)
  const { url } = collector
  await traffic.send(url)

  const crowd = await Promise.all(
    Array.from({ length: OF_A_KIND }, async () => {
      const [silent, slow, idle, listening] = await Promise.all([
        openRaw(url),
        openRaw(url),
        openRaw(url),
        openRaw(url),
      ])
      const request = toRequest('/v1/batch', { body: traffic.next(1).body })
      const half = request.length / 2
      slow.socket.write(request.slice(0, half))
      const goOn = () => slow.trickle(request.slice(half), 4)
      idle.socket.write(toRequest('/healthz'))
      listening.socket.write(STREAM_REQUEST)
      await Promise.all([idle, listening].map(({ socket }) => once(socket, 'data')))
      return { raws: [silent, slow, idle, listening], slow, goOn }
    }),
  )
  // Too slow to end in time: cut off.
  const endless = IS_LONG ? [await openRaw(url)] : []
  for (const { socket } of endless) socket.write(HALF_A_REQUEST)
  const flood = traffic.flood(url, { clients: 4 })
  await expect.poll(() => traffic.acknowledged.size, { interval: 1, timeout: 20_000 }).toBeGreaterThan(ENOUGH)

  const asked = performance.now()
  const exited = collector.end('SIGTERM')
  // None of them comes to an end before.
  for (const { goOn } of crowd) goOn()
  expect(await exited).toBe(0)
  expect(performance.now() - asked).toBeLessThan(10_000)
  const everybody = [...crowd.flatMap(({ raws }) => raws), ...endless]
  await Promise.all([flood, ...everybody.map(({ ended }) => ended)])
  for (const { slow } of crowd) expect(slow.received()).toMatch(/^HTTP\/1.1 200 OK\r\n(.+\r\n)*connection: close\r\n/i)
  expect(traffic.unexpected).toEqual([])
  await expectStored(folder.data, traffic)
}, 120_000)
