import { setImmediate as turn } from 'node:timers/promises'
import { createSnapshots } from '@uptake/collector/src/scores/snapshots.ts'
import type { SnapshotCycle } from '@uptake/shared/model'
import { toIsoDay } from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { anyModel, anyPointsModel, EXAMPLE, modelOf } from '../vectors/arbitraries.ts'
import { createDays, type Setting, wrongInKept } from './kept.ts'
import { anySent, type Sent } from './sent.ts'

const START = Date.parse('2026-03-01T12:00:00.000Z')
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const example = modelOf(EXAMPLE)

/** A store that collectors open one after the other, by a clock that only moves when told. */
function createStage(first: Setting) {
  const folder = temporaryFolder()
  const daysOf = createDays()
  let setting = first
  let nowMs = START
  let sent = 0
  const open = (): Promise<TestCollector> =>
    startCollector({ model: setting.model.input, snapshot: setting.snapshot }, { now: () => nowMs, data: folder.path })
  let collector: Promise<TestCollector> | null = null
  const opened = (): Promise<TestCollector> => (collector ??= open())
  const close = async (): Promise<void> => (await collector)?.[Symbol.asyncDispose]()

  return {
    opened,
    now: () => nowMs,
    pass: (hours: number) => void (nowMs += hours * HOUR_MS),
    async restart(other: Setting) {
      await close()
      setting = other
      collector = null
    },
    async send(messages: readonly Sent[]) {
      const batch = messages.map(({ ageMs, message }) => ({
        ...message,
        messageId: `m${sent++}`,
        timestamp: new Date(nowMs - ageMs).toISOString(),
      }))
      expect((await (await opened()).send(batch)).rejected).toEqual([])
    },
    /** What is wrong with what is kept, once it is looked at. */
    wrong: async () => wrongInKept(await opened(), setting, nowMs, daysOf),
    async [Symbol.asyncDispose]() {
      await close()
      folder.remove()
    },
  }
}

const track = (who: { userId: string } | { anonymousId: string }, ageDays: number, event = 'report_created'): Sent => ({
  ageMs: ageDays * DAY_MS,
  message: { type: 'track', ...who, event, context: { groupId: 'acme' } },
})
/** Every so many days from a hundred days ago on. */
const every = (who: Parameters<typeof track>[0], days: number): Sent[] =>
  Array.from({ length: Math.ceil(100 / days) }, (_, i) => track(who, 100 - i * days))
const ada = { userId: 'ada' }
const bob = { userId: 'bob' }

interface Step {
  /** Hours that pass before it. */
  readonly hours: number
  readonly sent: readonly Sent[]
  /** The collector starts again on the same store. */
  readonly restart: Setting | null
  readonly isLooked: boolean
}
const setting: fc.Arbitrary<Setting> = fc.record({
  model: fc.oneof(fc.constant(example), anyModel(), anyPointsModel()),
  snapshot: fc.constantFrom<SnapshotCycle>('daily', 'weekly', 'monthly'),
})
const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.oneof(fc.nat(3), fc.nat(30), fc.integer({ min: 24, max: 400 })),
  sent: anySent(20),
  restart: fc.option(setting, { freq: 4 }),
  isLooked: fc.boolean(),
})

