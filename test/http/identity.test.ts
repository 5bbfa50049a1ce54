import type { Score } from '@uptake/shared/wire'
import { describe, expect, it } from 'vitest'
import { startCollector, type TestCollector } from '../harness/start-collector.ts'

const config = {
  model: {
    actions: { report_created: { feature: 'reports' }, report_shared: { counterparts: 'with' } },
    dimensions: { depth: { amount: 'value', target: 3, weight: 1 } },
  },
}
const DAY_MS = 86_400_000
let made = 0
const track = (more: object) => ({ type: 'track', messageId: `m${made++}`, event: 'report_created', ...more })

/** How many events are a user's, and in which accounts. */
async function eventsOf(collector: TestCollector, userId: string): Promise<Record<string, number>> {
  const person = await collector.storage.personByUserId(userId)
  const messages = await collector.storage.messagesBetween([person?.id ?? 0], 0, Date.now() + DAY_MS)
  const tracked = messages.filter(({ type }) => type === 'track')
  const byAccount = Map.groupBy(tracked, ({ accountId }) => accountId ?? 'none')
  return Object.fromEntries([...byAccount].map(([account, all]) => [account, all.length]))
}
const statusOf = (collector: TestCollector, path: string) =>
  collector.fetch(path, { headers: { Authorization: 'Bearer sk_test' } }).then(({ status }) => status)

