import { createRetention } from '@uptake/collector/src/ingest/retention.ts'
import type { ChangeExplanation, Overview, Problem, Score, ScoredDay } from '@uptake/shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEYS, startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { trackBefore } from './track-before.ts'
import { EXAMPLE, modelOf } from '../vectors/arbitraries.ts'
import { unlike } from '../history/unlike.ts'

const NOW = Date.parse('2026-03-10T12:00:00.000Z')
/** Thirty days before now, at whose beginning messages begin. */
const BORDER = '2026-02-08'
const OTHERWISE = { ...EXAMPLE, actions: { ...EXAMPLE.actions, report_created: { volume: 'rows', value: 0.001 } } }

let folder: ReturnType<typeof temporaryFolder>
let now: number
let collector: TestCollector
beforeEach(() => {
  folder = temporaryFolder()
  now = NOW
})
afterEach(async () => {
  await collector[Symbol.asyncDispose]()
  folder.remove()
})
const start = async (model: object = EXAMPLE) => {
  collector = await startCollector({ model }, { now: () => now, data: folder.path })
}
const removeOld = (model: object = EXAMPLE) => createRetention(collector.storage, modelOf(model), 30).keepUp(NOW)

const track = trackBefore(NOW)
/** Two months of two people, who do something at noon and at nine in the evening. */
const messages = Array.from({ length: 60 }, (_, i) => [
  track('ada', i, i % 3 ? 'report_created' : 'rows_imported'),
  track('ada', i + 0.625, 'report_shared'),
  ...(i % 4 ? [] : [track('bob', i, 'comment_added')]),
]).flat()
const traits = [
  { type: 'identify', userId: 'ada', traits: { plan: 'free' }, timestamp: '2026-01-20T10:00:00Z' },
  { type: 'group', userId: 'ada', groupId: 'acme', traits: { seats: 3 }, timestamp: '2026-01-20T10:00:00Z' },
]

const SUBJECTS = ['users/ada', 'users/bob', 'accounts/acme'] as const
const read = (path: string) => collector.read(`/v1/${path}`)
const all = async (query: string) =>
  Promise.all(
    [...SUBJECTS.map((path) => `${path}/score`), 'users', 'accounts', 'overview'].map((path) =>
      read(`${path}?${query}`),
    ),
  )
async function problemOf(path: string): Promise<[number, string, string]> {
  const response = await collector.fetch(`/v1/${path}`, { headers: { Authorization: `Bearer ${KEYS.secretKey}` } })
  const { code, detail } = (await response.json()) as Problem
  return [response.status, code, detail]
}

