import { refold } from '@uptake/collector/src/ingest/refold.ts'
import { createRetention } from '@uptake/collector/src/ingest/retention.ts'
import type { NudgeMark } from '@uptake/collector/src/storage/storage.ts'
import { NUDGE_EVENTS } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEYS } from '../harness/start-collector.ts'
import { EXAMPLE, modelOf } from '../vectors/arbitraries.ts'
import { DAY_MS, HOUR_MS, NOW, openStage, report, rule, type Stage } from './stage.ts'

const MODEL = modelOf(EXAMPLE)

async function marksOf({ collector: { storage } }: Stage, userId: string): Promise<string[]> {
  const person = await storage.personByUserId(userId)
  const toText = ({ nudge, event, session, firstAt, lastAt, days, account }: NudgeMark) =>
    JSON.stringify([nudge, event, session, firstAt, lastAt, days, account])
  return person ? (await storage.nudgeMarks(person.id)).map(toText).toSorted() : []
}
async function rebuild({ collector: { storage } }: Stage, messagesATurn = 5_000): Promise<void> {
  for await (const _ of refold(storage, MODEL, { always: true, messagesATurn })) void _
}

it('R19: an offline dismissal counts when it arrives, from when it happened', async () => {
  await using stage = await openStage([rule('a')])
  await stage.track('ada', 'signed_in')
  expect(await stage.offered('ada')).toEqual(['a'])
  await stage.tell('ada', 'nudge_dismissed', 'a', { at: NOW - 10 * DAY_MS })
  expect(await stage.offered('ada')).toEqual([])
  stage.now = NOW + 20 * DAY_MS - 1
  expect(await stage.offered('ada')).toEqual([])
  stage.now = NOW + 20 * DAY_MS
  expect(await stage.offered('ada')).toEqual(['a'])
})

it('what a visitor did with a nudge is the user’s, once it is known who that is', async () => {
  await using stage = await openStage([rule('a'), rule('b')])
  const who = { anonymousId: 'visitor' }
  await stage.tell('ada', 'nudge_shown', 'a', { session: 's', who })
  await stage.tell('ada', 'nudge_dismissed', 'a', { session: 's', who })
  await stage.track('ada', 'signed_in')
  expect(await stage.offered('ada', { session: 's' })).toEqual(['a', 'b'])
  await stage.collector.send([{ type: 'identify', userId: 'ada', anonymousId: 'visitor' }])
  expect(await stage.offered('ada', { session: 's' })).toEqual([])
  stage.now = NOW + DAY_MS
  expect(await stage.offered('ada', { session: 't' })).toEqual(['b'])
  // Reported once more under their name, it is the same showing.
  await stage.tell('ada', 'nudge_shown', 'a', { session: 's', at: NOW + 1 })
  expect((await marksOf(stage, 'ada')).map((mark) => mark.slice(0, 17))).toEqual([
    '["a","nudge_dismi',
    '["a","nudge_shown',
  ])
})

it('whoever was erased starts anew', async () => {
  await using stage = await openStage([rule('a')])
  await stage.tell('ada', 'nudge_completed', 'a')
  expect(await stage.offered('ada')).toEqual([])
  const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
  const erased = await stage.collector.fetch('/v1/users/ada', { method: 'DELETE', headers })
  expect(await erased.json()).toMatchObject({ nudges: 1 })
  stage.now = NOW + 1
  await stage.track('ada', 'signed_in')
  expect(await stage.offered('ada')).toEqual(['a'])
})

it('an erased account leaves marks to who made them, in no account', async () => {
  await using stage = await openStage([rule('a')])
  await stage.tell('ada', 'nudge_dismissed', 'a', { groupId: 'acme' })
  const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
  await stage.collector.fetch('/v1/accounts/acme', { method: 'DELETE', headers })
  const marks = [JSON.stringify(['a', 'nudge_dismissed', null, NOW, NOW, null, null])]
  expect(await marksOf(stage, 'ada')).toEqual(marks)
  await rebuild(stage)
  expect(await marksOf(stage, 'ada')).toEqual(marks)
})

it('the id of who is erased stands in no mark of others, folded again or not', async () => {
  await using stage = await openStage([rule('a')])
  await stage.track('eve', 'signed_in')
  await stage.tell('ada', 'nudge_shown', 'eve', { at: NOW - 40 * DAY_MS })
  await createRetention(stage.collector.storage, MODEL, 30).keepUp(NOW)
  await stage.tell('ada', 'nudge_clicked', 'eve', { at: NOW - DAY_MS })
  const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
  await stage.collector.fetch('/v1/users/eve', { method: 'DELETE', headers })
  const marks = await marksOf(stage, 'ada')
  expect(marks).toHaveLength(2)
  expect(marks.join()).not.toContain('eve')
  await rebuild(stage)
  expect(await marksOf(stage, 'ada')).toEqual(marks)
})

it('marks stay when their messages go, and a rebuild makes them as they were', async () => {
  await using stage = await openStage([rule('a'), rule('b')])
  await stage.tell('ada', 'nudge_completed', 'a', { at: NOW - 40 * DAY_MS })
  // A session that began before the day from which on messages are kept.
  const border = Date.parse('2026-02-08T00:00:00.000Z')
  for (const at of [border - HOUR_MS, border + HOUR_MS])
    await stage.tell('ada', 'nudge_shown', 'b', { session: 's', at })
  const before = await marksOf(stage, 'ada')
  expect(await createRetention(stage.collector.storage, MODEL, 30).keepUp(NOW)).toMatchObject({ messages: 2 })
  expect(await marksOf(stage, 'ada')).toEqual(before)
  for (const messagesATurn of [5_000, 1]) {
    await rebuild(stage, messagesATurn)
    expect(await marksOf(stage, 'ada')).toEqual(before)
  }
  expect(await stage.offered('ada')).toEqual(['b'])
})

