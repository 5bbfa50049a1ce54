import { refold } from '@uptake/collector/src/ingest/refold.ts'
import { createErasures } from '@uptake/collector/src/ingest/erasure.ts'
import { createRetention } from '@uptake/collector/src/ingest/retention.ts'
import { toInstant } from '@uptake/collector/src/scores/instant.ts'
import { createScores } from '@uptake/collector/src/scores/scores.ts'
import type { Standing } from '@uptake/collector/src/scores/standing.ts'
import type { Model } from '@uptake/shared/model'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { startCollector, type TestCollector } from '../harness/start-collector.ts'
import { anyModel, anyPointsModel, EXAMPLE, modelOf } from '../vectors/arbitraries.ts'
import { anySent, toBatch } from './sent.ts'
import { unlike } from './unlike.ts'

const HOUR_MS = 3_600_000
const START = Date.parse('2026-03-01T12:00:00.000Z')
const GONE = 'u0'

/** Scores, next actions and history of users but one, and of accounts that they were never in, with no names of theirs. */
async function others({ storage }: TestCollector, model: Model, accounts: ReadonlySet<string>, atMs: number) {
  const told: [string, unknown][] = []
  const tell = (standing: Standing) => {
    const { who } = standing
    if ('user' in who ? who.user === GONE : accounts.has(who.account)) return
    const all = JSON.stringify([standing.score(), standing.nextActions(), standing.history(40)])
    const nameless = all.replaceAll(/"(?:u0|erased-[0-9a-f]{32})"/g, '"random"')
    told.push([JSON.stringify(who), JSON.parse(nameless)])
  }
  for (const known of ['now', 'then'] as const) {
    for (const isFolded of [true, false]) {
      const scores = createScores(storage, { model, version: 1, cycle: 'daily', isFolded })
      const at = toInstant(model, atMs, known)
      for await (const standing of scores.allUsers(at)) tell(standing)
      for await (const standing of scores.allAccounts(at)) tell(standing)
    }
  }
  return told.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

it('R38: an erasure moves nobody else, by rows, by messages, and folded again', async () => {
  const models = fc.oneof(fc.constant(modelOf(EXAMPLE)), anyModel(), anyPointsModel())
  const batches = fc.array(fc.record({ hours: fc.nat(300), sent: anySent(40) }), { minLength: 1, maxLength: 4 })
  let mentions = 0
  let own = 0
  const same = fc.asyncProperty(
    models,
    batches,
    fc.constantFrom(3, 100),
    fc.boolean(),
    async (model, all, turn, isOld) => {
      let nowMs = START
      await using collector = await startCollector({ model: model.input }, { now: () => nowMs })
      const { storage } = collector
      for (const [i, { hours, sent }] of all.entries()) {
        nowMs += hours * HOUR_MS
        await collector.send(toBatch(sent, nowMs, i))
      }
      const rebuild = async () => {
        for await (const _ of refold(storage, model, { always: true, messagesATurn: 7 })) void _
      }
      // What was folded of messages that are gone has to be told apart without them.
      if (isOld) await createRetention(storage, model, 3, 7).keepUp(nowMs)
      const person = await storage.personByUserId(GONE)
      const accounts = new Set((person ? await storage.accountsOf(person.id) : []).map(({ accountId }) => accountId))
      const atMs = nowMs + 30 * HOUR_MS
      const before = await others(collector, model, accounts, atMs)
      const erased = await createErasures(storage, model, turn)
        .erase('person', GONE, nowMs)
        .catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'not_found' })
          return null
        })
      mentions += erased?.mentions ?? 0
      own += erased?.messages ?? 0
      expect(unlike(await others(collector, model, accounts, atMs), before)).toEqual([])
      const folds = async () => {
        const { rows } =
          await storage.query(`SELECT 'r', account, action, feature, day, count, volume, '', person FROM rows
        UNION ALL SELECT 'i', account, action, 0, day, 0, 0, counterpart, person FROM interactions
        UNION ALL SELECT 't', of, name, 0, day, occurred_at, 0, value, subject FROM traits ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`)
        return [...rows]
      }
      const made = await folds()
      await rebuild()
      expect(await folds()).toEqual(made)
      expect(unlike(await others(collector, model, accounts, atMs), before)).toEqual([])
      expect(await storage.personByUserId(GONE)).toBeNull()
    },
  )
  await fc.assert(same, { seed: 20260301, numRuns: 25, endOnFailure: true })
  expect([mentions > 5, own > 20]).toEqual([true, true])
}, 120_000)
