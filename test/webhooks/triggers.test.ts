import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { WebhookPayload } from '@uptake/collector/src/nudges/payload.ts'
import { createTriggers } from '@uptake/collector/src/nudges/triggers.ts'
import { openProjectToRead } from '@uptake/collector/src/project.ts'
import { createSnapshots } from '@uptake/collector/src/scores/snapshots.ts'
import type { OutboxEntry, SubjectKind } from '@uptake/collector/src/storage/storage.ts'
import type { Config } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import type { Score } from '@uptake/shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEYS, startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'

const DAY_MS = 86_400_000
/** A Monday. */
const NOW = Date.parse('2026-03-02T12:00:00.000Z')
const model = {
  actions: { report_created: {}, report_shared: {} },
  dimensions: {
    level: { amount: 'trait', trait: 'level', target: 100, curve: 'linear', weight: 1 },
  },
}
const webhooks = { url: 'https://hooks.example.com' }
const rule = (id: string, when: object, more: object = {}) => ({ id, deliver: 'webhook', when, holdout: 0, ...more })
const BELOW_40 = rule('below-40', { score: { below: 40 } })

let now: number
let folder: ReturnType<typeof temporaryFolder>
let collector: TestCollector
let sent = 0
beforeEach(() => {
  now = NOW
  folder = temporaryFolder()
})
afterEach(async () => {
  await collector[Symbol.asyncDispose]()
  folder.remove()
})

const start = (...nudges: object[]): Promise<Config> => startWith(model, ...nudges)
async function startWith(changed: object, ...nudges: object[]): Promise<Config> {
  if (sent > 0) await collector[Symbol.asyncDispose]()
  const config = { model: changed, nudges, webhooks }
  const checked = checkConfig(config)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  collector = await startCollector(config, { now: () => now, data: folder.path })
  sent += 1
  return checked.config
}
/** Brings everything up to now. */
const refresh = () => collector.read('/v1/overview')
const iso = (timeMs: number) => new Date(timeMs).toISOString()
const track = (userId: string, event: string, more: object = {}) => ({
  type: 'track',
  messageId: `m${sent++}`,
  userId,
  event,
  timestamp: iso(now),
  ...more,
})
const level = (userId: string, to: number) => ({ type: 'identify', userId, traits: { level: to }, timestamp: iso(now) })
/** Somebody with a score: known for long, at a level. */
async function join(userId: string, to: number, groupId?: string): Promise<void> {
  const days = Array.from({ length: 40 }, (_, day) => iso(now - (40 - day) * DAY_MS))
  const group = groupId === undefined ? [] : [{ type: 'group', userId, groupId, timestamp: days[0] }]
  await collector.send([
    ...group,
    ...days.map((timestamp) => track(userId, 'report_created', { timestamp })),
    { ...level(userId, to), timestamp: days[0] },
  ])
}
async function moveTo(userId: string, to: number): Promise<void> {
  now += 60_000
  await collector.send([level(userId, to)])
  await refresh()
}
async function about(id: string, of: SubjectKind = 'person'): Promise<readonly OutboxEntry[]> {
  const { storage } = collector
  const subject = of === 'person' ? await storage.personByUserId(id) : await storage.accountByAccountId(id)
  return storage.triggersAbout(of, subject?.id ?? 0)
}
const fired = async (...args: Parameters<typeof about>) => (await about(...args)).map(({ nudge }) => nudge)
const payloadOf = ({ payload }: OutboxEntry) => JSON.parse(payload ?? 'null') as WebhookPayload

