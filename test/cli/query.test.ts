import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Score } from '@uptake/shared/wire'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const DAY_MS = 86_400_000
// Names and columns are promised to people: what is written down here does not change.
const SCORES =
  'status score band low high change adjusted declining persistently_low never_healthy quiet_days quiet_probability profile first_seen subscores traits model as_of'
const COLUMNS = {
  user_scores: `user_id ${SCORES}`,
  account_scores: `account_id ${SCORES} single_threaded`,
  score_history: 'kind id day status score band change subscores model',
  events: 'message_id type event user_id account_id occurred_at received_at session_id properties',
}

let folder: ReturnType<typeof temporaryFolder>
let project: string[]
let collector: TestCollector
beforeEach(async () => {
  folder = temporaryFolder()
  const config = join(folder.path, 'config.json')
  writeFileSync(config, JSON.stringify({ model: EXAMPLE }))
  project = ['--data', join(folder.path, 'data'), '--config', config]
  // It goes on taking messages in: the verb is run beside it.
  collector = await startCollector({ model: EXAMPLE }, { data: join(folder.path, 'data') })
})
afterEach(async () => {
  await collector[Symbol.asyncDispose]()
  folder.remove()
})
const track = (userId: string, ageDays: number) => ({
  type: 'track',
  messageId: `${userId} ${ageDays}`,
  userId,
  event: 'report_created',
  context: { groupId: 'acme' },
  timestamp: new Date(Date.now() - ageDays * DAY_MS).toISOString(),
})
const weeks = (userId: string, every = 2) => Array.from({ length: 20 }, (_, i) => track(userId, 60 - every * i))
const query = (sql: string, ...options: string[]) => runUptake(['query', sql, ...options, ...project])
async function rowsOf(sql: string): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await query(sql, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('uptake query', () => {
  it('R16: answers from standings and a history that hold what was sent a moment before', async () => {
    await collector.send([...weeks('ada'), ...weeks('bob', 3)])
    const scores = await rowsOf(
      'SELECT user_id, score, band, round(change, 6) AS change FROM user_scores ORDER BY user_id',
    )
    for (const { user_id: id, score, band, change } of scores) {
      const one = (await collector.read(`/v1/users/${String(id)}/score`)) as Score
      expect({ score, band }).toEqual({ score: one.score, band: one.band })
      expect(change).toBeCloseTo(one.trend?.change ?? NaN, 5)
    }
    expect(scores.map(({ user_id: id }) => id)).toEqual(['ada', 'bob'])
    const days = 'SELECT kind, id, count(*) AS days FROM score_history GROUP BY kind, id ORDER BY kind, id'
    expect(await rowsOf(days)).toEqual([
      { kind: 'account', id: 'acme', days: 60 },
      { kind: 'user', id: 'ada', days: 60 },
      { kind: 'user', id: 'bob', days: 60 },
    ])

    await collector.send([track('ada', 0), track('new', 1)])
    const [ada] = await rowsOf(`SELECT score FROM user_scores WHERE user_id = 'ada'`)
    expect(ada?.['score']).toBeGreaterThan(Number(scores[0]?.['score']))
    expect(await rowsOf(`SELECT status FROM user_scores WHERE user_id = 'new'`)).toEqual([
      { status: 'insufficient_data' },
    ])
    expect(await rowsOf(`SELECT count(*) AS n FROM events WHERE user_id = 'new'`)).toEqual([{ n: 1 }])
  })

  it('has four views, whose columns stay', async () => {
    const columns = Object.fromEntries(
      await Promise.all(
        Object.keys(COLUMNS).map(async (view) => {
          const { stdout } = await query(`SELECT * FROM ${view}`, '--csv')
          return [view, stdout.trim().split(',').join(' ')] as const
        }),
      ),
    )
    expect(columns).toEqual(COLUMNS)
  })

  it('shows a table', async () => {
    await collector.send([...weeks('ada'), track('bob', 1)])
    const { code, stdout } = await query('SELECT user_id, band, score, 7 AS seven FROM user_scores ORDER BY user_id')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^user_id {2}band +score {2}seven\n─{7} {2}─+ {2}─+ {2}─{5}\nada {6}[a-z-]+ +\d+\.\d\d {2}7\nbob {15,}7\n\(2 rows\)\n$/,
    )
    expect((await query('SELECT 1 AS one WHERE 0')).stdout).toBe('one\n───\n(0 rows)\n')
  })

  it('shows names from outside as they are written, in one line each', async () => {
    const hostile = `evil\u202E${'x'.repeat(60)}`
    await collector.send([track(hostile, 1)])
    const { stdout } = await query('SELECT user_id, status FROM user_scores')
    expect(stdout.split('\n')).toHaveLength(5)
    expect(stdout).toContain('evil\\u{202e}xxx')
    expect(stdout).not.toContain('\u202E')
  })

  it('writes CSV that a spreadsheet reads as it is, and runs nothing of', async () => {
    const ids = ['=1+2', '+1', '-1', '@SUM(A1)', 'a,"b"', 'plain']
    await collector.send(ids.map((id) => track(id, 1)))
    const { stdout } = await query(
      'SELECT user_id, -2.5 AS number, NULL AS empty FROM user_scores ORDER BY user_id',
      '--csv',
    )
    const { data } = Papa.parse<string[]>(stdout.trim())
    // By the bytes of the ids as they were sent.
    const defused = ["'+1", "'-1", "'=1+2", "'@SUM(A1)", 'a,"b"', 'plain']
    expect(data).toEqual([['user_id', 'number', 'empty'], ...defused.map((id) => [id, '-2.5', ''])])
    expect((await query('SELECT 1 AS "=cmd()"', '--csv')).stdout).toBe(`"'=cmd()"\n1\n`)
  })

  it('writes JSON, a line a row, with values as they are', async () => {
    await collector.send([{ type: 'identify', userId: 'ada', traits: { plan: 'pro', seats: 3 } }])
    expect(
      await rowsOf(`SELECT user_id, traits ->> 'plan' AS plan, traits ->> 'seats' AS seats, score FROM user_scores`),
    ).toEqual([{ user_id: 'ada', plan: 'pro', seats: 3, score: null }])
  })

  it.each([
    `DELETE FROM messages`,
    `DELETE FROM messages RETURNING seq`,
    `PRAGMA user_version = 7`,
    `ATTACH 'other.db' AS other`,
    `VACUUM INTO 'copy.db'`,
    `SELECT 1; DELETE FROM messages`,
    `SELEC 1`,
  ])('refuses to run %s, with 1 and a hint', async (sql) => {
    await collector.send(weeks('ada'))
    const { code, stdout, stderr } = await query(sql)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^uptake: the query .+\nGive one SELECT .+\n$/)
    expect(await collector.storage.messagesAfter(0, 100)).toHaveLength(20)
  })
})
