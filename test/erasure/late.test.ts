import { createErasures } from '@uptake/collector/src/ingest/erasure.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEYS } from '../harness/start-collector.ts'
import { modelOf } from '../vectors/arbitraries.ts'
import { DAY_MS, iso, MODEL, NOW, openStage, type Stage } from './stage.ts'

const HOUR_MS = 3_600_000
const at = (timeMs: number) => ({ event: 'report_created', type: 'track', timestamp: iso(timeMs) })
const late = { ...at(NOW - HOUR_MS), userId: 'bob' }

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
  await stage.collector.send([
    { ...at(NOW - DAY_MS), anonymousId: 'visitor' },
    { ...at(NOW - DAY_MS), anonymousId: 'visitor', userId: 'bob' },
    { ...at(NOW - DAY_MS), userId: 'cyd', context: { groupId: 'acme' } },
  ])
  await stage.erase('/v1/users/bob')
  stage.now += HOUR_MS
})
afterEach(() => stage[Symbol.asyncDispose]())

const codes = async (messages: object[], envelope?: object) => {
  const { rejected } = await stage.collector.send(messages, envelope)
  return rejected.map(({ index, code }) => [index, code])
}
const refused = async () =>
  (await stage.collector.storage.rejectedAfter(0, 99)).map(({ code, userId }) => [code, userId])

describe('R38: what arrives late of an erased person', () => {
  it('is dropped, by whichever id, and costs nobody else theirs', async () => {
    const messages = [
      late,
      { ...at(NOW), anonymousId: 'visitor' },
      { ...late, userId: 'cyd', anonymousId: 'visitor' },
      { ...late, anonymousId: 'new' },
      { ...late, userId: 'dan' },
    ]
    expect(await codes(messages)).toEqual([
      [0, 'erased'],
      [1, 'erased'],
      [3, 'erased'],
    ])
    expect((await stage.request('DELETE', '/v1/users/bob')).status).toBe(404)
    const body = JSON.stringify({ ...late, writeKey: KEYS.writeKey })
    const single = await stage.collector.fetch('/v1/track', { method: 'POST', body })
    expect([single.status, await single.json()]).toEqual([400, expect.objectContaining({ code: 'erased' })])
    expect(await refused()).toEqual(Array.from({ length: 4 }, () => ['erased', null]))
  })

  it('is told from what they did since by its corrected time', async () => {
    expect(
      await codes([
        { ...at(NOW + 1), userId: 'bob' },
        { ...at(NOW), timestamp: undefined, userId: 'bob' },
      ]),
    ).toEqual([])
    // By a clock that is two hours behind.
    const behind = NOW - 2 * HOUR_MS
    const skewed = [behind + 60_000, behind - 60_000].map((timeMs) => ({ ...at(timeMs), userId: 'bob' }))
    expect(await codes(skewed, { sentAt: iso(stage.now - 2 * HOUR_MS) })).toEqual([[1, 'erased']])
    expect(await stage.collector.read('/v1/users/bob/export')).toMatchObject({ messages: { length: 3 } })
  })

  it('is dropped for thirty days', async () => {
    stage.now = NOW + 30 * DAY_MS - 1
    expect(await codes([late])).toEqual([[0, 'erased']])
    stage.now += 1
    expect(await codes([late])).toEqual([])
    const { storage } = stage.collector
    const remembered = () => storage.transaction((transaction) => transaction.newestErasureAt())
    const erasures = createErasures(storage, modelOf(MODEL))
    expect([await erasures.keepUp(stage.now), await remembered()]).toEqual([0, NOW])
    expect([await erasures.keepUp(stage.now + 1), await remembered()]).toEqual([0, null])
  })

  it('leaves no id of theirs with what is refused for another reason', async () => {
    await codes([
      { ...late, type: 'nonsense' },
      { ...late, userId: 'cyd', type: 'nonsense' },
    ])
    expect(await refused()).toEqual([
      ['invalid_message', null],
      ['invalid_message', 'cyd'],
    ])
  })

  it('is taken without an account that was erased, and not where it tells of that', async () => {
    await stage.erase('/v1/accounts/acme')
    stage.now += 1
    const inAcme = { userId: 'cyd', context: { groupId: 'acme' } }
    const messages = [
      { ...at(NOW), ...inAcme, messageId: 'before' },
      { ...at(NOW), userId: 'cyd', type: 'group', groupId: 'acme', traits: { seats: 3 } },
      { ...at(stage.now), ...inAcme, messageId: 'since' },
    ]
    expect(await codes(messages)).toEqual([[1, 'erased']])
    const stored = await stage.collector.storage.messagesAfter(0, 9)
    expect(stored.slice(-2).map(({ messageId, account, accountId }) => [messageId, account, accountId])).toEqual([
      ['before', null, null],
      // The number of what is gone is nobody else's.
      ['since', 2, 'acme'],
    ])
  })
})