describe('R19: a webhook rule', () => {
  it('fires when it begins to hold, and again only after it was two points beyond its border', async () => {
    await start(BELOW_40)
    await join('ada', 50)
    await refresh()
    const counts = []
    for (const to of [39, 30, 40, 41, 41.9, 39, 42, 39, 20, 43, 39.9]) {
      await moveTo('ada', to)
      counts.push((await about('ada')).length)
    }
    expect(counts).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3])
    const ids = (await about('ada')).map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(ids.every((id) => /^msg_[\w-]{36}$/.test(id))).toBe(true)
  })

  it('neither fires nor arms again by what is unknown', async () => {
    await start(rule('small', { all: [{ trait: 'size', below: 10 }, { score: { below: 40 } }] }))
    await join('ada', 30)
    await refresh()
    expect(await fired('ada')).toEqual([])
    const size = (value: unknown) =>
      collector.send([{ type: 'identify', userId: 'ada', traits: { size: value }, timestamp: iso((now += 60_000)) }])
    for (const value of [5, 'unknown', 6, 20, 7]) {
      await size(value)
      await refresh()
    }
    expect(await fired('ada')).toEqual(['small', 'small'])
  })

  it('tells what a score says at that moment, and whom it is about', async () => {
    const goal = { action: 'report_shared', withinDays: 14 }
    await start(rule('task', { score: { below: 40 } }, { goal, dueInBusinessDays: 5, data: { task: 'Call them' } }))
    await join('ada', 50, 'acme')
    await refresh()
    await moveTo('ada', 30)
    const [entry, ...others] = await about('ada')
    expect(others).toEqual([])
    expect(entry).toMatchObject({ status: 'pending', arm: 'shown', at: now, nextAt: now, subjectId: 'ada' })
    const score = (await collector.read('/v1/users/ada/score')) as Score
    const { status, band, subscores, trend } = score
    expect(payloadOf(entry!)).toEqual({
      type: 'nudge.triggered',
      timestamp: iso(now),
      data: {
        nudge: 'task',
        user: 'ada',
        account: 'acme',
        status,
        score: score.score,
        band,
        subscores,
        trend,
        weakest: 'level',
        nextActions: await collector.read('/v1/users/ada/next'),
        goal,
        due: '2026-03-09',
        data: { task: 'Call them' },
      },
    })
  })

  it('counts business days from the day in the model’s time zone', async () => {
    // Saturday in Auckland, Friday in UTC.
    now = Date.parse('2026-03-06T12:00:00Z')
    const due = { dueInBusinessDays: 1 }
    const nudges = [rule('task', { daysKnown: { atLeast: 1 } }, due)]
    collector = await startCollector(
      { model: { ...model, timeZone: 'Pacific/Auckland' }, nudges, webhooks },
      { now: () => now, data: folder.path },
    )
    await collector.send([track('ada', 'report_created')])
    await refresh()
    const [entry] = await about('ada')
    expect(payloadOf(entry!).data.due).toBe('2026-03-09')
  })

  it('about accounts asks the account, and says no user', async () => {
    await start(rule('quiet-account', { count: 'report_created', atLeast: 2, inDays: 7 }, { about: 'account' }))
    const context = { groupId: 'acme' }
    await collector.send([track('ada', 'report_created', { context })])
    await refresh()
    expect(await fired('acme', 'account')).toEqual([])
    await collector.send([track('bob', 'report_created', { context })])
    await refresh()
    const [entry] = await about('acme', 'account')
    expect(payloadOf(entry!).data).toMatchObject({ nudge: 'quiet-account', account: 'acme' })
    expect(payloadOf(entry!).data).not.toHaveProperty('user')
    expect([await fired('ada'), await fired('bob')]).toEqual([[], []])
    const { account, subject } = entry!
    expect(account).toBe(subject)
  })

  it('about users may ask the account that a group message put them in last', async () => {
    await start(
      rule('both', {
        all: [
          { count: 'report_created', atLeast: 1 },
          { of: 'account', count: 'report_shared', atLeast: 1 },
        ],
      }),
    )
    const group = (userId: string, groupId: string) => ({ type: 'group', userId, groupId, timestamp: iso(now) })
    await collector.send([group('ada', 'other'), group('ada', 'acme'), group('bob', 'acme'), group('cyd', 'other')])
    await collector.send(['ada', 'cyd', 'dan'].map((who) => track(who, 'report_created')))
    await collector.send([track('bob', 'report_shared')])
    await refresh()
    expect(await Promise.all(['ada', 'bob', 'cyd', 'dan'].map((who) => fired(who)))).toEqual([['both'], [], [], []])
    expect(payloadOf((await about('ada'))[0]!).data.account).toBe('acme')
  })

  it('about users asks their account anew each time, and two points beyond its border', async () => {
    await start(rule('weak-account', { of: 'account', score: { below: 40 } }))
    await join('ada', 50, 'acme')
    const counts = []
    for (const to of [50, 39, 41, 39, 42, 39]) {
      now += 60_000
      await collector.send([
        { type: 'group', userId: 'ada', groupId: 'acme', traits: { level: to }, timestamp: iso(now) },
      ])
      await refresh()
      counts.push((await about('ada')).length)
    }
    expect(counts).toEqual([0, 1, 1, 1, 1, 2])
  })

  it('about users reads an account once for all of them, however many there are', async () => {
    const asked = rule('both', {
      all: [{ score: { below: 40 } }, { of: 'account', count: 'report_created', atLeast: 1 }],
    })
    const config = await start(asked)
    const users = Array.from({ length: 120 }, (_, i) => `u${i}`)
    await collector.send(users.map((userId) => track(userId, 'report_created', { context: { groupId: 'acme' } })))
    await collector.send(users.map((userId) => ({ type: 'group', userId, groupId: 'acme', timestamp: iso(now) })))
    const { storage } = collector
    const read: (readonly number[])[] = []
    const counting = { ...storage, members: (of: readonly number[]) => (read.push(of), storage.members(of)) }
    const inForce = { model: config.model, version: 1, cycle: config.snapshot }
    const triggers = createTriggers(counting, inForce, { nudges: config.nudges, randomId: randomUUID })
    const looked: number[] = []
    await createSnapshots(storage, inForce, (of, standings) => {
      if (of === 'person') looked.push(standings.size)
      return triggers(of, standings)
    }).refresh(now)
    expect(looked).toEqual([50, 50, 20])
    expect(read.flat()).toHaveLength(1)
  })

  it('holds out units, accounts where there are some, and has nothing to send about them', async () => {
    await start(
      rule('all', { daysKnown: { atLeast: 1 } }, { holdout: 1 }),
      rule('half', { daysKnown: { atLeast: 1 } }, { holdout: 0.5 }),
    )
    const users = Array.from({ length: 40 }, (_, i) => `u${i}`)
    await collector.send(
      users.map((userId, i) => ({ type: 'group', userId, groupId: `g${i % 10}`, timestamp: iso(now) })),
    )
    await refresh()
    const all = await Promise.all(users.map((userId) => about(userId)))
    const armsOf = (nudge: string) => all.map((some) => some.find((one) => one.nudge === nudge)?.arm)
    expect(new Set(armsOf('all'))).toEqual(new Set(['held']))
    const half = armsOf('half')
    expect(new Set(half)).toEqual(new Set(['held', 'shown']))
    for (const [i, arm] of half.entries()) expect(arm).toBe(half[i % 10])
    for (const { arm, status, payload } of all.flat()) {
      if (arm === 'held') expect([status, payload]).toEqual(['held', null])
    }
    expect((await collector.storage.countUndelivered()).pending).toBe(half.filter((arm) => arm === 'shown').length)
  })

  it('holds out by default what the collector that serves the store has written down', async () => {
    const { holdout: _, ...byDefault } = rule('all', { daysKnown: { atLeast: 1 } })
    await start(byDefault)
    const share = async (prefix: string) => {
      const users = Array.from({ length: 300 }, (_one, i) => `${prefix}${i}`)
      await collector.send(users.map((userId) => track(userId, 'report_created')))
      await refresh()
      const arms = await Promise.all(users.map(async (userId) => (await about(userId))[0]?.arm))
      return arms.filter((arm) => arm === 'held').length / users.length
    }
    await collector.storage.transaction((transaction) => transaction.setDefaultHoldout(0.1))
    const held = await share('u')
    expect(held).toBeGreaterThan(0.04)
    expect(held).toBeLessThan(0.18)
    await collector.storage.transaction((transaction) => transaction.setDefaultHoldout(0))
    expect(await share('v')).toBe(0)
  })

  it('fires by what holds now, not by what held in a past that is imported', async () => {
    await start(rule('busy', { count: 'report_created', atLeast: 3, inDays: 7 }))
    const past = (userId: string, daysAgo: number) =>
      Array.from({ length: 5 }, (_, i) =>
        track(userId, 'report_created', { timestamp: iso(now - (daysAgo + i / 10) * DAY_MS) }),
      )
    await collector.send([...past('ada', 30), ...past('bob', 1)])
    await refresh()
    expect([await fired('ada'), await fired('bob')]).toEqual([[], ['busy']])
    now += 10 * DAY_MS
    await refresh()
    expect([await fired('ada'), await fired('bob')]).toEqual([[], ['busy']])
    await collector.send(past('bob', 0))
    await refresh()
    expect(await fired('bob')).toEqual(['busy', 'busy'])
  })

  it('that is new is looked at for whoever does something at once, and for everybody on the next day', async () => {
    await start()
    await join('ada', 30)
    await join('bob', 30)
    await refresh()
    await start(BELOW_40)
    now += 60_000
    await collector.send([track('ada', 'report_shared')])
    await refresh()
    expect([await fired('ada'), await fired('bob')]).toEqual([['below-40'], []])
    now += DAY_MS
    await refresh()
    expect([await fired('ada'), await fired('bob')]).toEqual([['below-40'], ['below-40']])
  })

  it('sees a change as a score tells it, beside that of everybody', async () => {
    const users = ['ada', 'bob', 'cyd', 'dan', 'eve']
    await start()
    for (const userId of users) await join(userId, 80)
    now += DAY_MS
    await collector.send(users.map((userId) => level(userId, userId === 'ada' ? 30 : 60)))
    await refresh()
    now += DAY_MS
    await refresh()
    await start(rule('fell', { change: { below: -10 } }), rule('declining', { trend: 'declining' }))
    now += 60_000
    await collector.send(users.map((userId) => track(userId, 'report_created')))
    await refresh()
    const trends = await Promise.all(
      users.map(async (who) => ((await collector.read(`/v1/users/${who}/score`)) as Score).trend),
    )
    expect(trends.map((trend) => Math.round(trend?.adjusted ?? NaN))).toEqual([-30, 0, 0, 0, 0])
    expect(trends.map((trend) => trend?.change && trend.change < -10)).toEqual([true, true, true, true, true])
    const isDeclining = trends[0]?.declining
    expect(await fired('ada')).toEqual(isDeclining ? ['fell', 'declining'] : ['fell'])
    for (const who of users.slice(1)) expect(await fired(who)).toEqual([])
    expect(payloadOf((await about('ada'))[0]!).data.trend).toEqual(trends[0])
  })

  it.each<[string, () => Promise<void>]>([
    [
      'by a new model',
      async () => {
        now += DAY_MS
        await refresh()
        const other = { ...model.dimensions.level, target: 99 }
        await startWith({ ...model, dimensions: { level: other } }, rule('fell', { change: { below: -10 } }))
      },
    ],
    [
      'after days of which nothing was written down',
      async () => {
        await start(rule('fell', { change: { below: -10 } }))
        now += 3 * DAY_MS
      },
    ],
  ])('does not take for a change of one what happened to everybody, %s', async (_, meanwhile) => {
    const users = ['ada', 'bob', 'cyd', 'dan', 'eve']
    await start()
    for (const userId of users) await join(userId, 80)
    await refresh()
    now += DAY_MS
    await collector.send(users.map((userId) => level(userId, userId === 'ada' ? 30 : 60)))
    await meanwhile()
    await refresh()
    const score = (await collector.read('/v1/users/bob/score')) as Score
    expect(Math.round(score.trend?.adjusted ?? NaN)).toBe(0)
    for (const who of users) expect(await fired(who)).toEqual([])
    now += DAY_MS
    await refresh()
    expect(await fired('ada')).toEqual(['fell'])
    for (const who of users.slice(1)) expect(await fired(who)).toEqual([])
  })

  it('fires in whichever process writes a standing down, and in one of two', async () => {
    const config = await start(BELOW_40)
    await join('ada', 30)
    const others = [await openProjectToRead(config, folder.path), await openProjectToRead(config, folder.path)]
    await Promise.all([refresh(), ...others.map(({ snapshots }) => snapshots.refresh(now))])
    for (const { storage } of others) await storage.close()
    expect(await fired('ada')).toEqual(['below-40'])
  })

  it('stays fired when everything is folded and scored again', async () => {
    await start(BELOW_40)
    await join('ada', 30)
    await refresh()
    await collector.storage.transaction((transaction) => transaction.clearScores())
    await refresh()
    expect(await fired('ada')).toEqual(['below-40'])
  })

  it('knows somebody by an erased id as somebody new, and an export what it had to say', async () => {
    await start(BELOW_40)
    await join('ada', 30)
    await refresh()
    const authorized = { headers: { Authorization: `Bearer ${KEYS.secretKey}` } }
    const [{ id, payload } = { id: '', payload: '' }] = await about('ada')
    expect(await collector.read('/v1/users/ada/export')).toMatchObject({
      webhooks: [
        {
          id,
          nudge: 'below-40',
          account: null,
          at: iso(NOW),
          arm: 'shown',
          status: 'pending',
          payload: JSON.parse(payload ?? '') as object,
        },
      ],
    })
    const answer = await collector.fetch('/v1/users/ada', { method: 'DELETE', ...authorized })
    expect(await answer.json()).toMatchObject({ nudges: 1 })
    expect(await collector.storage.countUndelivered()).toEqual({ pending: 0, dead: 0 })
    now += 41 * DAY_MS
    await join('ada', 30)
    await refresh()
    expect((await fired('ada')).length).toBe(1)
  })
})

it('sends a body like the one in the README', async () => {
  const readme = readFileSync(fileURLToPath(import.meta.resolve('@uptake/collector/README.md')), 'utf8')
  const [, example = '{}'] = /```json\n(\{\n {2}"type": "nudge\.triggered"[^]*?)\n```/.exec(readme) ?? []
  const shown = JSON.parse(example) as WebhookPayload
  const { nudge, goal, data } = shown.data
  await start(rule(nudge, { score: { below: 40 } }, { ...(goal && { goal }), dueInBusinessDays: 5, data }))
  await join(shown.data.user ?? '', 30, shown.data.account)
  await refresh()
  const [entry] = await about(shown.data.user ?? '')
  expect(shapeOf(payloadOf(entry!))).toEqual(shapeOf(shown))
})

/** Names and types, without what differs from model to model. */
function shapeOf(value: unknown, name = ''): unknown {
  if (name === 'subscores' || name === 'quiet') return typeof value
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => shapeOf(item))
  if (typeof value !== 'object' || value === null) return name === 'adjusted' ? 'number' : typeof value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item, key)]))
}
