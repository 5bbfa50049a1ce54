import type { NextAction, Score } from '@uptake/shared/wire'
import { describe, expect, it } from 'vitest'
import { startCollector } from '../harness/start-collector.ts'
import { cases, expectGains, expectScored } from './cases.ts'

interface List<Item> {
  items: Item[]
  next: string | null
}

describe('the reference cases over HTTP', () => {
  it.each(cases)('$name: $why', async ({ at, seats, model, events, ...expected }) => {
    await using collector = await startCollector({ model })
    const messages: unknown[] = events.map(({ groupId, ...message }) => ({
      ...message,
      ...(groupId !== undefined && { context: { groupId } }),
    }))
    for (const [groupId, count] of Object.entries(seats)) {
      const member = events.find((event) => event.groupId === groupId)
      messages.push({ type: 'group', userId: member?.userId, groupId, traits: { seats: count }, timestamp: at })
    }
    for (let from = 0; from < messages.length; from += 500) {
      expect((await collector.send(messages.slice(from, from + 500))).rejected).toEqual([])
    }

    const query = `at=${encodeURIComponent(at)}`
    for (const [id, score] of Object.entries(expected.users)) {
      expectScored((await collector.read(`/v1/users/${id}/score?${query}`)) as Score, score)
      expectGains((await collector.read(`/v1/users/${id}/next?${query}`)) as NextAction[], expected.nextActions[id])
    }
    for (const [id, score] of Object.entries(expected.accounts)) {
      expectScored((await collector.read(`/v1/accounts/${id}/score?${query}`)) as Score, score)
    }
    const users = (await collector.read(`/v1/users?limit=500&${query}`)) as List<Score>
    for (const score of users.items)
      expectScored(score, 'user' in score.subject ? expected.users[score.subject.user] : undefined)
    expect(users.items).toHaveLength(Object.keys(expected.users).length)
    const accounts = (await collector.read(`/v1/accounts?limit=500&${query}`)) as List<Score>
    for (const score of accounts.items)
      expectScored(score, 'account' in score.subject ? expected.accounts[score.subject.account] : undefined)
    expect(accounts.items).toHaveLength(Object.keys(expected.accounts).length)
  })
})
