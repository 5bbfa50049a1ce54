import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mulberry32 } from '../../demo/random.ts'
import { KEYS } from '../harness/start-collector.ts'
import { accept, type Behaviour, hang, hangUp, startReceiver, status } from './receiver.ts'
import { openStage, type Stage } from './stage.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const WAIT = { interval: 5 }
const NEVER = () => false

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage[Symbol.asyncDispose]())

const some = (count: number, name = 'msg') => Array.from({ length: count }, (_, i) => `${name}_${i}`)
const delivered = (count: number) => expect.poll(() => stage.statuses(), WAIT).toEqual({ delivered: count })
const receivedIds = () => stage.receiver.received.map(({ id }) => id)

/** Answers after a moment, in two pieces. */
const slowly: Behaviour = (response) => {
  response.writeHead(200).write('{')
  setTimeout(() => response.end('}'), 30)
}
const halfAnAnswer: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy())
}
const endless: Behaviour = (response) => {
  const chunk = Buffer.alloc(16_384)
  const write = (): void => {
    if (response.destroyed) return
    if (response.write(chunk)) setImmediate(write)
    else response.once('drain', write)
  }
  response.on('error', () => undefined)
  write()
}
const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'
const neverEnds: Behaviour = (response) => void response.writeHead(200).write('{')

