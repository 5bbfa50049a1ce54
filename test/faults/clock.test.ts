import type { BatchResult, Score } from '@uptake/shared/wire'
import { expect, it } from 'vitest'
import { startCollector } from '../harness/start-collector.ts'
import { createDays, wrongInKept } from '../history/kept.ts'
import { EXAMPLE, modelOf } from '../vectors/arbitraries.ts'

const START = Date.parse('2026-03-01T12:00:00.000Z')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const PEOPLE = ['ada', 'bob']

/** A collector by a clock that is moved by hand. */
async function start() {
  let nowMs = START
  let sent = 0
  const setting = { model: modelOf(EXAMPLE), snapshot: 'daily' as const }
  const collector = await startCollector({ model: EXAMPLE }, { now: () => nowMs })
  const daysOf = createDays()
  return {
    collector,
    now: () => nowMs,
    move: (byMs: number) => void (nowMs += byMs),
    /** Each person does something, at a time by their own clock where one is given. */
    send(time: { timestamp?: string; sentAt?: string } = {}): Promise<BatchResult> {
      const messages = PEOPLE.map((userId) => ({
        type: 'track',
        messageId: `m${sent++}`,
        userId,
        event: 'report_created',
        context: { groupId: 'acme' },
        ...time,
      }))
      return collector.send(messages)
    },
    scoreOf: async (userId: string) => (await collector.read(`/v1/users/${userId}/score`)) as Score,
    occurred: async () => (await collector.storage.messagesAfter(0, 1_000)).map(({ occurredAt }) => occurredAt),
    wrong: () => wrongInKept(collector, setting, nowMs, daysOf),
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  }
}
const iso = (atMs: number): string => new Date(atMs).toISOString()

it.each([
  { step: 'a second', byMs: 1_000 },
  { step: 'an hour, over midnight', byMs: 13 * HOUR_MS },
  { step: 'three days', byMs: 3 * DAY_MS },
  { step: 'two years', byMs: 730 * DAY_MS },
])(
  'R33: the clock steps back by $step: messages are taken by it, nothing is lost, and what is kept comes right again',
  async ({ byMs }) => {
    await using stage = await start()
    for (let days = 40; days >= 0; days -= 4) await stage.send({ timestamp: iso(START - days * DAY_MS) })
    stage.move(2 * DAY_MS)
    await stage.send()
    expect(await stage.wrong()).toEqual([])
    expect((await stage.scoreOf('ada')).score).not.toBeNull()

    stage.move(-byMs)
    expect(await stage.send()).toMatchObject({ accepted: PEOPLE.length, rejected: [] })
    expect(await stage.scoreOf('ada')).toMatchObject({ asOf: iso(stage.now()) })
    for (const path of ['/v1/users', '/v1/accounts', '/v1/overview', '/v1/users/ada/history', '/v1/users/ada/next'])
      await stage.collector.read(path)

    stage.move(byMs)
    expect(await stage.wrong()).toEqual([])
    expect(await stage.occurred()).toHaveLength(13 * PEOPLE.length)
    stage.move(DAY_MS)
    expect(await stage.wrong()).toEqual([])
  },
)

it('R33: the clock steps back: what clients tell of their clocks is corrected by it, and what is too far ahead refused', async () => {
  await using stage = await start()
  const [done, sent] = [START - HOUR_MS, START]
  stage.move(-3 * DAY_MS)
  // An hour before it was sent is an hour before it arrived.
  await stage.send({ timestamp: iso(done), sentAt: iso(sent) })
  expect(await stage.occurred()).toEqual(PEOPLE.map(() => stage.now() - HOUR_MS))
  // Nothing says by how much that clock is ahead.
  const { accepted, rejected } = await stage.send({ timestamp: iso(done) })
  expect([accepted, rejected.map(({ code }) => code)]).toEqual([0, PEOPLE.map(() => 'in_the_future')])
})
