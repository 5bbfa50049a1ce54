import { expect, it } from 'vitest'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { growthMb } from './memory.ts'
import { openRaw, type Raw, toRequest } from './raw.ts'
import { expectStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const CROWD = 500
const MAX_GROWTH_MB = 150
/** Batches of a client that behaves. */
const BATCHES = IS_LONG ? 300 : 40

const HALF_A_BODY = `POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"batch":[`
const WAYS: readonly { readonly way: string; readonly behave: (raw: Raw) => unknown; readonly reads?: boolean }[] = [
  {
    way: 'send a body byte by byte',
    behave: (raw) => (raw.socket.write(HALF_A_BODY), raw.trickle(' '.repeat(9_999), 500)),
  },
  { way: 'never end their headers', behave: (raw) => raw.trickle(`GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(999)}`, 500) },
  { way: 'say nothing', behave: () => undefined },
  { way: 'listen to a stream and never read', behave: (raw) => raw.socket.write(STREAM), reads: false },
]
const STREAM = toRequest('/v1/me/stream?userId=u1').replace(/Bearer .*/, `Basic ${btoa('wk_test:')}`)

/** Warms it up, so that what grows later is due to what is done later. */
async function start(folder: { data: string; config: string }, traffic: ReturnType<typeof createTraffic>) {
  const collector = await spawnCollector(folder)
  for (let i = 0; i < 100; i++) await traffic.send(collector.url)
  return collector
}

/** Others are served meanwhile. */
async function serveOthers({ url }: SpawnedCollector, traffic: ReturnType<typeof createTraffic>): Promise<void> {
  for (let i = 0; i < BATCHES; i++) expect(await traffic.send(url)).toBe(200)
}

it.each(WAYS)('R33: 500 clients that $way: memory stays, and others are served', async ({ behave, reads = true }) => {
  using folder = createFolder({ identity: 'trust' })
  const traffic = createTraffic()
  const collector = await start(folder, traffic)
  const crowd: Raw[] = []
  const growth = await growthMb(collector, async () => {
    for (let i = 0; i < CROWD; i++) crowd.push(await openRaw(collector.url, { reads }))
    crowd.forEach(behave)
    await serveOthers(collector, traffic)
  })
  expect(growth).toBeLessThan(MAX_GROWTH_MB)
  for (const raw of crowd) raw[Symbol.dispose]()
  expect(await collector.end('SIGTERM')).toBe(0)
  await expectStored(folder.data, traffic)
})

it('R33: clients that ask without end and never read: memory stays, and others are served', async () => {
  using folder = createFolder()
  const traffic = createTraffic()
  const collector = await start(folder, traffic)
  const asking = toRequest('/v1/users/u1/score').repeat(2_000)
  const crowd: Raw[] = []
  const growth = await growthMb(collector, async () => {
    for (let i = 0; i < 20; i++) crowd.push(await openRaw(collector.url, { reads: false }))
    for (const { socket } of crowd) socket.write(asking)
    await serveOthers(collector, traffic)
  })
  expect(growth).toBeLessThan(MAX_GROWTH_MB)
  for (const raw of crowd) raw[Symbol.dispose]()
  expect(await collector.end('SIGTERM')).toBe(0)
})