describe('whose a message is', () => {
  // Each in one batch and message by message: what is resolved does not depend on how it arrives.
  describe.each([
    { name: 'in one batch', send: (collector: TestCollector, all: object[]) => collector.send(all) },
    {
      name: 'one by one',
      send: async (collector: TestCollector, all: object[]) => {
        for (const message of all) await collector.send([message])
      },
    },
  ])('$name', ({ send }) => {
    it('what an anonymous visitor did joins the user who is named with their id', async () => {
      await using collector = await startCollector(config)
      await send(collector, [
        track({ anonymousId: 'a' }),
        track({ anonymousId: 'a' }),
        { type: 'identify', messageId: `m${made++}`, userId: 'u', anonymousId: 'a' },
        track({ anonymousId: 'a' }),
        track({ userId: 'u' }),
      ])
      expect(await eventsOf(collector, 'u')).toEqual({ none: 4 })
      const { items } = (await collector.read('/v1/users')) as { items: Score[] }
      expect(items.map(({ subject }) => subject)).toEqual([{ user: 'u' }])
    })

    it('the first claim of an anonymous id holds', async () => {
      await using collector = await startCollector(config)
      await send(collector, [
        track({ anonymousId: 'a', userId: 'u' }),
        track({ anonymousId: 'a', userId: 'v' }),
        track({ anonymousId: 'a' }),
      ])
      expect(await eventsOf(collector, 'u')).toEqual({ none: 2 })
      expect(await eventsOf(collector, 'v')).toEqual({ none: 1 })
    })

    it('an alias claims its previous id', async () => {
      await using collector = await startCollector(config)
      const alias = { type: 'alias', messageId: `m${made++}`, previousId: 'a', userId: 'u' }
      await send(collector, [track({ anonymousId: 'a' }), alias])
      expect(await eventsOf(collector, 'u')).toEqual({ none: 1 })
    })

    it('two visitors may turn out to be one user', async () => {
      await using collector = await startCollector(config)
      await send(collector, [
        track({ anonymousId: 'a' }),
        track({ anonymousId: 'b' }),
        track({ anonymousId: 'a', userId: 'u' }),
        track({ anonymousId: 'b', userId: 'u' }),
      ])
      expect(await eventsOf(collector, 'u')).toEqual({ none: 4 })
    })

    it('the account is the message’s, else the last group of the person', async () => {
      await using collector = await startCollector(config)
      const group = (groupId: string) => ({ type: 'group', messageId: `m${made++}`, userId: 'u', groupId })
      await send(collector, [
        track({ userId: 'u' }),
        group('acme'),
        track({ userId: 'u' }),
        track({ userId: 'u', context: { groupId: 'other' } }),
        group('bolt'),
        track({ userId: 'u' }),
      ])
      expect(await eventsOf(collector, 'u')).toEqual({ none: 1, acme: 1, other: 1, bolt: 1 })
      expect(await statusOf(collector, '/v1/accounts/other/score')).toBe(200)
    })

    it('a visitor brings their group along', async () => {
      await using collector = await startCollector(config)
      await send(collector, [
        { type: 'group', messageId: `m${made++}`, anonymousId: 'a', groupId: 'acme' },
        track({ anonymousId: 'a', userId: 'u' }),
      ])
      expect(await eventsOf(collector, 'u')).toEqual({ acme: 1 })
    })

    it('oneself is no counterpart, as a visitor neither', async () => {
      await using collector = await startCollector(config)
      await send(collector, [
        track({ anonymousId: 'a', event: 'report_shared', properties: { with: ['u', 'v'] } }),
        track({ anonymousId: 'a', userId: 'u' }),
      ])
      const person = await collector.storage.personByUserId('u')
      const interactions = await collector.storage.interactions([person?.id ?? 0], Infinity)
      expect(interactions.map(({ counterpart }) => counterpart)).toEqual(['v'])
    })
  })

  it('a batch’s context is the default of its messages’', async () => {
    await using collector = await startCollector(config)
    const own = track({ userId: 'u', context: { groupId: 'own' } })
    await collector.send([track({ userId: 'u' }), own], { context: { groupId: 'acme' } })
    expect(await eventsOf(collector, 'u')).toEqual({ acme: 1, own: 1 })
  })

  it('ids in a context are read by one rule, the request’s and the message’s', async () => {
    await using collector = await startCollector(config)
    const own = track({ userId: 'u', context: { groupId: 44 } })
    expect(await collector.send([track({ userId: 'u' }), own], { context: { groupId: 43 } })).toMatchObject({
      accepted: 2,
    })
    const body = JSON.stringify({ ...track({ userId: 'u', context: { groupId: 42 } }), writeKey: 'wk_test' })
    expect((await collector.fetch('/v1/track', { method: 'POST', body })).status).toBe(200)
    expect(await eventsOf(collector, 'u')).toEqual({ 42: 1, 43: 1, 44: 1 })
    for (const groupId of ['', 'x'.repeat(256), `a${String.fromCharCode(0)}`]) {
      const { rejected } = await collector.send([track({ userId: 'u' })], { context: { groupId } })
      expect(rejected[0]).toMatchObject({ code: 'invalid_message', detail: expect.stringContaining('context.groupId') })
    }
  })

  it('a number is read as text where it is an id, and nowhere else', async () => {
    await using collector = await startCollector(config)
    const { accepted, rejected } = await collector.send([track({ userId: 7 }), track({ userId: 7, event: 5 })])
    expect([accepted, rejected[0]?.detail]).toEqual([1, expect.stringContaining('event')])
    expect(await eventsOf(collector, '7')).toEqual({ none: 1 })
  })

  it('only an alias claims a previous id', async () => {
    await using collector = await startCollector(config)
    const alias = { type: 'alias', messageId: `m${made++}`, previousId: 'a', userId: 'v' }
    await collector.send([track({ anonymousId: 'a' }), track({ userId: 'u', previousId: 'a' }), alias])
    expect([await eventsOf(collector, 'u'), await eventsOf(collector, 'v')]).toEqual([{ none: 1 }, { none: 1 }])
  })

  it('nobody by an id that was never seen', async () => {
    await using collector = await startCollector(config)
    await collector.send([track({ anonymousId: 'a' })])
    expect(await statusOf(collector, '/v1/users/a/score')).toBe(404)
    expect(await statusOf(collector, '/v1/accounts/a/score')).toBe(404)
  })
})