describe('what is asked of days whose messages are gone', () => {
  it('is answered by the end of that day', async () => {
    await start()
    await collector.send([...messages, ...traits])
    const ends = await all('at=2026-02-05')
    const noon = (await read('users/ada/score?at=2026-02-05T12:00:00Z')) as Score
    await removeOld()
    expect(unlike(await all('at=2026-02-05'), ends)).toEqual([])
    const [ada, , , , , overview] = await all('at=2026-02-05T08:00:00Z')
    expect([(ada as Score).asOf, (overview as Overview).asOf]).toEqual(Array(2).fill('2026-02-05T23:59:59.999Z'))
    expect((ada as Score).score).not.toBe(noon.score)
    expect(unlike(await all('at=2026-02-05T08:00:00Z'), ends)).toEqual([])
  })

  it('is refused as it was known then, wherever that is asked', async () => {
    await start()
    await collector.send(messages)
    const paths = [
      ...SUBJECTS.flatMap((path) => [`${path}/score`, `${path}/next`]),
      'users',
      'users?account=acme',
      'accounts',
      'overview',
    ].map((path) => `${path}${path.includes('?') ? '&' : '?'}known=then`)
    const change = 'users/ada/score?explain=change&known=then'
    for (const path of paths) await read(`${path}&at=2026-02-07`)
    await removeOld()
    const gone = [410, 'beyond_retention', expect.stringContaining(BORDER)]
    for (const path of [...paths, 'users/nobody/score?known=then'])
      expect(await problemOf(`${path}&at=2026-02-07`)).toEqual(gone)
    expect(await problemOf(`${change}&since=2026-02-07`)).toEqual(gone)
    expect(await problemOf(`${change}&since=2026-02-07&at=2026-02-07`)).toEqual(gone)
    // From the border on messages are there.
    for (const path of paths) await read(`${path}&at=2026-02-08`)
    await read(`${change}&since=2026-02-08`)
  })

  it('is the same of later days, as it was known then too, and so is the history', async () => {
    await start()
    // All that goes had been received long before.
    now = Date.parse('2026-02-09T12:00:00Z')
    await collector.send([...messages.filter(({ timestamp }) => Date.parse(timestamp) < now), ...traits])
    now = NOW
    await collector.send(messages)
    const queries = [
      'at=2026-02-10T08:00:00Z&known=then',
      `at=${BORDER}T08:00:00Z`,
      `at=${BORDER}`,
      'at=2026-03-10T12:00:00Z',
    ]
    const asked = async () => [
      ...(await Promise.all(queries.map(all))),
      await Promise.all(SUBJECTS.map((path) => read(`${path}/history?days=60`))),
    ]
    const before = await asked()
    expect(await removeOld()).toEqual({ messages: expect.any(Number), days: expect.any(Number) })
    expect(unlike(await asked(), before)).toEqual([])
  })

  it('loses nothing at the border where the time zone is another since', async () => {
    const model = { ...EXAMPLE, timeZone: 'America/New_York' }
    await start()
    // At the border’s day in UTC it is still the evening before in New York.
    const early = [2, 3, 4].map((hour) => ({
      ...track('ada', hour, 'rows_imported'),
      timestamp: `${BORDER}T0${hour}:00:00Z`,
    }))
    await collector.send([...messages, ...early])
    await removeOld()
    await collector[Symbol.asyncDispose]()
    await start(model)
    for (const path of SUBJECTS) {
      const history = (await read(`${path}/history?days=35`)) as ScoredDay[]
      for (const { day, score } of history.slice(0, 10))
        expect(((await read(`${path}/score?at=${day}`)) as Score).score).toBeCloseTo(score ?? NaN, 9)
      expect(history.slice(0, 10).map(({ day }) => day)).toContain(BORDER)
    }
  })
})

describe('what changed a score since a day whose messages are gone', () => {
  type Explained = Score & { change: ChangeExplanation | null }
  const explain = async (path: string, since: string) =>
    (await read(`${path}/score?explain=change&since=${since}`)) as Explained
  const linesOf = ({ change }: Explained) => change?.lines.map(({ dimension }) => dimension) ?? []

  it('is told since the end of that day', async () => {
    await start()
    await collector.send(messages)
    const before = await Promise.all(SUBJECTS.map((path) => explain(path, '2026-02-05')))
    await removeOld()
    expect(unlike(await Promise.all(SUBJECTS.map((path) => explain(path, '2026-02-05T08:00:00Z'))), before)).toEqual([])
    expect(before[0]?.change?.since).toBe('2026-02-05T23:59:59.999Z')
  })

  it.each([
    { name: 'one that folds as today’s', first: { ...EXAMPLE, horizonDays: 60 }, told: ['2026-02-05', '2026-02-20'] },
    { name: 'one that folds otherwise', first: OTHERWISE, told: ['2026-02-20'] },
  ])('has a line of the model that was in force, $name, where it can be told', async ({ first, told }) => {
    now = Date.parse('2026-02-01T00:00:00Z')
    await start(first)
    now = NOW
    await collector.send(messages)
    await collector[Symbol.asyncDispose]()
    await start()
    const sinces = ['2026-02-05', '2026-02-20']
    const before = await Promise.all(sinces.map((since) => explain('users/ada', since)))
    expect(before.map((one) => linesOf(one).includes('model'))).toEqual([true, true])
    await removeOld()
    for (const [i, since] of sinces.entries()) {
      const explained = await explain('users/ada', since)
      const { change } = explained
      const sum = (change?.lines ?? []).reduce((total, { points }) => total + points, 0)
      expect(sum).toBeCloseTo(change?.points ?? NaN, 9)
      expect(change?.points).toBeCloseTo((explained.score ?? NaN) - (change?.from ?? NaN), 9)
      expect(linesOf(explained).includes('model')).toBe(told.includes(since))
      if (first !== OTHERWISE) expect(unlike(explained, before[i])).toEqual([])
      // What it can't tell any more is told by the model of today.
      else if (since < BORDER) expect(change?.from).toBe(((await read(`users/ada/score?at=${since}`)) as Score).score)
    }
  })
})
