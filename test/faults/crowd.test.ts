import { expect, it } from 'vitest'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { growthMb } from './memory.ts'
import { HALF_A_REQUEST, openRaw, type Raw, STREAM_REQUEST, toRequest } from './raw.ts'
import { expectStored } from './stored.ts'
import { createTraffic } from './traffic.ts'

const CROWD = 500
const FLOODS = 10
const MAX_GROWTH_MB = 150
/** Batches of a client that behaves. */
const BATCHES = IS_LONG ? 300 : 40

interface Way {
  readonly way: string
  readonly behave: (raw: Raw, place: number) => void
  /** Whether it is cut off in the end. A stream that has nothing to say stays. */
  readonly isEnded: boolean
}
const WAYS: readonly Way[] = [
  {
    way: 'send a body byte by byte',
    isEnded: true,
    behave(raw) {
      raw.socket.write(HALF_A_REQUEST)
      raw.trickle(' '.repeat(9_999), 500)
    },
  },
  {
    way: 'never end their headers',
    isEnded: true,
    behave: (raw) => raw.trickle(`GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(999)}`, 500),
  },
  { way: 'say nothing', isEnded: true, behave: () => undefined },
  {
    way: 'listen to a stream and never read',
    isEnded: false,
    behave: (raw, place) => void raw.socket.write(STREAM_REQUEST.replace('u1', `u${place}`)),
  },
]

/** Each way alone, or all of them in one crowd. */
const CROWDS = (IS_LONG ? WAYS.map((way) => [way]) : [WAYS]).map((ways) => ({
  ways,
  name: ways.map(({ way }) => way).join(', or '),
}))

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

it.each(CROWDS)(
  'R33: 500 clients that $name: memory stays, and others are served',
  async ({ ways }) => {
    using folder = createFolder({ identity: 'trust' })
    const traffic = createTraffic()
    const collector = await start(folder, traffic)
    const crowd: { raw: Raw; way: Way }[] = []
    const growth = await growthMb(collector, async () => {
      while (crowd.length < CROWD) {
        for (const way of ways) crowd.push({ way, raw: await openRaw(collector.url, { reads: way.isEnded }) })
      }
      for (const [place, { raw, way }] of crowd.entries()) way.behave(raw, place)
      await serveOthers(collector, traffic)
      // By the patience that it has in life: a minute and some seconds.
      if (IS_LONG) await Promise.all(crowd.filter(({ way }) => way.isEnded).map(({ raw }) => raw.ended))
    })
    expect(growth).toBeLessThan(MAX_GROWTH_MB)
    for (const { raw } of crowd) raw[Symbol.dispose]()
    expect(await collector.end('SIGTERM')).toBe(0)
    await expectStored(folder.data, traffic)
  },
  120_000,
)

it('R33: clients that ask without end and never read: memory stays, and others are served', async () => {
  using folder = createFolder()
  const traffic = createTraffic()
  const collector = await start(folder, traffic)
  const asking = toRequest('/v1/users/u1/score').repeat(2_000)
  const crowd: Raw[] = []
  const growth = await growthMb(collector, async () => {
    for (let i = 0; i < FLOODS; i++) crowd.push(await openRaw(collector.url, { reads: false }))
    for (const { socket } of crowd) socket.write(asking)
    await serveOthers(collector, traffic)
  })
  expect(growth).toBeLessThan(MAX_GROWTH_MB)
  for (const raw of crowd) raw[Symbol.dispose]()
  expect(await collector.end('SIGTERM')).toBe(0)
})
