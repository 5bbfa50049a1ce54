import { createAccountAnswers } from '@uptake/collector/src/nudges/account-answers.ts'
import { createScores } from '@uptake/collector/src/scores/scores.ts'
import { refold } from '@uptake/collector/src/ingest/refold.ts'
import type { Me, Score } from '@uptake/shared/wire'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KEYS } from '../harness/start-collector.ts'
import type { OpenStream } from './read-stream.ts'
import { DAY_MS, HOUR_MS, NOW, openStage, rule, type Stage } from '../nudges/stage.ts'
import { EXAMPLE, modelOf } from '../vectors/arbitraries.ts'

const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve']
const HEADERS = { Authorization: `Bearer ${KEYS.secretKey}` }
const at = (timeMs: number) => ({ timestamp: new Date(timeMs).toISOString(), context: { groupId: 'acme' } })

let stage: Stage
beforeEach(async () => {
  const large = rule('large', { when: { count: 'report_shared', atLeast: 1, of: 'account' } })
  stage = await openStage([large])
  const days = Array.from({ length: 60 }, (_, ago) => NOW - ago * DAY_MS)
  await stage.collector.send(
    PEOPLE.flatMap((userId, i) =>
      days
        .filter((_, ago) => ago % (i + 2) === 0)
        .map((timeMs) => ({ type: 'track', userId, event: 'report_created', ...at(timeMs) })),
    ),
  )
})
afterEach(() => stage[Symbol.asyncDispose]())

const me = async (userId = 'ada'): Promise<Me> =>
  (await (await stage.fetchMe(userId, { account: 'acme' })).json()) as Me
/** Scored for this answer alone. */
const afresh = async (): Promise<Score> => (await stage.collector.read('/v1/accounts/acme/score')) as Score
const erase = async (path: string) => {
  expect((await stage.collector.fetch(path, { method: 'DELETE', headers: HEADERS })).status).toBe(200)
}
const send = (...messages: object[]) => stage.collector.send(messages)
const share = (userId: string, timeMs = NOW) =>
  send({ type: 'track', userId, event: 'report_shared', properties: { with: `${timeMs}` }, ...at(timeMs) })

describe('an account is scored once for all who look at it', () => {
  /** Who scores an account reads its members; what is counted is the real thing. */
  const countScored = () => vi.spyOn(stage.collector.storage, 'members')

  it('when they come, and once at a commit, whoever it is of', async () => {
    const scored = countScored()
    const streams: OpenStream[] = await Promise.all(PEOPLE.map((userId) => stage.stream(userId, { account: 'acme' })))
    const tell = () => Promise.all(streams.map(async (stream) => (await stream.event()) as Me))
    const first = await tell()
    expect(scored).toHaveBeenCalledTimes(1)
    await share('bob')
    const second = await tell()
    expect(scored).toHaveBeenCalledTimes(2)
    expect(second.map(({ account }) => account)).toEqual(PEOPLE.map(() => second[0]?.account))
    expect(second[0]?.account).not.toEqual(first[0]?.account)
    expect(second[0]?.account).toEqual(await afresh())
    for (const stream of streams) stream.abandon()
  })

  it('while nothing of it is new, and its answer is of now', async () => {
    await me()
    const scored = countScored()
    stage.now += 1_000
    await send({ type: 'track', userId: 'zoe', event: 'report_shared', ...at(NOW), context: { groupId: 'other' } })
    expect((await me('bob')).account).toMatchObject({ asOf: new Date(stage.now).toISOString() })
    expect(scored).not.toHaveBeenCalled()
    expect((await me()).account).toEqual(await afresh())
  })
})

it('is scored in parts, between which others go first', async () => {
  const { storage } = stage.collector
  const inForce = { model: modelOf(EXAMPLE), version: 1, cycle: 'daily', nudges: [] } as const
  const answerOfAccount = createAccountAnswers(storage, createScores(storage, inForce), inForce, () => NOW)
  let parts = 0
  const others = (): void => {
    parts += 1
    next = setImmediate(others)
  }
  let next = setImmediate(others)
  await answerOfAccount('acme')
  clearImmediate(next)
  expect(parts).toBeGreaterThanOrEqual(3)
})

it('is said to be of the moment at which it was scored, where that is after it was asked for', async () => {
  const { storage } = stage.collector
  const find = storage.accountByAccountId
  const finding = vi.spyOn(storage, 'accountByAccountId').mockImplementation((id) => {
    // As it is looked at again, after a rest.
    if (finding.mock.calls.length === 2) stage.now += 500
    return find(id)
  })
  expect((await me()).account).toMatchObject({ asOf: new Date(NOW + 500).toISOString() })
})

describe('says of an account what scoring it afresh would', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a member does something', () => share('bob')],
    ['something comes late', () => share('bob', NOW - 20 * DAY_MS)],
    ['somebody new does', () => share('new')],
    ['its traits change', () => send({ type: 'group', userId: 'bob', groupId: 'acme', traits: { seats: 50 } })],
    [
      'a visitor gets a name',
      async () => {
        await send({ type: 'track', anonymousId: 'v', event: 'report_shared', properties: { with: 'x' }, ...at(NOW) })
        await me()
        await send({ type: 'identify', userId: 'vic', anonymousId: 'v' })
      },
    ],
    ['a member is erased', () => erase('/v1/users/bob')],
    [
      'it is erased, and somebody is in another of its name',
      async () => {
        await erase('/v1/accounts/acme')
        expect((await me()).account).toMatchObject({ score: null, needs: { events: 3 } })
        await share('new', (stage.now += HOUR_MS))
      },
    ],
    [
      'members are erased, with a message of another between',
      async () => {
        await erase('/v1/users/bob')
        await erase('/v1/users/cyd')
        await me()
        await share('new')
        await erase('/v1/users/dan')
      },
    ],
    [
      'a time comes of which a clock that is ahead has told',
      async () => {
        await share('bob', NOW + HOUR_MS)
        await me()
        stage.now += 2 * HOUR_MS
      },
    ],
    ['a day comes', async () => void (stage.now += DAY_MS)],
    [
      'it is told beside another change of everybody',
      async () => {
        stage.now += DAY_MS
        await me()
        await stage.collector.read('/v1/accounts')
      },
    ],
  ])('after %s', async (_, happens) => {
    const before = await me()
    await happens()
    const { account } = await me('eve')
    expect(account).toEqual(await afresh())
    expect({ ...account, asOf: null }).not.toEqual({ ...before.account, asOf: null })
  })

  it('after everything was folded again', async () => {
    await me()
    for await (const _ of refold(stage.collector.storage, modelOf(EXAMPLE), { always: true })) void _
    expect((await me()).account).toEqual(await afresh())
  })
})

it('offers what the account of the token makes due, as soon as it does', async () => {
  expect((await me()).nudges).toEqual([])
  await share('bob')
  expect((await me()).nudges.map(({ id }) => id)).toEqual(['large'])
})
