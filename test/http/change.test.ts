import type { ChangeExplanation, Score } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { trackBefore } from './track-before.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const DIMENSIONS = ['frequency', 'depth', 'breadth', 'collaboration']
const FEBRUARY = Date.parse('2026-02-01T12:00:00.000Z')
const MARCH = Date.parse('2026-03-10T12:00:00.000Z')

let folder: ReturnType<typeof temporaryFolder>
let now: number
let collector: TestCollector | null
beforeEach(() => {
  folder = temporaryFolder()
  now = MARCH
  collector = null
})
afterEach(async () => {
  await collector?.[Symbol.asyncDispose]()
  folder.remove()
})

/** Starts the collector on the same store, by this model from now on. */
async function start(model: object): Promise<TestCollector> {
  await collector?.[Symbol.asyncDispose]()
  collector = await startCollector({ model }, { now: () => now, data: folder.path })
  return collector
}
/** Sends all of it while a model is in force that was before. */
async function inForceSinceFebruary(model: object): Promise<void> {
  now = FEBRUARY
  await start(model)
  now = MARCH
  expect((await collector?.send(messages.toReversed()))?.rejected).toEqual([])
}
type Explained = Score & { change: ChangeExplanation | null }
const read = async (path: string) => (await collector?.read(`/v1/${path}`)) as Score
const explain = async (path: string, query: string) =>
  (await read(`${path}/score?explain=change&${query}`)) as Explained
const scoreOf = async (path: string) => (await read(path)).score
const sum = (lines: readonly { points: number }[]): number => lines.reduce((total, { points }) => total + points, 0)
const linesOf = ({ change }: Explained): string[] => change?.lines.map(({ dimension }) => dimension) ?? []

const track = trackBefore(MARCH)
/** Someone who reports alone until a month ago, and shares with others since. */
const messages = [
  ...Array.from({ length: 40 }, (_, i) => track('ada', 90 - 2 * i, i % 3 ? 'report_created' : 'rows_imported')),
  ...Array.from({ length: 8 }, (_, i) => track('ada', 24 - 3 * i, 'report_shared')),
  ...Array.from({ length: 20 }, (_, i) => track('bob', 80 - 4 * i, 'comment_added')),
]

