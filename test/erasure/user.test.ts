import { createErasures } from '@uptake/collector/src/ingest/erasure.ts'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { Problem, Score } from '@uptake/shared/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unlike } from '../history/unlike.ts'
import { KEYS } from '../harness/start-collector.ts'
import { modelOf } from '../vectors/arbitraries.ts'
import { foundIn } from './bytes-of.ts'
import { ADA, DAY_MS, iso, live, MODEL, NOTE, NOW, openStage, OTHERS, SECRETS, type Stage, track } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage[Symbol.asyncDispose]())

/** Scores of everybody who is not erased, without the names that an erasure makes random. */
async function others(): Promise<unknown> {
  const { read } = stage.collector
  const all = []
  for (const path of [...OTHERS.map((who) => `users/${who}`), 'accounts/other']) {
    for (const query of ['', `?at=${iso(NOW - 5 * DAY_MS)}`, `?at=${iso(NOW)}&known=then`]) {
      const text = JSON.stringify(await read(`/v1/${path}/score${query}`))
      all.push(JSON.parse(text.replaceAll(/"key":"(ada-the-erased|erased-[0-9a-f]{32})"/g, '"key":"random"')))
    }
    all.push(await read(`/v1/${path}/history`), await read(`/v1/${path}/next`))
  }
  return all
}
const stored = () => stage.collector.storage.messagesAfter(0, 10_000)

