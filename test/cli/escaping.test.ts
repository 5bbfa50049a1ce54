import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endBy } from '../harness/child.ts'
import { runUptake, spawnUptake } from '../harness/spawn-collector.ts'
import { startCollector, type TestCollector } from '../harness/start-collector.ts'
import { temporaryProject, type TemporaryProject } from '../harness/temporary-project.ts'

const DAY_MS = 86_400_000
/** Colours, titles and links of terminals, in seven bits and in eight; a direction turned round; a new line. */
const ACTED_ON = '\u001b[31m\u001b]0;t\u0007\u009b2J\u202e\u2028\r\nforged'
/** What an id, and an event's name, may hold of them. */
const ID = 'u\u202e\u2028\u{e0041}'
const FORMULAS = ['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=1\n+2', '＝1', '－1']
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u

let project: TemporaryProject
let collector: TestCollector
beforeAll(async () => {
  project = temporaryProject()
  const name = `a${ID}`
  const model = {
    actions: { [name]: { label: ACTED_ON, feature: `f${ACTED_ON}` }, other: { feature: `g${ACTED_ON}` } },
    dimensions: {
      [`d${ACTED_ON}`]: { amount: 'days', target: 3, weight: 1 },
      value: { amount: 'value', target: 30, weight: 1 },
    },
    activation: { actions: [name, 'other'] },
  }
  project.configure({ model })
  const draft = { ...model, bands: [{ name: `b${ACTED_ON}`, from: 0 }] }
  writeFileSync(join(project.folder, 'draft.json'), JSON.stringify({ model: draft }))
  collector = await startCollector({ model }, { data: project.paths.data })
  const at = (ageDays: number) => new Date(Date.now() - ageDays * DAY_MS).toISOString()
  const of = (userId: string) => ({ userId, context: { groupId: `g${ID}` } })
  const { rejected } = await collector.send([
    ...Array.from({ length: 30 }, (_, i) => ({ ...of(ID), type: 'track', event: name, timestamp: at(2 * i + 1) })),
    { ...of(ID), type: 'identify', traits: { plan: ACTED_ON, [ACTED_ON]: 1 } },
    { ...of(ID), type: 'track', event: `unknown${ID}`, properties: { [ACTED_ON]: ACTED_ON } },
    ...FORMULAS.map((plan, i) => ({ type: 'identify', userId: `formula${i}`, traits: { plan } })),
    { type: 'track', userId: `${ID}\u001b[31m`, event: ACTED_ON },
  ])
  if (rejected.length !== 1) throw new Error(JSON.stringify(rejected))
})
afterAll(async () => {
  await collector[Symbol.asyncDispose]()
  project.remove()
})

const run = (args: readonly string[]) => runUptake([...args, ...project.options])
const TRAITS = `SELECT traits ->> 'plan' AS plan FROM user_scores WHERE user_id LIKE 'formula%' ORDER BY user_id`

describe('nothing that a terminal acts on comes from outside', () => {
  it.each<[name: string, args: string[], code?: number]>([
    ['scores', ['scores']],
    ['scores of accounts', ['scores', '--accounts']],
    ['overview', ['overview']],
    ['explain', ['explain', ID]],
    ['nudges why', ['nudges', 'why', ID]],
    ['explain as JSON', ['explain', ID, '--since', '2026-01-01', '--json']],
    ['export', ['export', ID]],
    ['query', ['query', 'SELECT * FROM events']],
    ['query as JSON', ['query', 'SELECT * FROM events', '--json']],
    ['query of other columns', ['query', `SELECT '${ACTED_ON}' AS "${ACTED_ON}"`]],
    ['query that is wrong', ['query', `SELEC '${ACTED_ON}'`], 1],
    ['model check', ['model', 'check']],
  ])('uptake %s', async (_, args, code = 0) => {
    const ended = await run(args)
    expect(ended.code).toBe(code)
    expect(ended.stdout + ended.stderr).toMatch(/\S/)
    expect(ended.stdout + ended.stderr).not.toMatch(UNPRINTABLE)
    // Of what was cut in two, the half behind the line break.
    expect(ended.stdout + ended.stderr).not.toMatch(/^forged/m)
  })

  it('uptake model compare', async () => {
    const { code, stdout } = await run(['model', 'compare', join(project.folder, 'draft.json')])
    expect([code, stdout]).toEqual([0, expect.stringContaining('b\\u{1b}[')])
    expect(stdout).not.toMatch(UNPRINTABLE)
  })

  it('uptake tail', async () => {
    const child = spawnUptake(['tail', '--last', '50', ...project.options])
    let shown = ''
    child.stdout?.on('data', (chunk) => (shown += String(chunk)))
    await expect.poll(() => shown, { timeout: 20_000 }).toContain('formula9')
    await collector.send([{ type: 'track', userId: `${ID}\u001b[31m`, event: ACTED_ON }])
    await expect.poll(() => shown, { timeout: 20_000 }).toContain('refused')
    await endBy(child, 'SIGTERM')
    expect(shown).not.toMatch(UNPRINTABLE)
    expect(shown).not.toMatch(/^forged/m)
  })

  it('uptake import, of lines that it refuses', async () => {
    const file = join(project.folder, `${ID}.jsonl`)
    writeFileSync(file, `{"userId":"${ID}","type":"${ID}","event":"e"}\n{"userId":7,${ACTED_ON}\n`)
    const { code, stderr } = await run(['import', file])
    expect([code, stderr]).toEqual([1, expect.stringContaining('3 refused')])
    expect(stderr).not.toMatch(UNPRINTABLE)
    const csv = join(project.folder, 'columns.csv')
    writeFileSync(csv, `${ID},"${ACTED_ON}"\n1,2\n`)
    expect((await run(['import', csv])).stderr).not.toMatch(UNPRINTABLE)
  })
})

it('JSON says the same all the same', async () => {
  const sql = `SELECT DISTINCT account_id AS id, '${ACTED_ON}' AS "${ACTED_ON}" FROM events WHERE account_id IS NOT NULL`
  const { stdout } = await run(['query', sql, '--json'])
  expect(stdout).not.toMatch(UNPRINTABLE)
  expect(JSON.parse(stdout)).toEqual({ id: `g${ID}`, [ACTED_ON]: ACTED_ON })
})

it('in CSV a spreadsheet runs nothing, and numbers stay numbers', async () => {
  const { data } = Papa.parse((await run(['query', TRAITS, '--csv'])).stdout.trimEnd())
  expect(data).toEqual([['plan'], ...FORMULAS.map((text) => [`'${text}`])])
  expect((await run(['query', 'SELECT -5 AS a, -2.5 AS b, 1e-9 AS c', '--csv'])).stdout).toBe('a,b,c\n-5,-2.5,1e-9\n')
})
