import { hash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Compared, Comparison } from '@uptake/collector/src/insights/compare.ts'
import { idOf } from '@uptake/collector/src/scores/list.ts'
import type { ListedScore } from '@uptake/shared/wire'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { startCollector, temporaryFolder } from '../harness/start-collector.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const DAY_MS = 86_400_000
const NOW = Date.now()
/** Where it is another day now than in UTC, and for an hour at least. */
const ELSEWHERE = new Date(NOW).getUTCHours() < 10 ? 'Pacific/Pago_Pago' : 'Pacific/Kiritimati'
const DRAFTS = {
  weights: { ...EXAMPLE, dimensions: { value: { amount: 'value', target: 5, weight: 1 } } },
  /** Folds otherwise: another volume, features, counterparts and days. */
  folding: {
    ...EXAMPLE,
    timeZone: ELSEWHERE,
    actions: {
      ...EXAMPLE.actions,
      report_created: { feature: { property: 'area' }, value: 0.05, volume: 'rows', counterparts: 'with' },
      signed_in: { value: 1, feature: 'sign-in' },
    },
  },
  points: {
    form: 'points',
    max: 100,
    windowDays: 30,
    actions: EXAMPLE.actions,
    lines: [
      { signal: { count: 'report_created' }, points: 9 },
      { signal: { count: 'comment_added' }, points: 2, max: 10 },
    ],
  },
  bands: {
    ...EXAMPLE,
    bands: [
      { name: 'low', from: 0 },
      { name: 'high', from: 30 },
    ],
  },
} as const

const messages = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'gus'].flatMap((userId, place) =>
  Array.from({ length: 40 }, (_, i) => ({
    type: 'track',
    messageId: `${userId} ${i}`,
    userId,
    event: Object.keys(EXAMPLE.actions)[(i * (place + 1)) % 5],
    properties: { rows: i * 3, with: `colleague ${i % (place + 1)}`, area: `area ${i % 6}` },
    context: { groupId: place % 2 ? 'acme' : 'beta' },
    timestamp: new Date(NOW - ((i * (place + 2)) % 90) * DAY_MS).toISOString(),
  })),
)
const newcomer = { type: 'track', userId: 'new', event: 'report_created', timestamp: new Date(NOW).toISOString() }

let folder: ReturnType<typeof temporaryFolder>
let project: string[]
const write = (name: string, config: object): string => {
  const path = join(folder.path, `${name}.json`)
  writeFileSync(path, JSON.stringify(config))
  return path
}
beforeAll(async () => {
  folder = temporaryFolder()
  const data = join(folder.path, 'data')
  project = ['--data', data, '--config', write('live', { model: EXAMPLE })]
  await using collector = await startCollector({ model: EXAMPLE }, { data })
  await collector.send([...messages, newcomer])
  await collector.read('/v1/users')
})
afterAll(() => folder.remove())

/** Everybody's score by a model that a store of its own has from the start, at an instant. */
async function scoresBy(model: object, kind: 'users' | 'accounts'): Promise<Map<string, ListedScore>> {
  await using collector = await startCollector({ model })
  await collector.send([...messages, newcomer])
  const { items } = (await collector.read(`/v1/${kind}?limit=500`)) as { items: ListedScore[] }
  return new Map(items.map((item) => [idOf(item), item]))
}
/** All that the store holds, in whatever order its pages are. */
function contentOf(): string {
  const db = new Database(join(folder.path, 'data', 'uptake.db'), { readonly: true })
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[]
  const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).raw().all()])
  db.close()
  return hash('sha256', JSON.stringify(rows))
}
const nameOf = ({ who }: Compared): string => ('user' in who ? who.user : who.account)
const sum = (lines: readonly { points: number }[]): number => lines.reduce((total, { points }) => total + points, 0)