describe('R38: DELETE /v1/users/{id}', () => {
  it('leaves nothing of them in the files, and everybody else where they were, after a rebuild too', async () => {
    await live(stage)
    expect(foundIn(stage.data, SECRETS)).toEqual(SECRETS)
    const before = await others()
    const counts = await stage.erase(`/v1/users/${ADA}`)
    expect(counts).toEqual({
      messages: 63,
      detached: 1,
      rows: 61,
      interactions: 0,
      traits: 2,
      members: 1,
      history: expect.any(Number),
      nudges: 1,
      anonymousIds: 1,
      rejected: 0,
      mentions: 2 * (30 + 20 + 15) + 2,
      overwritten: true,
    })
    expect(counts.history).toBeGreaterThan(50)
    // Within other words an id is no id.
    expect(foundIn(stage.data, SECRETS)).toEqual([ADA])
    const texts = (await stored()).map(({ body }) =>
      JSON.stringify({ ...body, ...(body?.['note'] === NOTE && { note: 0 }) }),
    )
    expect(texts.filter((text) => text.includes(ADA))).toEqual([])

    expect(unlike(await others(), before)).toEqual([])
    await stage.rebuild()
    expect(unlike(await others(), before)).toEqual([])
    const users = OTHERS.map((user) => ({ subject: { user } }))
    expect(await stage.collector.read('/v1/users?sort=id')).toMatchObject({ items: users })
    // What they told of their account goes on to be told, by nobody.
    const accounts = [{ subject: { account: 'acme' } }]
    expect(await stage.collector.read('/v1/accounts?trait.seats=4')).toMatchObject({ items: accounts })
  })

  it('leaves no byte of theirs where all else goes on', async () => {
    const { send } = stage.collector
    const ids = Array.from({ length: 24 }, (_, i) => `person-to-go-${i}-`)
    for (let day = 24; day >= 0; day--) {
      await send(
        ids.map((id) => track(id, 'report_shared', day, { with: ids[day], note: `${id} ${'x'.repeat(day * 37)}` })),
      )
      if (day % 8 === 0) await stage.collector.read('/v1/users')
    }
    for (const id of ids.slice(0, 8)) await stage.erase(`/v1/users/${id}`)
    expect(foundIn(stage.data, ids)).toEqual(ids.slice(8))
  })

  it('leaves no byte of theirs where pages of an index were divided', async () => {
    const ids = Array.from({ length: 8 }, (_, i) => `m-person-to-go-${i}-`)
    const sharing = Array.from({ length: 12_000 }, (_, i) =>
      track(`u${i % 50}`, 'report_shared', (i * 7919) % 61, {
        with: [ids[i % 8], ids[(i * 3) % 8], `p${i % 97}`, `a${i % 89}`],
      }),
    )
    while (sharing.length > 0) await stage.collector.send(sharing.splice(0, 1_000))
    for (const id of ids) expect(await stage.erase(`/v1/users/${id}`)).toMatchObject({ overwritten: true })
    expect(foundIn(stage.data, ids)).toEqual([])
  })

  it('puts another random id in the place of theirs with each of the others, and the same with one', async () => {
    await live(stage)
    await stage.erase(`/v1/users/${ADA}`)
    const ids = []
    for (const who of OTHERS) {
      const commented = (await stored()).filter(({ userId, event }) => userId === who && event === 'comment_added')
      const [id, ...more] = new Set(commented.map(({ body }) => String(body?.['with'])))
      expect([id, more]).toEqual([expect.stringMatching(/^erased-[0-9a-f]{32}$/), []])
      expect(commented[0]?.body).toEqual({ with: id, deep: [{ of: { [id!]: [id] } }] })
      const person = await stage.collector.storage.personByUserId(who)
      const interactions = await stage.collector.storage.interactions([person!.id], Infinity)
      expect(new Set(interactions.map(({ counterpart }) => counterpart))).toEqual(
        new Set([id, expect.stringMatching(/^(bob|cyd|dan)$/)]),
      )
      ids.push(id)
    }
    expect(new Set(ids).size).toBe(OTHERS.length)
  })

  it('scores their account again from what is left', async () => {
    await live(stage)
    const { read } = stage.collector
    const path = '/v1/accounts/acme/score'
    const before = (await read(path)) as Score
    await stage.erase(`/v1/users/${ADA}`)
    const after = (await read(path)) as Score
    expect(after.score).toBeLessThan(before.score ?? 0)
    const { items } = (await read('/v1/accounts?sort=id')) as { items: Score[] }
    expect(items[0]).toMatchObject({ subject: { account: 'acme' }, score: after.score })
    expect(await read('/v1/users?account=acme')).toMatchObject({ items: { length: 2 } })
    await stage.rebuild()
    expect(unlike(await read(path), after)).toEqual([])
  })

  it('takes an id out of names too, where it means nothing else, and one feature stays one', async () => {
    const { send, storage } = stage.collector
    await send([
      ...['bob', 'cyd'].flatMap((who) => [1, 2, 3].map((day) => track(who, 'page_watched', day, { page: ADA }))),
      track(ADA, ADA, 1),
      track('reports', 'report_created', 1),
      track('bob', 'report_created', 1),
    ])
    const features = async () => {
      const people = await storage.usersAfter(0, 9)
      const rows = await storage.rows(
        people.map(({ id }) => id),
        Infinity,
      )
      return new Set(rows.map(({ feature }) => feature))
    }
    // Of another process, while the writer of this one remembers the name.
    const other = await openStorage(stage.data)
    await createErasures(other, modelOf(MODEL)).erase('person', ADA, NOW)
    await other.close()
    expect(foundIn(stage.data, [ADA])).toEqual([])
    await stage.rebuild()
    const { rows } = await storage.query('SELECT count(DISTINCT feature) FROM rows')
    expect([...rows]).toEqual([[2]])
    await send([track('bob', 'page_watched', 0, { page: ADA })])
    await stage.erase('/v1/users/reports')
    expect(await features()).toContain(ADA)
    const before = await features()
    await stage.rebuild()
    expect(await features()).toEqual(before)
  })

  it.each([':', ',', '],[', '"', '\\', '\\u0041', 'a"b', '}', 'ä–😀', '42', 'null', 'ad', '%', '*'])(
    'takes the id %j out whole, and harms nothing else',
    async (id) => {
      const { send, read, storage } = stage.collector
      const around = {
        a: 'b',
        list: ['a', 'b', [1, 42], ['ada'], null],
        'k"': 'x\\',
        deep: { c: `${id}${id}x`, 'd\\': 42 },
      }
      const bob = track('bob', 'report_shared', 1, { with: [id, 'cyd'], [id]: id, ...around })
      const traits = { ...around, [id]: [id] }
      await send([track(id, 'report_created', 1), bob, { ...bob, messageId: `t${id}`, type: 'identify', traits }])
      expect(await stage.erase(`/v1/users/${encodeURIComponent(id)}`)).toMatchObject({ messages: 1, mentions: 2 })
      const [tracked, identified] = await storage.messagesAfter(0, 9)
      const other = Object.keys(tracked?.body ?? {}).find((name) => name.startsWith('erased-')) ?? ''
      expect(other).toMatch(/^erased-[0-9a-f]{32}$/)
      expect(tracked?.body).toEqual({ with: [other, 'cyd'], [other]: other, ...around })
      expect(identified?.body).toEqual({ ...around, [other]: [other] })
      const held = (await read('/v1/users/bob/export')) as {
        traits: { name: string }[]
        interactions: { with: string }[]
      }
      expect(held.traits.map(({ name }) => name).toSorted()).toEqual([...Object.keys(around), other].toSorted())
      expect(held.interactions.map((one) => one.with).toSorted()).toEqual(['cyd', other])
    },
  )

  it.each(['with', 'plan', 'team', 'reports'])(
    'leaves the id %j where it is, since the model uses the word, and nobody else moves',
    async (id) => {
      await live(stage)
      const days = Array.from({ length: 30 }, (_, day) => day)
      const properties = { with: ['reports', 'x'], plan: id }
      await stage.collector.send([
        { type: 'identify', userId: 'bob', traits: { plan: 'team' }, timestamp: iso(NOW - 40 * DAY_MS) },
        ...days.map((day) => track('bob', 'report_shared', day, properties)),
        track(id, 'report_created', 1),
      ])
      const before = await others()
      await stage.erase(`/v1/users/${id}`)
      expect(unlike(await others(), before)).toEqual([])
      await stage.rebuild()
      expect(unlike(await others(), before)).toEqual([])
      expect((await stage.request('GET', `/v1/users/${id}/score`)).status).toBe(404)
    },
  )

  it('brings no name back that was read before it was taken out', async () => {
    const { send, read } = stage.collector
    await send([
      ...['bob', 'cyd'].flatMap((who) => [1, 2, 3].map((day) => track(who, 'page_watched', day, { page: ADA }))),
      track(ADA, 'report_created', 1),
    ])
    await read('/v1/overview')
    await stage.erase(`/v1/users/${ADA}`)
    stage.now += DAY_MS
    await send([track('bob', 'page_watched', -1, { page: 'another' })])
    expect(JSON.stringify(await read('/v1/users/bob/export'))).not.toContain(ADA)
    expect(foundIn(stage.data, [ADA])).toEqual([])
  })

  it.each([
    ['no key', '/v1/users/bob', null, 401],
    ['the write key', '/v1/users/bob', KEYS.writeKey, 403],
    ['an unknown id', '/v1/users/nobody', KEYS.secretKey, 404],
    ['the id of no account', '/v1/accounts/bob', KEYS.secretKey, 404],
    ['a parameter', '/v1/users/bob?all=1', KEYS.secretKey, 400],
  ])('refuses %s', async (_, path, key, status) => {
    await stage.collector.send([track('bob', 'report_created', 0)])
    expect((await stage.request('DELETE', path, key)).status).toBe(status)
    expect(await stage.collector.read('/v1/users/bob/next')).toBeDefined()
  })

  it('says of a second one that there was a first', async () => {
    await stage.collector.send([track('bob', 'report_created', 0)])
    await stage.erase('/v1/users/bob')
    stage.now += 5_000
    for (const [id, said] of [
      ['bob', iso(NOW)],
      ['eve', 'by that id. Check'],
    ] as const) {
      const response = await stage.request('DELETE', `/v1/users/${id}`)
      const { detail } = (await response.json()) as Problem
      expect([response.status, detail]).toEqual([404, expect.stringContaining(said)])
    }
  })

  it('erases whoever is known by what others did alone', async () => {
    await stage.collector.send([track('bob', 'report_shared', 0, { with: ['eve-the-erased', 'cyd'] })])
    expect(await stage.erase('/v1/users/eve-the-erased')).toMatchObject({ mentions: 1, messages: 0 })
    expect(foundIn(stage.data, ['eve-the-erased'])).toEqual([])
    expect((await stage.request('DELETE', '/v1/users/eve-the-erased')).status).toBe(404)
  })
})
