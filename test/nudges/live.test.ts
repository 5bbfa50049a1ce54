import type { Services } from '@uptake/collector/src/http/app.ts'
import type { Me } from '@uptake/shared/wire'
import { expect, it } from 'vitest'
import { DAY_MS, nextOffer, NOW, openStage, rule } from './stage.ts'

/** Looks at what time alone brings more often than in life. */
const SOON: { instead: Partial<Services> } = { instead: { streamPeriods: { commentMs: 60_000, lookMs: 20 } } }
const SHARED = { count: 'report_shared', atLeast: 1 }

it('R19: what is dismissed on one device goes from the other', async () => {
  await using stage = await openStage([rule('a')])
  await stage.track('ada', 'signed_in')
  await using other = await stage.stream('ada', { session: 'of the other' })
  expect(await nextOffer(other)).toEqual(['a'])
  await stage.tell('ada', 'nudge_dismissed', 'a', { session: 'of the one' })
  expect(await nextOffer(other)).toEqual([])
})

it('a nudge that was shown goes from devices in another session, and stays in its own', async () => {
  await using stage = await openStage([rule('a'), rule('b')])
  await stage.track('ada', 'signed_in')
  await using own = await stage.stream('ada', { session: 's' })
  await using other = await stage.stream('ada', { session: 't' })
  for (const stream of [own, other]) expect(await nextOffer(stream)).toEqual(['a', 'b'])
  await stage.tell('ada', 'nudge_shown', 'a', { session: 's' })
  expect(await nextOffer(own)).toEqual(['a'])
  expect(await nextOffer(other)).toEqual([])
})

it('what makes a nudge due is told within a second, and so is that its goal is reached', { retry: 2 }, async () => {
  const when = { all: [SHARED, { not: { count: 'comment_added', atLeast: 1 } }] }
  await using stage = await openStage([rule('a', { when, goal: { action: 'rows_imported' } })])
  await stage.track('ada', 'signed_in')
  await using stream = await stage.stream('ada')
  expect(await nextOffer(stream)).toEqual([])
  for (const [event, offered] of [
    ['report_shared', ['a']],
    ['rows_imported', []],
  ] as const) {
    await stage.track('ada', event)
    const acknowledged = performance.now()
    expect(await nextOffer(stream)).toEqual(offered)
    expect(performance.now() - acknowledged).toBeLessThan(1_000)
  }
})

it('what a colleague does makes a nudge due that asks about the account of a group message', { retry: 2 }, async () => {
  await using stage = await openStage([rule('a', { when: { ...SHARED, of: 'account' } })])
  await stage.collector.send([{ type: 'group', userId: 'ada', groupId: 'acme' }])
  await using stream = await stage.stream('ada')
  expect(await nextOffer(stream)).toEqual([])
  await stage.track('bob', 'report_shared', { context: { groupId: 'acme' } })
  const acknowledged = performance.now()
  expect(await nextOffer(stream)).toEqual(['a'])
  expect(performance.now() - acknowledged).toBeLessThan(1_000)
  // From here on what others do in the account that she left is nothing new.
  await stage.collector.send([{ type: 'group', userId: 'ada', groupId: 'small' }])
  expect(await nextOffer(stream)).toEqual([])
  await stage.track('cyd', 'report_shared', { context: { groupId: 'small' } })
  expect(await nextOffer(stream)).toEqual(['a'])
})

it('R19: a snoozed nudge returns when its time has come, and only if it still applies', async () => {
  const unlessShared = { not: SHARED }
  await using stage = await openStage([rule('a'), rule('b', { when: unlessShared })], SOON)
  await stage.track('ada', 'signed_in')
  for (const nudge of ['a', 'b']) await stage.tell('ada', 'nudge_snoozed', nudge, { days: 3, session: 's' })
  await stage.track('ada', 'report_shared')
  await using stream = await stage.stream('ada', { session: 't' })
  const first = (await stream.event()) as Me
  expect(first.nudges).toEqual([])
  stage.now = NOW + 3 * DAY_MS - 1_000
  await expect.poll(async () => ((await stream.event()) as Me).nudges.length).toBe(0)
  stage.now = NOW + 3 * DAY_MS
  expect(await nextOffer(stream)).toEqual(['a'])
})

it('midnight makes a nudge due without a message', async () => {
  await using stage = await openStage([rule('a', { when: { daysKnown: { atLeast: 2 } } })], SOON)
  await stage.track('ada', 'signed_in')
  await using stream = await stage.stream('ada')
  expect(await nextOffer(stream)).toEqual([])
  stage.now = Date.parse('2026-03-11T00:00:00.000Z')
  expect(await nextOffer(stream)).toEqual(['a'])
})