describe('R31: what changed a score', () => {
  it.each(['users/ada', 'users/bob', 'accounts/acme'])('sums to the change, of %s', async (path) => {
    await (await start(EXAMPLE)).send(messages)
    const { change, score, ...rest } = await explain(path, 'since=2026-02-08T10:00:00Z')
    const before = await read(`${path}/score?at=2026-02-08T10:00:00Z`)
    expect(rest.subject).toEqual(before.subject)
    expect(change).toMatchObject({ since: '2026-02-08T10:00:00.000Z', from: before.score, to: score })
    expect(change?.points).toBeCloseTo((score ?? NaN) - (before.score ?? NaN), 9)
    expect(sum(change?.lines ?? [])).toBeCloseTo(change?.points ?? NaN, 9)
    for (const { items, points } of change?.lines ?? []) expect(sum(items)).toBeCloseTo(points, 9)
    expect(change?.lines.map(({ dimension }) => dimension)).toEqual(DIMENSIONS)
  })

  it('is asked for between two past instants too, and by what was known then', async () => {
    await (await start(EXAMPLE)).send(messages)
    const at = await read('users/ada/score?at=2026-03-01')
    const { change, score } = await explain('users/ada', 'at=2026-03-01&since=2026-02-08')
    expect([score, change?.to]).toEqual([at.score, at.score])
    // All of it was received today.
    expect((await explain('users/ada', 'at=2026-03-01&since=2026-02-08&known=then')).change).toBeNull()
    const { change: none } = await explain('users/ada', `since=${new Date(now).toISOString()}`)
    expect(none).toMatchObject({ points: 0 })
    expect(none?.lines.every(({ points }) => points === 0)).toBe(true)
  })

  it('has a line of its own where another profile applied', async () => {
    const profiles = [
      {
        name: 'paying',
        when: { trait: { plan: 'paid' } },
        dimensions: { depth: { amount: 'value', target: 60, weight: 1 } },
      },
    ]
    const plan = (name: string, timestamp: string) => ({
      type: 'identify',
      userId: 'ada',
      traits: { plan: name },
      timestamp,
    })
    await (await start({ ...EXAMPLE, profiles })).send([...messages, plan('paid', '2026-03-01T00:00:00Z')])
    const paying = await explain('users/ada', 'since=2026-02-20')
    expect(paying.model.profile).toBe('paying')
    expect(linesOf(paying)).toEqual(['depth', 'profile'])
    expect(sum(paying.change?.lines ?? [])).toBeCloseTo(paying.change?.points ?? NaN, 9)
    expect(linesOf(await explain('users/ada', 'since=2026-03-02'))).toEqual(['depth'])
  })

  it.each([
    {
      name: 'with other weights',
      first: { ...EXAMPLE, dimensions: { days: { amount: 'days', target: 5, weight: 1 } } },
    },
    {
      name: 'that folds otherwise',
      first: {
        ...EXAMPLE,
        timeZone: 'Asia/Kolkata',
        actions: { ...EXAMPLE.actions, report_created: { volume: 'rows', value: 0.001 } },
      },
    },
    {
      name: 'of the points form',
      first: {
        form: 'points',
        max: 50,
        windowDays: 30,
        actions: EXAMPLE.actions,
        lines: [{ signal: { count: 'report_created' }, points: 2 }],
      },
    },
  ])('has a line of its own where another model was in force, $name', async ({ first }) => {
    await inForceSinceFebruary(first)
    const at = 'score?at=2026-02-20T10:00:00Z'
    const was = [await scoreOf(`users/ada/${at}`), await scoreOf(`accounts/acme/${at}`)]
    await start(EXAMPLE)
    for (const [i, path] of ['users/ada', 'accounts/acme'].entries()) {
      const explained = await explain(path, 'since=2026-02-20T10:00:00Z')
      expect(explained.model.version).toBe(2)
      expect(explained.change?.from).toBeCloseTo(was[i] ?? NaN, 9)
      expect(linesOf(explained)).toEqual([...DIMENSIONS, 'model'])
      expect(sum(explained.change?.lines ?? [])).toBeCloseTo(explained.change?.points ?? NaN, 9)
    }
    // Once it was in force, and before anything was, there is no other.
    for (const since of ['2026-03-10T12:00:00Z', '2026-01-31'])
      expect(linesOf(await explain('users/ada', `since=${since}`))).not.toContain('model')
  })

  it('has such a line by what was known then, where that is asked for', async () => {
    now = FEBRUARY
    const first = { ...EXAMPLE, horizonDays: 60 }
    await (await start(first)).send(messages.filter(({ timestamp }) => Date.parse(timestamp) < FEBRUARY))
    now = MARCH
    await collector?.send([...messages, track('ada', 45, 'report_shared')])
    const then = 'users/ada/score?at=2026-02-05&known=then'
    const was = await scoreOf(then)
    expect(was).toBeLessThan((await scoreOf('users/ada/score?at=2026-02-05')) ?? NaN)
    await start(EXAMPLE)
    const explained = await explain('users/ada', 'since=2026-02-05&known=then')
    expect(explained.change?.from).toBe(was)
    expect(linesOf(explained)).toContain('model')
  })

  it('has no such line where the model was another that says the same', async () => {
    await inForceSinceFebruary(EXAMPLE)
    const names = Object.keys(EXAMPLE.actions)
    // Any, so that sums tell in which order they were made.
    const any = fc.record({
      user: fc.nat(19),
      hours: fc.nat(2_000),
      event: fc.constantFrom(...names),
      rows: fc.double({ min: 0, max: 1_000, noNaN: true }),
      who: fc.nat(10),
    })
    const more = fc.sample(any, { seed: 20260310, numRuns: 900 }).map(({ user, hours, event, rows, who }, i) => ({
      ...track(`u${user}`, hours / 24, event),
      messageId: `more ${i}`,
      properties: { rows, with: `colleague ${who}` },
    }))
    await collector?.send(more)
    await start({ ...EXAMPLE, activation: { actions: ['report_created'] } })
    for (const path of ['accounts/acme', ...Array.from({ length: 20 }, (_, i) => `users/u${i}`)])
      expect(linesOf(await explain(path, 'since=2026-02-20'))).toEqual(DIMENSIONS)
  })

  it('is nothing where there was no score, by the model of then either', async () => {
    const actions = { ...EXAMPLE.actions, report_created: { passive: true } }
    await inForceSinceFebruary({ ...EXAMPLE, actions, activation: { actions: ['report_shared'] } })
    await collector?.send(Array.from({ length: 5 }, (_, i) => track('new', 26 - i, 'report_created')))
    expect(await read('users/new/score?at=2026-02-28')).toMatchObject({ score: null })
    await start(EXAMPLE)
    expect((await explain('users/new', 'since=2026-02-28')).change).toBeNull()
    expect((await explain('users/ada', 'since=2025-12-12')).change).toBeNull()
  })

  it.each([
    'explain=change',
    'since=2026-02-08',
    'explain=all&since=2026-02-08',
    'explain=change&since=soon',
    'explain=change&since=',
    'explain=change&since=2026-03-11',
    'explain=change&since=2026-03-10T12:00:00.001Z',
    'explain=change&since=2026-02-08&at=2026-02-07',
    'explain=change&since=2026-02-08&since=2026-02-09',
    'explain=change&since=2026-02-08&until=2026-02-09',
  ])('is asked for in one way: ?%s answers 400', async (query) => {
    await (await start(EXAMPLE)).send(messages)
    await expect(read(`users/ada/score?${query}`)).rejects.toThrow(/^400 .*invalid_parameter/)
  })
})
