import type { SubjectKind } from '@uptake/collector/src/storage/storage.ts'
import { createRetention } from '@uptake/collector/src/ingest/retention.ts'
import { liftOf, uniform } from '@uptake/shared/nudges'
import type { NudgeEvent, NudgeReport, Problem } from '@uptake/shared/wire'
import { randomBinomial, randomGeometric, randomLcg } from 'd3-random'
import { afterEach, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'
import { modelOf } from '../vectors/arbitraries.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW = Date.parse('2026-03-31T12:00:00.000Z')

const model = {
  actions: { report_created: { feature: 'reports' }, report_shared: { feature: 'sharing' } },
  dimensions: {
    frequency: { amount: 'days', target: 3, weight: 1 },
    breadth: { amount: 'features', target: 2, weight: 1 },
  },
}
const when = { weakest: 'breadth' }
const goal = { action: 'report_shared', withinDays: 7 }
const app = { deliver: 'app', slot: 'top', kind: 'banner', title: 'Share it', body: 'It helps.', when } as const
/** The triggers are the tests' own. */
const never = { daysKnown: { above: 9_000 } }
const config = {
  model,
  nudges: [
    { ...app, id: 'share', goal },
    { ...app, id: 'hello' },
    { id: 'call', deliver: 'webhook', when: never, goal },
    { id: 'visit', deliver: 'webhook', about: 'account', when: never, goal },
  ],
  webhooks: { url: 'https://hooks.example.com/' },
}

let collector: TestCollector
afterEach(() => collector[Symbol.asyncDispose]())
const start = async (more: object = {}) => {
  collector = await startCollector({ ...config, ...more }, { now: () => NOW })
}
async function report(nudge = 'share'): Promise<NudgeReport> {
  const all = (await collector.read('/v1/nudges/report')) as NudgeReport[]
  const found = all.find((one) => one.nudge === nudge)
  if (!found) throw new Error(`no report of ${nudge}`)
  return found
}

let sent = 0
/** Who (in an account after `@`, a visitor after `?`) did what, so many days before now. */
function did(event: string, who: string, ageDays: number, properties: object = {}): object {
  const [id = '', groupId] = who.split('@')
  return {
    type: 'track',
    messageId: `m${(sent += 1)}`,
    ...(id.startsWith('?') ? { anonymousId: id } : { userId: id }),
    event,
    properties,
    ...(groupId !== undefined && { context: { groupId } }),
    timestamp: new Date(NOW - ageDays * DAY_MS).toISOString(),
  }
}
const reported = (event: NudgeEvent, who: string, ageDays: number, nudge = 'share') =>
  did(event, who, ageDays, { nudge })
const send = async (...messages: object[]) => {
  for (let i = 0; i < messages.length; i += 1_000) await collector.send(messages.slice(i, i + 1_000))
}

describe('GET /v1/nudges/report', () => {
  it('R19: counts people, in the order of the configuration', async () => {
    await start()
    await send(
      ...['ada', 'bob', '?visitor'].map((who) => reported('nudge_shown', who, 20)),
      reported('nudge_shown', 'ada', 9),
      reported('nudge_clicked', 'ada', 9),
      reported('nudge_clicked', 'ada', 8.9),
      reported('nudge_dismissed', 'bob', 20),
      reported('nudge_snoozed', '?visitor', 20),
      reported('nudge_held', 'cid', 20),
      reported('nudge_completed', 'ada', 8),
      reported('nudge_shown', 'ada', 9, 'not configured'),
    )
    const all = (await collector.read('/v1/nudges/report')) as NudgeReport[]
    expect(all.map(({ nudge, deliver }) => [nudge, deliver])).toEqual([
      ['share', 'app'],
      ['hello', 'app'],
      ['call', 'webhook'],
      ['visit', 'webhook'],
    ])
    expect(all[0]).toMatchObject({ shown: 3, held: 1, clicked: 1, dismissed: 1, snoozed: 1, completed: 1 })
    expect(all[1]).toEqual({
      nudge: 'hello',
      deliver: 'app',
      shown: 0,
      held: 0,
      clicked: 0,
      dismissed: 0,
      snoozed: 0,
      completed: 0,
      outcome: null,
      lift: null,
      interval: null,
      verdict: null,
      subscore: null,
    })
  })

  it('R19: counts both arms from the same trigger, for as long', async () => {
    await start()
    const shown = (who: string, ageDays: number, ...shared: number[]) => [
      reported('nudge_shown', who, ageDays),
      ...shared.map((age) => did('report_shared', who, age)),
    ]
    await send(
      ...shown('before', 20, 20.001),
      ...shown('just then', 20, 20),
      ...shown('soon after', 20, 19.999),
      ...shown('at the end', 20, 13),
      ...shown('too late', 20, 12.999),
      ...shown('something else', 20),
      did('report_created', 'something else', 19),
      // The first time counts.
      ...shown('shown again', 20, 10),
      reported('nudge_shown', 'shown again', 11),
      ...shown('not over', 6.999, 6),
      ...shown('over', 7.001, 6),
      reported('nudge_held', 'held', 20),
      did('report_shared', 'held', 14),
      reported('nudge_held', 'held too', 20),
    )
    const { outcome, lift, interval, verdict } = await report()
    expect(outcome).toEqual({
      ...goal,
      shown: { units: 8, people: 8, reached: 3, share: 3 / 8 },
      held: { units: 2, people: 2, reached: 1, share: 0.5 },
      waiting: 1,
    })
    expect([lift, interval, verdict]).toEqual([null, null, 'not_enough_data'])
  })

  it('takes what was drawn into an arm together as one', async () => {
    await start()
    await send(
      ...['ada@acme', 'bob@acme', 'cid@beta', 'dan', '?visitor'].map((who) => reported('nudge_shown', who, 20)),
      // It holds of a person wherever they did it.
      ...['ada@beta', 'bob@acme', '?visitor'].map((who) => did('report_shared', who, 19)),
      // Who changed accounts keeps the arm of their own first time, in either order.
      reported('nudge_held', 'eve@beta', 20),
      reported('nudge_shown', 'eve@acme', 10),
      reported('nudge_held', 'fay@gamma', 10),
      reported('nudge_shown', 'fay@acme', 20),
    )
    expect(await report()).toMatchObject({
      shown: 7,
      held: 2,
      outcome: {
        shown: { units: 4, people: 6, reached: 3, share: 0.5 },
        held: { units: 1, people: 1, reached: 0, share: 0 },
      },
    })
  })

  it('counts whom a webhook fired for, of one about accounts the accounts', async () => {
    await start()
    await send(...['ada@acme', 'bob@acme', 'cid@beta', 'dan'].map((who) => did('report_created', who, 30)))
    const { storage } = collector
    const accountId = async (id: string) => (await storage.accountByAccountId(id))?.id ?? 0
    const personId = async (id: string) => (await storage.personByUserId(id))?.id ?? 0
    const fire = async (nudge: string, of: SubjectKind, id: string, ageDays: number, arm: 'shown' | 'held') => {
      const subject = await (of === 'person' ? personId(id) : accountId(id))
      const one = { id: `${nudge} ${id} ${ageDays}`, nudge, of, subject, subjectId: id, at: NOW - ageDays * DAY_MS }
      await storage.transaction(async (transaction) => {
        await transaction.armNudge(of, subject, nudge)
        const account = of === 'account' ? subject : null
        await transaction.addTrigger({ ...one, account, payload: arm === 'held' ? null : '{}' })
      })
    }
    await fire('call', 'person', 'ada', 20, 'shown')
    await fire('call', 'person', 'ada', 12, 'shown')
    await fire('call', 'person', 'bob', 20, 'held')
    await fire('call', 'person', 'dan', 6, 'shown')
    await fire('visit', 'account', 'acme', 20, 'shown')
    await fire('visit', 'account', 'beta', 20, 'held')
    await send(
      did('report_shared', 'bob@acme', 14),
      did('report_shared', 'ada@acme', 12.5),
      did('report_shared', 'cid', 15),
      // What the receiver tells of: an e-mail that was opened, and one of somebody whom it was not sent to.
      reported('nudge_clicked', 'ada@acme', 19, 'visit'),
      reported('nudge_clicked', 'bob@acme', 19, 'visit'),
      reported('nudge_shown', 'cid@beta', 19, 'visit'),
    )
    expect(await report('call')).toMatchObject({
      deliver: 'webhook',
      shown: 2,
      held: 1,
      outcome: { shown: { people: 1, reached: 0 }, held: { people: 1, reached: 1 }, waiting: 1 },
    })
    expect(await report('visit')).toMatchObject({
      shown: 1,
      held: 1,
      clicked: 1,
      outcome: {
        shown: { units: 1, people: 1, reached: 1 },
        held: { units: 1, people: 1, reached: 0 },
        waiting: 0,
      },
    })
  })

  it('counts what comes late when it comes', async () => {
    await start()
    await send(reported('nudge_shown', 'ada', 20))
    expect((await report()).outcome?.shown).toMatchObject({ people: 1, reached: 0 })
    await send(did('report_shared', 'ada', 19), reported('nudge_held', 'bob', 25))
    expect((await report()).outcome).toMatchObject({ shown: { reached: 1 }, held: { people: 1 } })
    await send(reported('nudge_held', 'ada', 30))
    expect((await report()).outcome).toMatchObject({ shown: { people: 0 }, held: { people: 2, reached: 0 } })
  })

  it('goes by whole days after the trigger’s where messages were removed', async () => {
    await start()
    const noon = 20
    await send(
      ...['same day', 'next day', 'last day', 'too late'].map((who) => reported('nudge_shown', who, noon)),
      did('report_shared', 'same day', noon - 0.1),
      did('report_shared', 'next day', noon - 0.6),
      did('report_shared', 'last day', noon - 7.4),
      did('report_shared', 'too late', noon - 7.6),
    )
    const reached = async () => (await report()).outcome?.shown.reached
    expect(await reached()).toBe(2)
    await createRetention(collector.storage, modelOf(model), 15).keepUp(NOW)
    expect(await reached()).toBe(2)
    expect((await report()).outcome?.shown).toMatchObject({ people: 4 })
    await send(reported('nudge_shown', 'later', 14), did('report_shared', 'later', 13.9))
    expect(await reached()).toBe(3)
  })

  it('waits for the end of the last whole day where messages were removed', async () => {
    const nudges = [{ ...app, id: 'share', goal: { ...goal, withinDays: 20 } }]
    await start({ nudges })
    await send(reported('nudge_shown', 'ada', 20.4), reported('nudge_shown', 'bob', 20.6))
    expect((await report()).outcome).toMatchObject({ waiting: 0 })
    await createRetention(collector.storage, modelOf(model), 15).keepUp(NOW)
    // Of the two the first is of today's 20th day before.
    expect((await report()).outcome).toMatchObject({ waiting: 1, shown: { people: 1 } })
  })

  it('R19: says by what a nudge lifts the goal, from real messages of accounts that move together', async () => {
    await start()
    const random = randomLcg(0.1)
    const [size, binomial] = [randomGeometric.source(random)(1 / 3), randomBinomial.source(random)]
    const arms = { shown: [], held: [] } as Record<'shown' | 'held', { people: number; total: number }[]>
    const messages = Array.from({ length: 400 }, (_, account) => {
      const arm = account % 5 === 0 ? 'held' : 'shown'
      const people = size()
      const total = binomial(people, random() < (arm === 'shown' ? 0.8 : 0.2) ? 0.9 : 0.1)()
      arms[arm].push({ people, total })
      return Array.from({ length: people }, (__, i) => {
        const who = `u${account}.${i}@a${account}`
        const ageDays = 10 + 20 * random()
        const shared = did('report_shared', who, ageDays - 6.9 * random())
        return [reported(`nudge_${arm}`, who, ageDays), ...(i < total ? [shared] : [])]
      }).flat()
    }).flat()
    await send(...messages)
    const found = await report()
    for (const arm of ['shown', 'held'] as const) {
      const people = arms[arm].reduce((sum, unit) => sum + unit.people, 0)
      const reached = arms[arm].reduce((sum, unit) => sum + unit.total, 0)
      expect(found[arm]).toBe(people)
      expect(found.outcome?.[arm]).toEqual({ units: arms[arm].length, people, reached, share: reached / people })
    }
    // 0.8 · (0.8 − 0.2)
    const [low, high] = found.interval ?? [NaN, NaN]
    expect(low).toBeLessThan(0.48)
    expect(high).toBeGreaterThan(0.48)
    expect(found.verdict).toBe('better')
    const expected = liftOf(arms.shown, arms.held, randomLcg(uniform('share')))
    expect([found.lift, found.interval]).toEqual([expected?.difference, expected?.interval])
    expect(await report()).toEqual(found)
  })

  it('tells how the subscore moved that was the weakest before', async () => {
    await start()
    const people = Array.from({ length: 120 }, (_, i) => ({ who: `u${i}`, arm: i % 2 ? 'held' : 'shown' }) as const)
    await send(
      ...people.flatMap(({ who, arm }, i) => [
        ...Array.from({ length: 45 }, (__, day) => did('report_created', who, day)),
        reported(`nudge_${arm}`, who, 20 + (i % 5) / 10),
        // All of those who are shown it begin to use the second feature, on the same day.
        ...(arm === 'shown' ? [did('report_shared', who, 19.55)] : []),
      ]),
    )
    const { subscore } = await report()
    expect(subscore).toMatchObject({ afterDays: 14, shown: { units: 60, people: 60 }, held: { units: 60, people: 60 } })
    expect(subscore?.held.change).toBeCloseTo(0, 0)
    expect(subscore?.shown.change).toBeGreaterThan(10)
    expect(subscore?.difference).toBeCloseTo((subscore?.shown.change ?? 0) - (subscore?.held.change ?? 0), 9)
    const [low, high] = subscore?.interval ?? [NaN, NaN]
    expect(low).toBeGreaterThan(10)
    expect(high).toBeGreaterThanOrEqual(low)
  })

  it.each([
    ['', {}, [401, 'unknown_key']],
    ['', { Authorization: `Bearer ${KEYS.writeKey}` }, [403, 'forbidden']],
    ['?at=2026-01-01', { Authorization: `Bearer ${KEYS.secretKey}` }, [400, 'invalid_parameter']],
  ] as const)('%s with %o answers %o', async (query, headers, is) => {
    await start()
    const response = await collector.fetch(`/v1/nudges/report${query}`, { headers })
    expect([response.status, ((await response.json()) as Problem).code]).toEqual(is)
  })
})