describe('R24: uptake model compare', () => {
  it.each(
    (['users', 'accounts'] as const).flatMap((kind) =>
      Object.entries(DRAFTS).map(([name, draft]) => ({ name, kind, draft })),
    ),
  )(
    'says of $kind what the draft "$name" would change for whom, by how much and why, and changes nothing',
    async ({ name, kind, draft }) => {
      const before = contentOf()
      const options = kind === 'accounts' ? ['--accounts', '--json'] : ['--json']
      const { code, stdout } = await runUptake([
        'model',
        'compare',
        write(name, { model: draft }),
        ...options,
        ...project,
      ])
      expect(code).toBe(0)
      expect(contentOf()).toBe(before)

      const { movers, moves, ...all } = JSON.parse(stdout) as Comparison
      const [live, drafted] = [await scoresBy(EXAMPLE, kind), await scoresBy(draft, kind)]
      const changes = [...live].map(([id, from]) => ({ id, from, to: drafted.get(id) }))
      const moved = changes.filter(({ from, to }) => from.band !== to?.band)
      expect(moved.length).toBeGreaterThan(0)
      expect(movers.map(nameOf).toSorted()).toEqual(moved.map(({ id }) => id).toSorted())
      for (const mover of movers) {
        const { from, to } = moved.find(({ id }) => id === nameOf(mover)) ?? {}
        expect([mover.from.band, mover.to.band]).toEqual([from?.band, to?.band])
        expect(mover.from.score).toBeCloseTo(from?.score ?? NaN, 9)
        expect(mover.to.score).toBeCloseTo(to?.score ?? NaN, 9)
        expect(mover.change).toBeCloseTo((to?.score ?? NaN) - (from?.score ?? NaN), 9)
        expect(sum(mover.because)).toBeCloseTo(mover.change ?? NaN, 9)
      }
      expect(movers).toEqual(movers.toSorted((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0)))
      expect(moves.reduce((total, { count }) => total + count, 0)).toBe(moved.length)
      const both = changes.flatMap(({ from, to }) =>
        from.score === null || to?.score == null ? [] : [to.score - from.score],
      )
      expect(all).toMatchObject({ count: live.size, scored: both.length })
      expect(all.meanChange).toBeCloseTo(both.reduce((total, change) => total + change, 0) / both.length, 9)
    },
  )

  it('says so in lines, so many as are asked for', async () => {
    const { stdout } = await runUptake([
      'model',
      'compare',
      write('d', { model: DRAFTS.weights }),
      '--limit',
      '1',
      ...project,
    ])
    expect(stdout).toMatch(
      /^8 users, 7 with a score by both, whose score would change by [+−]\d+\.\d on average\n\n\d would change band:\n/,
    )
    expect(stdout).toMatch(/\n {2}healthy +→ +thriving +\d\n/)
    expect(stdout).toMatch(
      /\n\w+ +\d+\.\d → +\d+\.\d +[+−]\d+\.\d {2}\w+ [+−]\d+\.\d(, \w+ [+−]\d+\.\d){0,2}\n… and 6 more: --limit, --json\n$/,
    )
    expect(stdout.match(/ → +\d/g)).toHaveLength(1)
  })

  it('says that nobody would change band, where that is so', async () => {
    const same = { ...EXAMPLE, activation: { actions: ['report_created'] } }
    const { stdout } = await runUptake(['model', 'compare', write('same', { model: same }), ...project])
    expect(stdout).toBe(
      '8 users, 7 with a score by both, whose score would change by 0.0 on average\nNobody would change band.\n',
    )
  })

  it.each([
    { name: 'a draft that is none', draft: { model: { ...EXAMPLE, dimensions: {} } }, says: 'dimensions' },
    {
      name: 'another model than the one in force as the live one',
      draft: { model: EXAMPLE },
      live: DRAFTS.weights,
      says: 'another model',
    },
  ])('refuses $name', async ({ draft, live, says }) => {
    const config = live ? ['--config', write('other', { model: live })] : []
    const { code, stderr } = await runUptake(['model', 'compare', write('draft', draft), ...project, ...config])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(says) })
  })
})
