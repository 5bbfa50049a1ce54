import { describe, expect, it } from 'vitest'
import { nextVisit, SESSION_PAUSE_MS, type Named, type Visit } from './visit.ts'

const newId = () => 'new'
const at = 60_000
const visitor: Visit = { anonymousId: 'a', userId: undefined, groupId: undefined, sessionId: 's', activeAt: at }
const user: Visit = { ...visitor, userId: 'u', groupId: 'g' }
const nobody: Visit = { ...visitor, anonymousId: 'new', sessionId: 'new' }

describe('identity', () => {
  it.each<[string, Visit | undefined, Named, Visit]>([
    ['the first action makes a visitor', undefined, {}, nobody],
    ['track leaves it', user, {}, user],
    ['identify names the visitor', visitor, { userId: 'u' }, { ...visitor, userId: 'u' }],
    ['identify names the first visitor', undefined, { userId: 'u' }, { ...nobody, userId: 'u' }],
    ['identify of the same user leaves it', user, { userId: 'u' }, user],
    ['identify of another user starts anew', user, { userId: 'v' }, { ...nobody, userId: 'v' }],
    ['group names the account', visitor, { groupId: 'g' }, { ...visitor, groupId: 'g' }],
    ['group of another account changes it', user, { groupId: 'h' }, { ...user, groupId: 'h' }],
  ])('%s', (_, before, named, after) => {
    expect(nextVisit(before, named, at, newId)).toEqual(after)
  })
})

describe('session', () => {
  it.each([
    [0, 's'],
    [SESSION_PAUSE_MS, 's'],
    [SESSION_PAUSE_MS + 1, 'new'],
    // A clock that was set back is no pause.
    [-SESSION_PAUSE_MS - 1, 's'],
  ])('after %i ms without an action it is %s', (pause, sessionId) => {
    expect(nextVisit(visitor, {}, at + pause, newId).sessionId).toBe(sessionId)
  })

  it('begins anew with another person', () => {
    expect(nextVisit(user, { userId: 'v' }, at, newId).sessionId).toBe('new')
    expect(nextVisit(visitor, { userId: 'v' }, at, newId).sessionId).toBe('s')
  })

  it('is stored once a minute', () => {
    const activeAt = [0, 1, 59_999, 60_000, 60_001].map((time) => nextVisit(visitor, {}, time, newId).activeAt)
    expect(activeAt).toEqual([0, 60_000, 60_000, 60_000, 120_000])
  })
})
