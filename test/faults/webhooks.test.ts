import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { startDelivery } from '@uptake/collector/src/nudges/delivery.ts'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mulberry32 } from '../../demo/random.ts'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { temporaryProject, type TemporaryProject } from '../harness/temporary-project.ts'
import { accept, type Behaviour, hang, hangUp, type Receiver, startReceiver, status } from '../webhooks/receiver.ts'
import { IS_LONG, MODEL } from './folder.ts'

const ROUNDS = IS_LONG ? 25 : 4
const USERS_A_ROUND = 20
const MAX_MS_BEFORE_KILL = 150
const DAY_MS = 86_400_000

let project: TemporaryProject
let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
  project = temporaryProject()
  project.configure({
    model: MODEL,
    webhooks: { url: receiver.url, allowPrivate: true },
    nudges: [{ id: 'first', deliver: 'webhook', when: { count: 'report_created', atLeast: 1 } }],
  })
})
afterEach(async () => {
  await receiver[Symbol.asyncDispose]()
  project.remove()
})

/** Has users do something, and resolves when their standings are written down. */
async function send({ url }: SpawnedCollector, users: readonly string[]): Promise<void> {
  const batch = users.map((userId) => ({ type: 'track', userId, event: 'report_created' }))
  const taken = await fetch(`${url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch, writeKey: KEYS.writeKey }),
  })
  const listed = await fetch(`${url}/v1/users`, { headers: { Authorization: `Bearer ${KEYS.secretKey}` } })
  expect([taken.status, listed.status]).toEqual([200, 200])
}
const arrived = () => new Set(receiver.received.map(({ payload }) => payload.data.user))

/** Delivers all that is in the outbox, without waiting for when it is due. */
async function deliverTheRest(): Promise<void> {
  receiver.behaviour = accept
  const storage = await openStorage(project.paths.data)
  await storage.transaction((transaction) => transaction.takeDue(Date.now() + DAY_MS, Date.now(), 10_000))
  const delivery = startDelivery(storage, {
    url: receiver.url,
    allowPrivate: true,
    secrets: () => KEYS.webhookSecrets,
    now: Date.now,
    random: Math.random,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    times: { lookMs: 5 },
  })
  await expect.poll(() => storage.countUndelivered()).toEqual({ pending: 0, dead: 0 })
  await delivery.stop()
  await storage.close()
}

describe('R19: no trigger is lost', () => {
  it('when the collector is killed between a trigger and its delivery', async () => {
    receiver.behaviour = hang
    const collector = await spawnCollector(project.paths)
    const users = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay']
    await send(collector, users)
    await expect.poll(() => receiver.received.length, { interval: 5 }).toBe(5)
    await collector.end('SIGKILL')
    receiver.behaviour = accept
    // What was under way is kept for whoever had it; the sixth is sent by the next.
    const next = await spawnCollector(project.paths)
    await expect.poll(arrived, { interval: 5 }).toEqual(new Set(users))
    expect(await next.end('SIGTERM')).toBe(0)
    const before = receiver.received.length
    await deliverTheRest()
    expect(receiver.received.length).toBe(before + 5)
    expect(receiver.forged).toEqual([])
  })

  it('when it is killed again and again, while the receiver does what it likes', async () => {
    const random = mulberry32(19)
    const slowly: Behaviour = (...args) => void setTimeout(() => accept(...args), 50)
    const moods = [accept, accept, status(500), hang, hangUp, slowly]
    receiver.behaviour = (...args) => moods[Math.floor(random() * moods.length)]?.(...args)
    const users: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const collector = await spawnCollector(project.paths)
      const some = Array.from({ length: USERS_A_ROUND }, (_, i) => `u${round}-${i}`)
      await send(collector, some)
      users.push(...some)
      await wait(random() * MAX_MS_BEFORE_KILL)
      const died = once(collector.process, 'exit')
      collector.process.kill('SIGKILL')
      await died
    }
    await deliverTheRest()
    expect(arrived()).toEqual(new Set(users))
    expect(receiver.forged).toEqual([])
    const ids = Map.groupBy(receiver.received, ({ payload }) => payload.data.user)
    // However often it was sent, each is one.
    for (const sent of ids.values()) expect(new Set(sent.map(({ id }) => id)).size).toBe(1)
  }, 120_000)

  it('when it is stopped, which a receiver that hangs does not hold up', async () => {
    receiver.behaviour = hang
    const collector = await spawnCollector(project.paths)
    await send(collector, ['ada'])
    await expect.poll(() => receiver.received.length, { interval: 5 }).toBe(1)
    expect(await collector.end('SIGTERM')).toBe(0)
    expect(collector.output()).not.toMatch(/whsec|"err"/)
    receiver.behaviour = accept
    const next = await spawnCollector(project.paths)
    await expect.poll(() => receiver.received.length, { interval: 5 }).toBe(2)
    expect(await next.end('SIGTERM')).toBe(0)
  })
})