describe('R16: what is kept of scores', () => {
  it('is every due day of everybody as if it was scored afresh, whatever comes late, and whenever it is looked at', async () => {
    const steps = fc.array(step, { minLength: 2, maxLength: 6 })
    const same = fc.asyncProperty(setting, steps, async (first, all) => {
      await using stage = createStage(first)
      for (const { hours, sent, restart, isLooked } of all) {
        stage.pass(hours)
        if (restart) await stage.restart(restart)
        await stage.send(sent)
        if (isLooked) expect(await stage.wrong()).toEqual([])
      }
      expect(await stage.wrong()).toEqual([])
    })
    await fc.assert(same, { seed: 20260301, numRuns: 40, endOnFailure: true })
  })

  it.each([
    { snapshot: 'daily', days: 91, last: '2026-02-28' },
    // 1 March 2026 is a Sunday, and not over.
    { snapshot: 'weekly', days: 13, last: '2026-02-22' },
    { snapshot: 'monthly', days: 4, last: '2026-02-28' },
  ] as const)(
    'are $days days of a past that is there at once, by a $snapshot cycle',
    async ({ snapshot, days, last }) => {
      await using stage = createStage({ model: example, snapshot })
      await stage.send(every(ada, 2))
      expect(await stage.wrong()).toEqual([])
      const { storage } = await stage.opened()
      const kept = await storage.snapshots('person', -Infinity)
      expect([kept.length, toIsoDay(kept.at(-1)?.day ?? 0)]).toEqual([days, last])
    },
  )

  it('are the days of before too, once the cycle is another', async () => {
    for (const [before, after] of [
      ['weekly', 'daily'],
      ['daily', 'monthly'],
    ] as const) {
      await using stage = createStage({ model: example, snapshot: before })
      await stage.send([...every(ada, 1), ...every(bob, 3)])
      expect(await stage.wrong()).toEqual([])
      await stage.restart({ model: example, snapshot: after })
      stage.pass(50)
      await stage.send([track(ada, 40, 'report_shared')])
      expect(await stage.wrong()).toEqual([])
    }
  })

  it('are no days from before somebody came, once days are those of another time zone', async () => {
    await using stage = createStage({ model: modelOf({ ...EXAMPLE, timeZone: 'America/New_York' }), snapshot: 'daily' })
    // At 20:00 in New York, which is the next day in Kolkata.
    const evening = 11 / 24 - 1
    await stage.send([10, 9, 8].map((days) => track(ada, days + evening)))
    expect(await stage.wrong()).toEqual([])
    await stage.restart({ model: modelOf({ ...EXAMPLE, timeZone: 'Asia/Kolkata' }), snapshot: 'daily' })
    expect(await stage.wrong()).toEqual([])
  })

  it('holds what a visitor did once they turn out to be a user, in their account too', async () => {
    await using stage = createStage({ model: example, snapshot: 'daily' })
    await stage.send([...every(ada, 5), ...every({ anonymousId: 'v' }, 4)])
    expect(await stage.wrong()).toEqual([])
    await stage.send([{ ageMs: 0, message: { type: 'identify', userId: 'bob', anonymousId: 'v' } }])
    expect(await stage.wrong()).toEqual([])
  })

  it('takes in what a clock that is ahead has sent once its time has come', async () => {
    await using stage = createStage({ model: example, snapshot: 'daily' })
    await stage.send([...every(ada, 3), track(ada, -2 / 24, 'report_shared')])
    expect(await stage.wrong()).toEqual([])
    stage.pass(3)
    expect(await stage.wrong()).toEqual([])
  })

  it('is summed up again where it was made again, even if the run was stopped between the two', async () => {
    await using stage = createStage({ model: example, snapshot: 'weekly' })
    // A run takes them in turns; only those of the first are late.
    const users = Array.from({ length: 120 }, (_, i) => ({ userId: `u${String(i).padStart(3, '0')}` }))
    await stage.send(users.flatMap((user) => [track(user, 60), track(user, 30), track(user, 1)]))
    expect(await stage.wrong()).toEqual([])
    const late = users.slice(0, 40).map((user) => track(user, 20, 'report_shared'))
    await stage.send([...late, ...users.slice(40).map((user) => track(user, 0))])

    const { storage } = await stage.opened()
    const touched = async () => (await storage.touched('person', 0, users.length)).length
    const standing = async () => (await storage.standings('person', { sort: 'id', after: null, limit: 1 }))[0]?.score
    const before = await standing()
    const stopped = createSnapshots(storage, { model: example, version: 1, cycle: 'weekly' })
    const run = stopped.refresh(stage.now())
    while ((await standing()) === before) await turn()
    await stopped.stop()
    await run
    expect(await touched()).toBeGreaterThan(0)
    expect(await stage.wrong()).toEqual([])
    expect(await touched()).toBe(0)
  })

  it('is brought up to date by one run after the other, never by two at once', async () => {
    await using stage = createStage({ model: example, snapshot: 'daily' })
    await stage.send(every(ada, 3))
    const { storage } = await stage.opened()
    const runs: string[] = []
    const listened: typeof storage = {
      ...storage,
      snapshots(of, fromDay) {
        runs.push(of)
        return storage.snapshots(of, fromDay)
      },
    }
    const { refresh } = createSnapshots(listened, { model: example, version: 1, cycle: 'daily' })
    const first = refresh(stage.now())
    // Asked for at the very moment at which one run is over and the next has not begun.
    const between = first.then(() => refresh(stage.now()))
    await Promise.all([between, refresh(stage.now())])
    expect(runs).toEqual(['person', 'account', 'person', 'account', 'person', 'account'].slice(0, runs.length))
    expect(runs.length).toBeGreaterThan(2)
  })

  it('is what the process with the newer message wrote, where a slower one writes after it', async () => {
    await using stage = createStage({ model: example, snapshot: 'daily' })
    await stage.send(every(ada, 3))
    expect(await stage.wrong()).toEqual([])
    await stage.send([track(ada, 10, 'report_shared')])
    const { storage, read } = await stage.opened()
    let isOvertaken = false
    const slow: typeof storage = {
      ...storage,
      async transaction(work) {
        if (!isOvertaken) {
          isOvertaken = true
          // Between what it read and what it writes.
          await stage.send([track(ada, 40, 'comment_added')])
          await read('/v1/users')
        }
        return storage.transaction(work)
      },
    }
    await createSnapshots(slow, { model: example, version: 1, cycle: 'daily' }).refresh(stage.now())
    expect(isOvertaken).toBe(true)
    expect(await stage.wrong()).toEqual([])
  })
})