describe('R19: a webhook', () => {
  it('arrives signed, as the library verifies it, and is delivered with its payload forgotten', async () => {
    await stage.add(['msg_a'])
    stage.deliver()
    await delivered(1)
    expect(stage.receiver.forged).toEqual([])
    const [request, ...more] = stage.receiver.received
    expect(more).toEqual([])
    expect(request?.path).toBe('/hooks?of=uptake')
    expect(request?.headers).toMatchObject({ 'webhook-id': 'msg_a', 'content-type': 'application/json' })
    expect(request?.payload).toEqual({ type: 'nudge.triggered', data: { user: 'ada', note: 'ünïcode' } })
    expect(await stage.entry('msg_a')).toMatchObject({ payload: null, attempts: 1, error: null })
  })

  it.each<[string, Behaviour]>([
    ['answers slowly', slowly],
    ['ends its answer in the middle', halfAnAnswer],
    ['answers without end', endless],
    ['never ends its answer', neverEnds],
  ])('is delivered to a receiver that accepts it and %s', async (_, behaviour) => {
    stage.receiver.behaviour = behaviour
    await stage.add(['msg_a'])
    // What never ends is cut off; what is without end is left as soon as it is too much.
    stage.deliver(behaviour === neverEnds ? { times: { attemptMs: 1_000 } } : {})
    await delivered(1)
    expect(receivedIds()).toEqual(['msg_a'])
  })

  it.each<[string, Behaviour, string]>([
    ['fails', status(500), 'answered 500'],
    ['refuses', status(400), 'answered 400'],
    ['hangs', hang, 'no answer within 1 s'],
    ['hangs up', hangUp, 'socket hang up'],
    ['redirects', status(302, { location: '/elsewhere' }), 'answered 302, and redirects are not followed'],
    ['redirects for good', status(308, { location: '/elsewhere' }), 'answered 308, and redirects are not followed'],
    ['changes the protocol', (response) => void response.socket?.end(UPGRADE), 'closed without an answer'],
    ['speaks no HTTP', (response) => void response.socket?.end('SSH-2.0\r\n'), 'Parse Error'],
  ])('is tried again, and dead after all attempts, where the receiver %s', async (_, behaviour, error) => {
    stage.receiver.behaviour = behaviour
    await stage.add(['msg_a'])
    stage.deliver({ times: { waitsMs: [1, 1], ...(behaviour === hang && { attemptMs: 1_000 }) } })
    await expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'dead', attempts: 3 })
    expect((await stage.entry('msg_a'))?.error).toContain(error)
    expect(receivedIds()).toEqual(['msg_a', 'msg_a', 'msg_a'])
    expect(new Set(stage.receiver.received.map(({ path }) => path))).toEqual(new Set(['/hooks?of=uptake']))
  })

  it('is dead at once where the receiver is gone', async () => {
    stage.receiver.behaviour = status(410)
    await stage.add(['msg_a'])
    stage.deliver()
    await expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'dead', attempts: 1 })
  })

  it('is tried again by the clock of the schedule, and not before the receiver asks for it', async () => {
    stage.receiver.behaviour = status(503, { 'retry-after': '7200' })
    await stage.add(['msg_a'])
    stage.deliver({ times: { waitsMs: [HOUR_MS, HOUR_MS, 1] } })
    const failed = (attempts: number) =>
      expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'pending', attempts })
    await failed(1)
    expect(((await stage.entry('msg_a'))?.nextAt ?? 0) - Date.now()).toBeGreaterThan(2 * HOUR_MS - MINUTE_MS)
    stage.receiver.behaviour = status(500)
    stage.aheadMs += 2 * HOUR_MS - MINUTE_MS
    await stage.add(['msg_b'])
    await expect.poll(() => stage.receiver.asked, WAIT).toContain('msg_b')
    expect(stage.receiver.asked.filter((id) => id === 'msg_a')).toHaveLength(1)
    stage.aheadMs += 2 * MINUTE_MS
    await failed(2)
    stage.receiver.behaviour = accept
    stage.aheadMs += HOUR_MS
    await delivered(2)
  })

  it('arrives at least once, each of many, whatever the receiver does until it comes back', async () => {
    const random = mulberry32(19)
    const faults = [
      status(500),
      hangUp,
      slowly,
      halfAnAnswer,
      accept,
      status(302, { location: '/' }),
      status(429),
      hang,
    ]
    stage.receiver.behaviour = (...args) => faults[Math.floor(random() * faults.length)]?.(...args)
    const ids = some(60)
    await stage.add(ids)
    stage.deliver({ times: { attemptMs: 250 } })
    await expect.poll(() => stage.receiver.received.length, WAIT).toBeGreaterThan(120)
    stage.receiver.behaviour = accept
    await delivered(60)
    expect(new Set(receivedIds())).toEqual(new Set(ids))
    expect(stage.receiver.forged).toEqual([])
  })

  it('is tried again where nobody listens', async () => {
    const gone = await startReceiver()
    await gone[Symbol.asyncDispose]()
    await stage.add(['msg_a'])
    stage.deliver({ url: gone.url, times: { waitsMs: [] } })
    await expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'dead' })
    expect((await stage.entry('msg_a'))?.error).toMatch(/^connect ECONNREFUSED 127\.0\.0\.1/)
  })

  it('is signed with every secret that holds at that moment', async () => {
    const next = 'whsec_YW5vdGhlciBzZWNyZXQgdGhhdCBpcyBsb25nIGVub3VnaA=='
    let secrets = [...KEYS.webhookSecrets, next]
    stage.deliver({ secrets: () => secrets })
    await stage.add(['msg_a'])
    await delivered(1)
    secrets = [next]
    await stage.add(['msg_b'])
    await expect.poll(() => stage.receiver.forged.length, WAIT).toBe(1)
    expect(receivedIds()).toEqual(['msg_a'])
    const [first] = stage.receiver.received
    const headers = first?.headers as Record<string, string>
    for (const secret of [...KEYS.webhookSecrets, next]) new Webhook(secret).verify(first?.body ?? '', headers)
  })

  it.each([
    ['at once where others are delivered', accept, 20, {}],
    ['a few a look where they fail', status(500), 5, { pending: 15, dead: 5 }],
  ])('is sent %s', async (_, behaviour, asked, left) => {
    stage.receiver.behaviour = behaviour
    await stage.add(some(20))
    const delivery = stage.deliver({ times: { lookMs: 60_000, waitsMs: [] } })
    await expect.poll(() => stage.statuses(), WAIT).toEqual({ ...left, ...(asked === 20 && { delivered: 20 }) })
    await delivery.stop()
    expect(stage.receiver.asked).toHaveLength(asked)
  })

  it('waits for a secret', async () => {
    let secrets: readonly string[] = []
    await stage.add(['msg_a'])
    stage.deliver({ secrets: () => secrets })
    await stage.deliver({ secrets: () => [] }).stop()
    expect(await stage.entry('msg_a')).toMatchObject({ status: 'pending', attempts: 0 })
    secrets = KEYS.webhookSecrets
    await delivered(1)
  })

  it('goes to some at once, and to nobody twice', async () => {
    let atOnce = 0
    let most = 0
    stage.receiver.behaviour = (response, request) => {
      most = Math.max(most, ++atOnce)
      setTimeout(() => {
        atOnce -= 1
        accept(response, request)
      }, 5)
    }
    await stage.add(some(60))
    stage.deliver({}, await stage.openAnother())
    stage.deliver({}, await stage.openAnother())
    await delivered(60)
    expect(receivedIds().toSorted()).toEqual(some(60).toSorted())
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(10)
  })

  it('is sent by another when whoever took it is killed, half a minute later', async () => {
    await stage.add(['msg_a'])
    let now = Date.now()
    await stage.storage.transaction((transaction) => transaction.takeDue(now, now + 30_000, 5))
    stage.deliver({ now: () => now })
    now += 29_999
    await stage.add(['msg_b'])
    await expect.poll(receivedIds, WAIT).toEqual(['msg_b'])
    now += 1
    await delivered(2)
  })

  it('is cut off when the collector stops, and sent by the next as if it had not been tried', async () => {
    stage.receiver.behaviour = hang
    await stage.add(some(7))
    const delivery = stage.deliver()
    await expect.poll(receivedIds, WAIT).toHaveLength(5)
    await delivery.stop()
    expect(await stage.statuses()).toEqual({ pending: 7 })
    expect(await stage.entry(receivedIds()[0] ?? '')).toMatchObject({
      attempts: 0,
      error: expect.stringContaining('stopped'),
    })
    stage.receiver.behaviour = accept
    stage.deliver()
    await delivered(7)
  })

  it('ends in its own time where a stop can wait for it', async () => {
    stage.receiver.behaviour = slowly
    await stage.add(['msg_a'])
    const delivery = stage.deliver({ times: { stopMs: 60_000 } })
    await expect.poll(receivedIds, WAIT).toHaveLength(1)
    await delivery.stop()
    expect(await stage.statuses()).toEqual({ delivered: 1 })
  })

  it('of somebody who is erased is sent no more', async () => {
    stage.receiver.behaviour = hang
    await stage.add(['msg_a'])
    stage.deliver({ times: { waitsMs: [HOUR_MS], attemptMs: 1_000 } })
    await expect.poll(receivedIds, WAIT).toHaveLength(1)
    await stage.storage.transaction((transaction) => transaction.beginErasure('person', 'ada', 7, NEVER))
    stage.receiver.behaviour = accept
    stage.aheadMs = 2 * HOUR_MS
    await expect.poll(() => stage.storage.countUndelivered(), WAIT).toEqual({ pending: 0, dead: 0 })
    expect(receivedIds()).toEqual(['msg_a'])
  })

  it('fails once in the log, however often it does, until it is delivered again, and is given up by its id', async () => {
    stage.receiver.behaviour = status(500)
    await stage.add(some(3))
    stage.deliver({ times: { waitsMs: [1, 1, 1] } })
    await expect.poll(() => stage.statuses(), WAIT).toEqual({ dead: 3 })
    stage.receiver.behaviour = accept
    await stage.add(['msg_x'])
    await expect.poll(() => stage.logged.length, WAIT).toBe(5)
    const said = stage.logged.map((line) => JSON.parse(line) as { msg: string; id?: string; error?: string })
    expect(said[0]).toMatchObject({ error: 'answered 500', msg: expect.stringContaining('fail') })
    expect(new Set(said.slice(1, 4).map(({ id }) => id))).toEqual(new Set(some(3)))
    expect(said[4]).toMatchObject({ msg: 'webhooks are delivered again' })
    expect(stage.logged.join()).not.toMatch(/ada|ünï|whsec/)
  })

  it('does not fill the log where a receiver takes some and refuses others', async () => {
    stage.receiver.behaviour = (...args) => (stage.receiver.asked.length % 2 ? status(500) : accept)(...args)
    await stage.add(some(40))
    stage.deliver()
    await delivered(40)
    const said = () => stage.logged.filter((line) => line.includes('webhooks fail'))
    expect(said()).toHaveLength(1)
    stage.aheadMs += MINUTE_MS
    stage.receiver.behaviour = status(500)
    await stage.add(['msg_x'])
    await expect.poll(said, WAIT).toHaveLength(2)
  })
})

