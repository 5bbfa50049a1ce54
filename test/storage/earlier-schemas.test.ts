import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '@uptake/collector/src/storage/sqlite/migrations.ts'
import type { Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { CONFIG, layOut, MESSAGES, SCHEMAS } from './fixture.ts'

const DAY = '2026-01-29'
const NOW = Date.parse('2027-01-01T12:00:00.000Z')
const SENT = readFileSync(MESSAGES, 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { messageId: string }).messageId)
const config: unknown = JSON.parse(readFileSync(CONFIG, 'utf8'))
const folder = temporaryFolder()
const start = (data: string): Promise<TestCollector> => startCollector(config, { data, now: () => NOW })

/**
 * Of a day long ago, and whoever is listed now: what changed in everybody is known from when history is kept. Without the
 * model's version, since an earlier one may have written down the same model in other words.
 */
async function scoresOf(collector: TestCollector): Promise<unknown> {
  const past = ['users/ada', 'users/bob', 'users/cyd', 'accounts/acme'].map((who) => `${who}/score?at=${DAY}`)
  const scores = (await Promise.all(past.map((path) => collector.read(`/v1/${path}`)))) as Score[]
  const lists = await Promise.all(['users', 'accounts'].map((path) => collector.read(`/v1/${path}`)))
  const listed = (lists as { items: Score[] }[]).flatMap(({ items }) => items)
  return [scores.map((score) => ({ ...score, model: null })), listed.map(({ subject, score }) => [subject, score])]
}

let expected: unknown
beforeAll(async () => {
  const data = join(folder.path, 'of-now')
  await runUptake(['import', MESSAGES, '--data', data, '--config', CONFIG])
  await using collector = await start(data)
  expected = await scoresOf(collector)
})
afterAll(() => folder.remove())

it('every schema has a store that is kept', () => {
  expect(SCHEMAS).toEqual(Object.keys(migrations).toSorted())
})

it.each(SCHEMAS)('a store of %s is opened, scored as one of now, and takes in more', async (schema) => {
  const data = join(folder.path, schema)
  layOut(schema, data)
  await using collector = await start(data)
  const messages = await collector.storage.messagesAfter(0, 1_000)
  expect(messages.map(({ messageId }) => messageId)).toEqual(SENT)
  expect(await scoresOf(collector)).toEqual(expected)

  const timestamp = `${DAY}T11:00:00Z`
  const more = { type: 'track', event: 'report_created', userId: 'ada', properties: { rows: 50 }, timestamp }
  expect(
    await collector.send([
      { ...more, messageId: 'more' },
      { ...more, messageId: SENT[0] },
    ]),
  ).toMatchObject({
    accepted: 1,
    duplicates: 1,
  })
  const [[before]] = expected as [[{ score: number }]]
  const after = (await collector.read(`/v1/users/ada/score?at=${DAY}`)) as { score: number }
  expect(after.score).toBeGreaterThan(before.score)
})
