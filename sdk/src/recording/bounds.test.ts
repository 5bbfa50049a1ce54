import { expect, it } from 'vitest'
import { CHUNK_MESSAGES } from '../core/queue.ts'
import { offline } from '../testing/answers.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

const DAY_MS = 24 * 60 * MINUTE_MS
const dropped = () => world.drops.reduce((sum, drop) => sum + Number(drop.split(' ')[1]), 0)

it('keeps the newest messages, and says what went; the reports have room, too', async () => {
  world.respond = offline
  const { uptake } = world.open({ maxMessages: 3 })
  for (let i = 0; i < 4; i++) {
    uptake.track(`e${i}`)
    await world.pass(20 * SECOND_MS)
  }
  expect(await world.stored()).toEqual(['e2', 'e3', 'sdk_dropped'])
  world.answer()
  world.requests = []
  await world.pass(5 * MINUTE_MS)
  expect(world.drops).toEqual(['queue_full 2'])
  expect(world.sent()).toMatchObject([{}, {}, { properties: { reason: 'queue_full', count: 2 } }])
})

it('lets the oldest chunks go, whole ones', async () => {
  world.respond = offline
  const { uptake } = world.open({ maxMessages: 3 * CHUNK_MESSAGES })
  for (let i = 0; i < 4 * CHUNK_MESSAGES - 5; i++) {
    uptake.track(`e${i}`)
    if (i % CHUNK_MESSAGES === CHUNK_MESSAGES - 1) await world.settle()
  }
  await world.pass(SECOND_MS)
  expect(world.drops).toEqual([`queue_full ${CHUNK_MESSAGES}`])
  const stored = await world.stored()
  expect(stored[0]).toBe(`e${CHUNK_MESSAGES}`)
  expect(stored).toContain('e94')
  expect(stored).toContain('sdk_dropped')
})

it.each([
  { maxBytes: 10_000, kept: false },
  { maxBytes: 100_000, kept: true },
])('keeps within $maxBytes bytes: all $kept', async ({ maxBytes, kept }) => {
  world.respond = offline
  const { uptake } = world.open({ maxBytes })
  uptake.track('old', { text: 'x'.repeat(6_000) })
  await world.settle()
  uptake.track('new', { text: 'x'.repeat(6_000) })
  await world.pass(MINUTE_MS)
  expect(world.drops).toEqual(kept ? [] : ['queue_full 1'])
  expect(await world.stored()).toEqual(kept ? ['old', 'new'] : ['new', 'sdk_dropped'])
})

it.each([
  { days: 2.9, drops: [] },
  { days: 3.1, drops: ['queue_age 1'] },
])('keeps what is $days days old: drops $drops', async ({ days, drops }) => {
  world.respond = offline
  world.open({ maxAgeDays: 3 }).uptake.track('a')
  await world.pass(SECOND_MS)
  await world.close()
  await world.pass(days * DAY_MS)
  world.answer()
  world.requests = []
  world.open({ maxAgeDays: 3 })
  await world.pass(SECOND_MS)
  expect(world.drops).toEqual(drops)
  expect(world.events()).toEqual(drops.length > 0 ? ['sdk_dropped'] : ['a'])
})

it('looks at the bounds also while a pause lasts', async () => {
  world.answer(() => new Response('', { status: 503, headers: { 'retry-after': '3600' } }))
  const { uptake } = world.open({ maxMessages: 150 })
  uptake.track('first')
  await world.pass(SECOND_MS)
  for (let i = 0; i < 300; i++) {
    uptake.track(`e${i}`)
    await world.settle()
  }
  expect(world.requests).toHaveLength(1)
  expect((await world.stored()).length).toBeLessThanOrEqual(260)
  expect(dropped()).toBeGreaterThan(0)
})

it('keeps so many calls of one task, and counts every one that goes', async () => {
  const { uptake } = world.open({ maxMessages: 3 })
  for (let i = 0; i < 5; i++) uptake.track(`e${i}`)
  await world.pass(MINUTE_MS)
  const delivered = world.events().filter((name) => name.startsWith('e'))
  expect(delivered.at(-1)).toBe('e4')
  expect(delivered.length + dropped()).toBe(5)
})

it('sends 10,000 messages of 500 bytes in no more than 20 requests', async () => {
  const { uptake } = world.open({ maxMessages: 20_000, maxBytes: 20_000_000 })
  for (let i = 0; i < 10_000; i++) uptake.track('a', { text: 'x'.repeat(235) })
  await world.pass(SECOND_MS)
  expect(world.sent()).toHaveLength(10_000)
  const sizes = world.requests.map(({ batch }) => JSON.stringify(batch).length)
  expect(sizes.length).toBeLessThanOrEqual(20)
  expect(Math.max(...sizes)).toBeLessThan(310_000)
  expect(JSON.stringify(world.sent()[0]).length).toBeGreaterThan(490)
})
