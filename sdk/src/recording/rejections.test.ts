import { expect, it } from 'vitest'
import { accepted, problem, unavailable } from '../testing/answers.ts'
import { MINUTE_MS, SECOND_MS, world } from '../testing/world.ts'

it('finds the one message that the collector cannot take, and delivers the others', async () => {
  const taken: (string | undefined)[] = []
  world.respond = (request) => {
    if (request.batch.batch.some(({ event }) => event === 'bad')) return problem(400, 'malformed_batch')
    taken.push(...request.batch.batch.map(({ event }) => event))
    return accepted(request)
  }
  const { uptake } = world.open()
  for (const event of ['a', 'b', 'bad', 'c', 'd']) uptake.track(event)
  await world.pass(SECOND_MS)
  expect(taken).toEqual(['a', 'b', 'c', 'd', 'sdk_dropped'])
  expect(world.drops).toEqual(['refused 1'])
  expect(world.sent().at(-1)).toMatchObject({ event: 'sdk_dropped', properties: { reason: 'refused', count: 1 } })
  expect(await world.stored()).toEqual([])
})

it('halves what is too large, and drops nothing that fits', async () => {
  world.respond = (request) => (request.batch.batch.length > 3 ? problem(413, 'too_many_messages') : accepted(request))
  const { uptake } = world.open()
  for (let i = 0; i < 10; i++) uptake.track(`e${i}`)
  await world.pass(SECOND_MS)
  expect(world.requests.map(({ batch }) => batch.batch.length)).toEqual([10, 5, 2, 3, 5, 2, 3])
  expect(world.drops).toEqual([])
  expect(await world.stored()).toEqual([])
})

it('keeps what a proxy calls too large', async () => {
  world.respond = () => new Response('<html>', { status: 413 })
  world.open().uptake.track('a')
  await world.pass(10 * MINUTE_MS)
  expect(await world.stored()).toEqual(['a'])
  expect(world.drops).toEqual([])
})

it('counts what the collector rejects, by its codes, and reports no lost report', async () => {
  world.respond = ({ batch }) => {
    const rejected = batch.batch.map(({ event }, index) => ({ index, code: event === 'a' ? 'too_old' : 'forbidden' }))
    return Response.json({ success: true, rejected })
  }
  const { uptake } = world.open()
  for (const event of ['a', 'b', 'c']) uptake.track(event)
  await world.pass(10 * MINUTE_MS)
  expect(world.drops).toEqual(['too_old 1', 'forbidden 2'])
  expect(world.events()).toEqual(['a', 'b', 'c', 'sdk_dropped', 'sdk_dropped'])
  expect(await world.stored()).toEqual([])
})

it('reports no report that the collector cannot read', async () => {
  world.respond = () => problem(400, 'malformed_batch')
  world.open().uptake.track('a')
  await world.pass(10 * MINUTE_MS)
  expect(world.drops).toEqual(['refused 1'])
  expect(world.events()).toEqual(['a', 'sdk_dropped'])
})

it('counts once what is refused, also where the rest has to be sent again', async () => {
  let isBusy = true
  world.respond = (request) => {
    const names = request.batch.batch.map(({ event }) => event)
    if (names.includes('bad')) return problem(400, 'malformed_batch')
    return isBusy && names.includes('d') ? unavailable(request) : accepted(request)
  }
  const { uptake } = world.open()
  for (const event of ['a', 'bad', 'c', 'd']) uptake.track(event)
  await world.pass(10 * SECOND_MS)
  isBusy = false
  await world.pass(MINUTE_MS)
  expect(await world.stored()).toEqual([])
  expect(world.drops).toEqual(['refused 1'])
})

it.each([401, 403, 404])('keeps what is refused with %i, tries every 5 minutes and warns once', async (status) => {
  world.respond = () => problem(status, 'unknown_key')
  const { uptake, fire } = world.open()
  uptake.track('a')
  await world.pass(14 * MINUTE_MS)
  expect(world.requests).toHaveLength(3)
  // The network is not what is missing.
  fire('online')
  await uptake.flush()
  expect(world.requests).toHaveLength(3)
  expect(world.warnings).toEqual(['[uptake] refused: check host, key, token'])
  world.answer()
  await world.pass(2 * MINUTE_MS)
  expect(world.events()).toHaveLength(4)
  expect(await world.stored()).toEqual([])
  expect(world.drops).toEqual([])
})