it('a person is in an account by the last group message, where the token names none', async () => {
  const isLarge = { count: 'report_created', atLeast: 2, of: 'account' }
  await using stage = await openStage([rule('a', { when: isLarge })])
  await stage.collector.send(
    ['acme', 'small'].map((groupId) => ({ type: 'group', messageId: groupId, userId: 'ada', groupId })),
  )
  for (const userId of ['bob', 'cyd']) await stage.track(userId, 'report_created', { context: { groupId: 'acme' } })
  expect(await stage.offered('ada')).toEqual([])
  expect(await stage.offered('ada', { account: 'acme' })).toEqual(['a'])
  await stage.collector.send([{ type: 'group', messageId: 'back', userId: 'ada', groupId: 'acme' }])
  expect(await stage.offered('ada')).toEqual(['a'])
  expect(await stage.offered('ada', { account: 'small' })).toEqual([])
  // Whoever is in none has no answer to it, nor to its contrary.
  expect(await stage.offered('cyd')).toEqual([])
})

it('a goal that is reached, lately or since the nudge was shown, keeps it away', async () => {
  const goal = { action: 'report_shared', withinDays: 7 }
  await using stage = await openStage([rule('a', { goal }), rule('b', { goal: { action: 'report_created' } })])
  await stage.track('ada', 'signed_in')
  // Its session went on for days.
  for (const daysAgo of [9, 7.4])
    await stage.tell('ada', 'nudge_held', 'a', { session: 's', at: NOW - daysAgo * DAY_MS })
  expect(await stage.offered('ada')).toEqual(['a', 'b'])
  const ago = (days: number) => ({ timestamp: new Date(NOW - days * DAY_MS).toISOString() })
  await stage.track('ada', 'report_created', ago(7))
  await stage.track('ada', 'report_shared', ago(10))
  expect(await stage.offered('ada')).toEqual(['a', 'b'])
  await stage.track('ada', 'report_created', ago(6))
  await stage.track('ada', 'report_shared', ago(8))
  expect(await stage.offered('ada')).toEqual([])
  stage.now = NOW + 300 * DAY_MS
  expect(await stage.offered('ada')).toEqual(['b'])
})

describe('property: whatever was told', () => {
  const told = fc.record({
    user: fc.constantFrom('ada', 'bob', 'visitor'),
    event: fc.constantFrom(...NUDGE_EVENTS, 'signed_in'),
    nudge: fc.constantFrom('a', 'b', 'c', 'gone'),
    session: fc.option(fc.constantFrom('s', 't'), { nil: undefined }),
    days: fc.constantFrom<unknown>(undefined, 1, 3, 7, 'a week'),
    groupId: fc.option(fc.constantFrom('acme', 'small'), { nil: undefined }),
    minutes: fc.nat(60 * 24 * 30),
  })
  type Told = typeof told extends fc.Arbitrary<infer One> ? One : never
  const rules = [
    rule('a', { goal: { action: 'report_shared' } }),
    rule('b', { slot: 'a', holdout: 0.5 }),
    rule('c', { critical: true }),
  ]
  // Which account a session's is goes by what was first in it.
  const anyTold = fc.uniqueArray(told, { minLength: 1, maxLength: 30, selector: ({ minutes }) => minutes })
  const anyOrders = anyTold.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  )
  const anySizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })

  const toMessage = ({ user, event, nudge, session, days, groupId, minutes }: Told) => {
    const who = user === 'visitor' ? { anonymousId: 'visitor' } : { userId: user }
    const where = { ...(session && { session }), ...(groupId && { groupId }) }
    return report(user, event, nudge, { ...where, days, who, at: NOW - minutes * 60_000 })
  }
  async function sendInParts({ collector }: Stage, messages: readonly object[], sizes: readonly number[]) {
    for (let from = 0, turn = 0; from < messages.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1
      await collector.send(messages.slice(from, from + size))
      from += size
    }
  }
  /** Everybody's marks, and what they are offered in some sessions at some instants. */
  async function lookAt(stage: Stage) {
    const marks = await Promise.all(['ada', 'bob'].map((user) => marksOf(stage, user)))
    const offers = []
    for (const session of ['s', 'u'])
      for (const hours of [0, 30, 24 * 9]) {
        stage.now = NOW + hours * HOUR_MS
        offers.push(await stage.nudges('ada', { session }), await stage.nudges('bob', { session, account: 'acme' }))
      }
    return { marks, offers }
  }

  it('in any order and in parts, and folded again, marks and decisions are the same', async () => {
    const same = fc.asyncProperty(anyOrders, anySizes, fc.nat(20), fc.nat(8), async (orders, sizes, place, turn) => {
      const looks = []
      for (const order of orders) {
        await using stage = await openStage(rules)
        // So that accounts have the same numbers.
        for (const groupId of ['acme', 'small']) await stage.track('eve', 'signed_in', { context: { groupId } })
        const claim = { type: 'identify', messageId: 'claim', userId: 'ada', anonymousId: 'visitor' }
        await sendInParts(stage, order.map(toMessage).toSpliced(place, 0, claim), sizes)
        const before = await lookAt(stage)
        await rebuild(stage, turn + 1)
        expect(await lookAt(stage)).toEqual(before)
        // Arms are another store's.
        looks.push([before.marks, before.offers.map((offer) => offer.map(({ id }) => id))])
      }
      expect(looks[1]).toEqual(looks[0])
    })
    await fc.assert(same, { seed: 20261122, numRuns: 20 })
  })
})