describe('the address of a receiver', () => {
  const refused = (address: string) => `${address} is not a public address, and webhooks.allowPrivate is not set`
  async function errorOf(url: string, addresses: readonly { address: string; family: number }[] = []): Promise<string> {
    await stage.add(['msg_a'])
    stage.deliver({ url, allowPrivate: false, resolve: async () => addresses, times: { waitsMs: [] } })
    await expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'dead' })
    return (await stage.entry('msg_a'))?.error ?? ''
  }
  /** Whoever listens on a port of this machine, and how often somebody connected. */
  async function listen(): Promise<{ port: number; connections: () => number } & AsyncDisposable> {
    let count = 0
    const server = createServer((socket) => {
      count += 1
      socket.on('error', () => undefined).resume()
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { port, connections: () => count, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  }

  it.each([
    ['https://127.0.0.1', '127.0.0.1'],
    ['http://127.0.0.1', '127.0.0.1'],
    ['https://2130706433', '127.0.0.1'],
    ['https://0x7f.1', '127.0.0.1'],
    ['https://0177.0.0.1', '127.0.0.1'],
    ['https://0.0.0.0', '0.0.0.0'],
    ['https://169.254.169.254/latest', '169.254.169.254'],
    ['https://[::1]', '::1'],
    ['https://[::]', '::'],
    ['https://[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['https://[fe80::1]', 'fe80::1'],
  ])('%s is refused without a connection', async (url, address) => {
    await using listening = await listen()
    const withPort = new URL(url)
    withPort.port = String(listening.port)
    expect(await errorOf(withPort.href)).toBe(refused(address))
    expect(listening.connections()).toBe(0)
  })

  it.each(['127.0.0.1', '10.0.0.7', '::1', '::ffff:10.0.0.7', 'fe80::1%lo'])(
    'a name that is looked up to %s is refused without a connection, beside a public one too',
    async (address) => {
      await using listening = await listen()
      const family = address.includes(':') ? 6 : 4
      const error = await errorOf(`https://hooks.example:${listening.port}`, [
        { address: '93.184.216.34', family: 4 },
        { address, family },
      ])
      expect(error).toBe(refused(address))
      expect(listening.connections()).toBe(0)
    },
  )

  it('a name that is looked up by the system is refused too', async () => {
    await stage.add(['msg_a'])
    stage.deliver({ url: 'https://localhost:1', allowPrivate: false, times: { waitsMs: [] } })
    await expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'dead' })
    expect((await stage.entry('msg_a'))?.error).toMatch(/^(127\.0\.0\.1|::1) is not a public address/)
  })

  it('is the one connected to, should a lookup change its mind after it was checked', async () => {
    await using listening = await listen()
    let asked = 0
    const address = {
      family: 4,
      get address() {
        return asked++ === 0 ? '93.184.216.34' : '127.0.0.1'
      },
    }
    const error = await errorOf(`https://hooks.example:${listening.port}`, [address])
    expect(error).toBe(refused('127.0.0.1'))
    expect(listening.connections()).toBe(1)
  })

  it('is refused without https', async () => {
    expect(await errorOf('http://93.184.216.34')).toBe(
      'webhooks.url is not https, and webhooks.allowPrivate is not set',
    )
  })

  it.each(['http://127.0.0.1:8080', 'https://10.0.0.7'])('%s is warned of before anything is sent', (url) => {
    stage.deliver({ url, allowPrivate: false })
    expect(stage.logged.join()).toContain('webhooks.allowPrivate is not set')
  })

  it('is tried again, since names can be mended', async () => {
    await stage.add(['msg_a'])
    stage.deliver({ url: stage.receiver.url, allowPrivate: false, times: { waitsMs: [HOUR_MS] } })
    await expect.poll(() => stage.entry('msg_a'), WAIT).toMatchObject({ status: 'pending', attempts: 1 })
    expect(stage.logged.join()).toContain('webhooks.allowPrivate')
  })
})
