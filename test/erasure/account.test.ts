import { expect, it } from 'vitest'
import { unlike } from '../history/unlike.ts'
import { foundIn } from './bytes-of.ts'
import { DAY_MS, iso, NOW, openStage, track } from './stage.ts'

it('R38: DELETE /v1/accounts/{id} keeps what members did, without the account, and their scores', async () => {
  await using stage = await openStage()
  const { send, read } = stage.collector
  const of = (groupId: string) => ({ context: { groupId } })
  const days = Array.from({ length: 40 }, (_, day) => day)
  const early = { timestamp: iso(NOW - 50 * DAY_MS) }
  const erased = 'acme-the-erased'
  await send([
    { ...early, type: 'group', userId: 'bob', groupId: erased, traits: { seats: 3, name: 'Acme Inc.' } },
    { ...early, type: 'identify', userId: 'cyd', traits: { company: erased } },
    ...days.map((day) => track('bob', 'report_shared', day, { with: 'cyd' }, of(erased))),
    ...days.map((day) => track('bob', 'report_shared', day, { with: 'cyd' }, of('other'))),
    ...days.map((day) => track('dan', 'report_shared', day, { with: 'cyd' })),
    ...days.map((day) => track('cyd', 'comment_added', day, {}, of(erased))),
  ])
  // What is of both, with the account and without, becomes one.
  await send([{ type: 'group', userId: 'cyd', groupId: 'other' }])
  await read('/v1/accounts')
  const scores = () =>
    Promise.all(
      ['users/bob/score', 'users/cyd/score', 'users/bob/history', 'accounts/other/score'].map((path) =>
        read(`/v1/${path}`),
      ),
    )
  const before = await scores()
  expect(await stage.erase(`/v1/accounts/${erased}`)).toEqual({
    messages: 1,
    detached: 80,
    rows: 0,
    interactions: 0,
    traits: 2,
    members: 2,
    history: expect.any(Number),
    nudges: 0,
    anonymousIds: 0,
    rejected: 0,
    mentions: 1,
    overwritten: true,
  })
  expect(foundIn(stage.data, [erased, 'Acme Inc.'])).toEqual([])
  const expectSame = async () => {
    expect(unlike(await scores(), before)).toEqual([])
    expect(await read('/v1/accounts')).toMatchObject({ items: [{ subject: { account: 'other' } }] })
    expect((await stage.request('GET', `/v1/accounts/${erased}/score`)).status).toBe(404)
  }
  await expectSame()
  await stage.rebuild()
  await expectSame()
  expect((await stage.request('DELETE', `/v1/accounts/${erased}`)).status).toBe(404)
})
