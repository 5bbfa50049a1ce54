import { expect, it } from 'vitest'
import { offline, unavailable } from '../testing/answers.ts'
import { jwt } from '../testing/jwt.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

const never = () => new Promise<never>(() => {})
const farewells = () => world.requests.filter(({ keepalive }) => keepalive)

it('sends what is unanswered within the budget of a page that goes, and keeps it', async () => {
  world.respond = never
  const { uptake, see } = world.open()
  for (let i = 0; i < 100; i++) uptake.track(`e${i}`, { text: 'x'.repeat(900) })
  await world.settle()
  see(false)
  await world.settle()
  expect(farewells()).toHaveLength(1)
  expect(JSON.stringify(farewells()[0]?.batch).length).toBeLessThan(65_536)
  expect(farewells()[0]?.batch.batch.length).toBe(50)
  // Nobody has answered, so all of them are still there for the next visit.
  expect(await world.stored()).toHaveLength(100)
})

it('sends nothing twice, however it goes', async () => {
  world.respond = never
  const { uptake, see, fire } = world.open()
  uptake.track('a')
  await world.settle()
  see(false)
  fire('pagehide')
  await world.settle()
  expect(world.events()).toEqual(['a'])
})

it('forgets what was answered', async () => {
  const { uptake, fire } = world.open()
  uptake.track('a')
  await world.settle()
  fire('pagehide')
  await world.settle()
  expect(world.events()).toEqual(['a'])
  expect(await world.stored()).toEqual([])
})

it('may send again what did not get through, when it is left again', async () => {
  world.answer(offline)
  const { uptake, see } = world.open({ retryMinMs: MINUTE_MS })
  uptake.track('a')
  await world.settle()
  see(false)
  await world.settle()
  see(false)
  await world.settle()
  expect(farewells()).toHaveLength(2)
  expect(await world.stored()).toEqual([])
})

it('sends only what one person has left, by their token', async () => {
  world.respond = never
  const token = jwt('u')
  const { uptake, fire } = world.open({ token: () => token })
  uptake.identify('u')
  uptake.track('a')
  await world.pass(SECOND_MS)
  world.requests = []
  uptake.track('b')
  uptake.reset()
  uptake.track('c')
  await world.settle()
  fire('pagehide')
  await world.settle()
  expect(farewells()).toHaveLength(1)
  expect(farewells()[0]?.batch.token).toBe(token)
  expect(world.events()).toEqual(['identify', 'a', 'b'])
})

it('leaves out what has no token yet, and sends the rest', async () => {
  world.respond = never
  const { uptake, fire } = world.open({ token: never })
  uptake.identify('u')
  uptake.reset()
  uptake.track('anonymous')
  await world.settle()
  fire('pagehide')
  await world.settle()
  expect(farewells().map(({ batch }) => batch.batch.map(({ event }) => event))).toEqual([['anonymous']])
})

it('says nothing where nothing waits', async () => {
  const { uptake, fire } = world.open()
  uptake.track('a')
  await world.pass(SECOND_MS)
  fire('pagehide')
  await world.settle()
  expect(world.requests).toHaveLength(1)
})

it('leaves the rest to another tab, until it is seen again', async () => {
  world.respond = unavailable
  const { uptake, fire } = world.open()
  uptake.track('a')
  await world.pass(SECOND_MS)
  fire('freeze')
  await world.settle()
  world.answer()
  world.requests = []
  await world.pass(10 * MINUTE_MS)
  expect(world.requests).toEqual([])
  fire('resume')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a'])
})

it('goes on where it is seen again at once', async () => {
  world.respond = offline
  const { uptake, fire } = world.open()
  uptake.track('a')
  await world.pass(SECOND_MS)
  world.answer()
  world.requests = []
  fire('freeze')
  fire('resume')
  await world.pass(10 * SECOND_MS)
  expect(world.events()).toEqual(['a'])
})

it('goes on after the back button', async () => {
  const { uptake, fire } = world.open()
  await world.settle()
  fire('pagehide')
  await world.pass(MINUTE_MS)
  fire('pageshow')
  uptake.track('a')
  await world.pass(SECOND_MS)
  expect(world.events()).toEqual(['a'])
})
