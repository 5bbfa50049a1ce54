import { expect, it } from 'vitest'
import { createStandIn, TAKE_OVER, type TakeOver } from './stand-in.ts'

/** A page that uses `client` as if it were there, its clock, and the two ways in which waiting ends. */
function openPage() {
  const world = { nowMs: 1_000, giveUp: () => {} }
  const standIn = createStandIn(
    () => world.nowMs++,
    (giveUp) => (world.giveUp = giveUp),
  ) as Real & { [TAKE_OVER]: TakeOver }
  const errors: unknown[] = []
  const made: unknown[] = []
  const arrive = (real: object): void =>
    standIn[TAKE_OVER](real, (atMs, call) => {
      try {
        call()
        made.push(atMs)
      } catch (error) {
        errors.push(error)
      }
    })
  return { standIn, world, arrive, made, errors, giveUp: () => world.giveUp() }
}

interface Client {
  track: (name: string, properties?: object) => void
  flush: () => Promise<string>
  me: { subscribe: (callback: (score: number) => void) => () => void }
}
interface Real {
  createClient: (options: object) => Client
}

/** The real thing, and what became of it. */
function createReal(): { real: Real; log: unknown[] } {
  const log: unknown[] = []
  const real: Real = {
    createClient(options) {
      log.push(['create', options])
      return {
        track: (...args) => void log.push(['track', ...args]),
        flush: async () => 'flushed',
        me: {
          subscribe(callback) {
            callback(80)
            return () => void log.push(['stop'])
          },
        },
      }
    },
  }
  return { real, log }
}

it('makes the calls in their order when the real thing arrives, with their times', () => {
  const { standIn, arrive, made, errors } = openPage()
  const { real, log } = createReal()
  const client = standIn.createClient({ host: '/u' })
  client.track('one')
  client.track('two', { rows: 2 })
  expect(log).toEqual([])
  arrive(real)
  expect(log).toEqual([
    ['create', { host: '/u' }],
    ['track', 'one'],
    ['track', 'two', { rows: 2 }],
  ])
  expect(made).toEqual([1_000, 1_001, 1_002])
  expect(errors).toEqual([])
})

it('is the real thing from then on, also where a part of it was kept', () => {
  const { standIn, arrive, made } = openPage()
  const { real, log } = createReal()
  const client = standIn.createClient({})
  const { track } = client
  const scores: number[] = []
  const stop = client.me.subscribe((score) => scores.push(score))
  arrive(real)
  expect(scores).toEqual([80])
  client.track('by the client')
  expect(track('by itself')).toBeUndefined()
  stop()
  client.me.subscribe((score) => scores.push(score))()
  standIn.createClient({ second: true })
  expect(log.slice(1)).toEqual([
    ['track', 'by the client'],
    ['track', 'by itself'],
    ['stop'],
    ['stop'],
    ['create', { second: true }],
  ])
  expect(scores).toEqual([80, 80])
  expect(made).toHaveLength(2)
})

it('takes back what was stopped before the real thing was there', () => {
  const { standIn, arrive } = openPage()
  const { real, log } = createReal()
  standIn.createClient({}).me.subscribe(() => {})()
  arrive(real)
  expect(log.at(-1)).toEqual(['stop'])
})

it('gives what is awaited', async () => {
  const { standIn, arrive } = openPage()
  const { real, log } = createReal()
  const client = standIn.createClient({})
  const flushed = [
    client.flush(),
    client.flush().then((word) => `${word}!`),
    client.flush().finally(() => log.push('f')),
  ]
  const awaited = (async () => standIn.createClient({}))()
  arrive(real)
  expect(await Promise.all(flushed)).toEqual(['flushed', 'flushed!', 'flushed'])
  expect(log.at(-1)).toBe('f')
  const { track } = await awaited
  track('with the real one')
  expect(log.at(-1)).toEqual(['track', 'with the real one'])
  expect(await client.flush()).toBe('flushed')
})

it('lets go of what is awaited where the real thing does not come, and takes it when it comes late', async () => {
  const { standIn, arrive, giveUp } = openPage()
  const { real, log } = createReal()
  const before = (async () => standIn.createClient({}))()
  giveUp()
  const client = await before
  await client.flush()
  client.track('held')
  arrive(real)
  expect(log.at(-1)).toEqual(['track', 'held'])
  client.track('live')
  expect(log.at(-1)).toEqual(['track', 'live'])
})

it('reports what fails, and goes on', async () => {
  const { standIn, arrive, errors } = openPage()
  const { real, log } = createReal()
  const createClient = (options: { wrong?: true }) => {
    if (options.wrong) throw new TypeError('wrong options')
    return real.createClient(options)
  }
  const dead = standIn.createClient({ wrong: true })
  dead.track('nowhere')
  const stop = dead.me.subscribe(() => {})
  const client = standIn.createClient({}) as Client & { trakc: (name: string) => void }
  client.trakc('no such method')
  client.track('goes')
  arrive({ createClient })
  expect(errors.map(String)).toEqual([
    'TypeError: wrong options',
    expect.stringMatching(/^TypeError: .*is not a function$/),
  ])
  expect(log.at(-1)).toEqual(['track', 'goes'])
  // The app's own script goes on without the client that it wanted, as it did before the real thing was there.
  dead.track('nowhere')
  stop()
  dead.me.subscribe(() => {})()
  await dead.flush()
  // What it would get wrong with the real thing is wrong.
  expect(() => client.trakc('no such method')).toThrow(/is not a function/)
})

it('holds 1,000 calls, the first ones', () => {
  const { standIn, arrive, made } = openPage()
  const { real, log } = createReal()
  const client = standIn.createClient({})
  for (let nth = 1; nth < 1_500; nth++) client.track(`number ${nth}`)
  const stop = client.me.subscribe(() => {})
  arrive(real)
  stop()
  expect(made).toHaveLength(1_000)
  expect(log.at(-1)).toEqual(['track', 'number 999'])
})

it('copies what may be changed afterwards, and leaves the rest what it is', () => {
  const { standIn, arrive } = openPage()
  const { real, log } = createReal()
  const client = standIn.createClient({})
  const properties = { rows: 1 }
  client.track('one', properties)
  properties.rows = 2
  const list = [1]
  client.track('two', list)
  const throwing = Object.defineProperty({}, 'a', {
    enumerable: true,
    get: () => expect.fail('it is read when recorded'),
  })
  client.track('three', throwing)
  arrive(real)
  expect(log[1]).toEqual(['track', 'one', { rows: 1 }])
  expect((log[2] as unknown[])[2]).toBe(list)
  expect((log[3] as unknown[])[2]).toBe(throwing)
})

it('can be looked at', () => {
  const client = openPage().standIn.createClient({})
  expect(typeof client.track).toBe('function')
  expect(Reflect.apply(String, undefined, [client])).toBeTypeOf('string')
  expect(() => JSON.stringify({ client })).not.toThrow()
})
