import { refold } from '@uptake/collector/src/ingest/refold.ts'
import { createRetention } from '@uptake/collector/src/ingest/retention.ts'
import { endOfDay, toInstant } from '@uptake/collector/src/scores/instant.ts'
import { createScores } from '@uptake/collector/src/scores/scores.ts'
import type { Standing } from '@uptake/collector/src/scores/standing.ts'
import type { Model } from '@uptake/shared/model'
import { createDayOf, startOfDay } from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { startCollector, type TestCollector } from '../harness/start-collector.ts'
import { anyModel, anyPointsModel, EXAMPLE, modelOf } from '../vectors/arbitraries.ts'
import { anySent, toBatch } from './sent.ts'
import { unlike } from './unlike.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START = Date.parse('2026-03-01T12:00:00.000Z')
const iso = (timeMs: number): string => new Date(timeMs).toISOString()

/** An instant that is asked for, and what it is as after its messages are gone. */
interface Asked {
  readonly atMs: number
  readonly known: 'now' | 'then'
}

/** Everybody's score, next actions and history at an instant, by rows or from messages. */
async function everybody({ storage }: TestCollector, model: Model, { atMs, known }: Asked, isFolded = true) {
  const scores = createScores(storage, { model, version: 1, cycle: 'daily', isFolded })
  const at = toInstant(model, atMs, known)
  const told: [string, unknown][] = []
  const tell = (standing: Standing) =>
    told.push([JSON.stringify(standing.who), [standing.score(), standing.nextActions(), standing.history(40)]])
  for await (const standing of scores.allUsers(at)) tell(standing)
  for await (const standing of scores.allAccounts(at)) tell(standing)
  return Object.fromEntries(told)
}

it('scores of later days are the same when messages are gone, and those of days before are of their ends', async () => {
  const models = fc.oneof(fc.constant(modelOf(EXAMPLE)), anyModel(), anyPointsModel())
  const batches = fc.array(fc.record({ hours: fc.nat(300), sent: anySent(20) }), { minLength: 1, maxLength: 4 })
  const instants = fc.array(
    fc.record({ message: fc.nat(), laterMs: fc.integer({ min: -20 * HOUR_MS, max: 20 * HOUR_MS }) }),
    { minLength: 10, maxLength: 10 },
  )
  let removed = 0
  let before = 0
  const same = fc.asyncProperty(models, batches, instants, fc.nat(), async (model, all, asked, place) => {
    let nowMs = START
    await using collector = await startCollector({ model: model.input }, { now: () => nowMs })
    const { storage } = collector
    for (const [i, { hours, sent }] of all.entries()) {
      nowMs += hours * HOUR_MS
      await collector.send(toBatch(sent, nowMs, i))
    }
    const messages = await storage.messagesAfter(0, 1_000_000)
    const dayOf = createDayOf(model.timeZone)
    // Days that nothing is of are among those to be kept too.
    const day = Math.min(dayOf(messages[place % messages.length]?.occurredAt ?? nowMs), dayOf(nowMs))
    const border = startOfDay(model.timeZone, day)
    const lastOld = Math.max(...messages.filter(({ occurredAt }) => occurredAt < border).map((one) => one.receivedAt))

    const instantsOf = asked.flatMap(({ message, laterMs }): Asked[] => {
      const atMs = (messages[message % messages.length]?.occurredAt ?? nowMs) + laterMs
      const isLater = atMs >= border
      return [
        { atMs: isLater ? atMs : endOfDay(model, dayOf(atMs)), known: 'now' },
        // What came late of days that are gone counts as known.
        ...(isLater && atMs >= lastOld ? [{ atMs, known: 'then' as const }] : []),
      ]
    })
    const told = []
    for (const at of instantsOf) told.push(await everybody(collector, model, at))
    const old = messages.filter(({ occurredAt }) => occurredAt < border)
    // In the middle of it those that are left count as gone.
    const half = await storage.transaction((transaction) => transaction.removeMessages({ day, at: border }, 0, 3))
    for (const [i, at] of instantsOf.entries())
      expect(unlike(await everybody(collector, model, at, false), told[i])).toEqual([])
    const went = await createRetention(storage, model, (nowMs - border) / DAY_MS, 7).keepUp(nowMs)
    const gone = old.length - half.occurredAt.length
    expect(went).toEqual(gone === 0 ? null : { messages: gone, days: expect.any(Number) })
    expect(await storage.messagesAfter(0, 1_000_000)).toEqual(messages.filter((one) => !old.includes(one)))
    removed += old.length

    for (const isRebuilt of [false, true]) {
      if (isRebuilt) for await (const _ of refold(storage, model, { always: true, messagesATurn: 7 })) void _
      for (const [i, at] of instantsOf.entries()) {
        expect(unlike(await everybody(collector, model, at), told[i])).toEqual([])
        // By a draft that folds as the model does: from messages, as far as they are there.
        expect(unlike(await everybody(collector, model, at, false), told[i])).toEqual([])
        if (old.length === 0 || at.atMs >= border) continue
        before += 1
        // Any time of a day that is gone is answered by its end.
        const dawn = { ...at, atMs: startOfDay(model.timeZone, dayOf(at.atMs)) }
        expect(unlike(await everybody(collector, model, dawn), told[i])).toEqual([])
        await expect(everybody(collector, model, { ...dawn, known: 'then' })).rejects.toMatchObject({
          code: 'beyond_retention',
        })
      }
    }
  })
  await fc.assert(same, { seed: 20260301, numRuns: 25, endOnFailure: true })
  expect([removed > 50, before > 50]).toEqual([true, true])
}, 120_000)

it('is right where messages go while it is being read', async () => {
  const model = modelOf(EXAMPLE)
  await using collector = await startCollector({ model: EXAMPLE }, { now: () => START })
  const track = (days: number) => ({
    type: 'track',
    userId: 'ada',
    event: 'report_created',
    timestamp: iso(START - days * DAY_MS),
    context: { groupId: 'acme' },
  })
  await collector.send(Array.from({ length: 30 }, (_, i) => track(i)))
  const at = { atMs: START, known: 'now' } as const
  const told = await everybody(collector, model, at, false)
  const retention = createRetention(collector.storage, model, 10)
  const storage = {
    ...collector.storage,
    async messagesBetween(...asked: Parameters<typeof collector.storage.messagesBetween>) {
      await retention.keepUp(START)
      return collector.storage.messagesBetween(...asked)
    },
  }
  expect(unlike(await everybody({ ...collector, storage }, model, at, false), told)).toEqual([])
  expect(await collector.storage.messagesAfter(0, 99)).toHaveLength(11)
})
