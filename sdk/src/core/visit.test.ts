import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextVisit, ownerOf, SESSION_PAUSE_MS, userOf, type Content, type Visit } from './visit.ts'

const newId = () => 'new'
const at = 60_000
const visitor: Visit = { anonymousId: 'a', userId: undefined, groupId: undefined, sessionId: 's', activeAt: at }
const user: Visit = { ...visitor, userId: 'u', groupId: 'g' }
const nobody: Visit = { ...visitor, anonymousId: 'new', sessionId: 'new' }

describe('identity', () => {
  it.each<[string, Visit | undefined, Content, Visit]>([
    ['the first action makes a visitor', undefined, { type: 'track' }, nobody],
    ['track leaves it', user, { type: 'track', event: 'x' }, user],
    ['identify names the visitor', visitor, { type: 'identify', userId: 'u' }, { ...visitor, userId: 'u' }],
    ['identify names the first visitor', undefined, { type: 'identify', userId: 'u' }, { ...nobody, userId: 'u' }],
    ['identify of the same user leaves it', user, { type: 'identify', userId: 'u' }, user],
    ['identify of another user starts anew', user, { type: 'identify', userId: 'v' }, { ...nobody, userId: 'v' }],
    ['group names the account', visitor, { type: 'group', groupId: 'g' }, { ...visitor, groupId: 'g' }],
    ['group of another account changes it', user, { type: 'group', groupId: 'h' }, { ...user, groupId: 'h' }],
    ['reset forgets everything', user, { type: 'reset' }, nobody],
    ['reset of a visitor starts anew', visitor, { type: 'reset' }, nobody],
  ])('%s', (_, before, content, after) => {
    expect(nextVisit(before, content, at, newId)).toEqual(after)
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
    expect(nextVisit(visitor, { type: 'track' }, at + pause, newId).sessionId).toBe(sessionId)
  })

  it('begins anew with another person', () => {
    expect(nextVisit(user, { type: 'identify', userId: 'v' }, at, newId).sessionId).toBe('new')
    expect(nextVisit(visitor, { type: 'identify', userId: 'v' }, at, newId).sessionId).toBe('s')
  })

  it('is stored once a minute', () => {
    const activeAt = [0, 1, 59_999, 60_000, 60_001].map(
      (time) => nextVisit(visitor, { type: 'track' }, time, newId).activeAt,
    )
    expect(activeAt).toEqual([0, 60_000, 60_000, 60_000, 120_000])
  })
})

describe('owner', () => {
  it.each([
    ['nobody', undefined, ''],
    ['a visitor', visitor, ''],
    ['a visitor with an account', { ...visitor, groupId: 'g' }, ''],
    ['a user', { ...visitor, userId: 'u' }, 'u\n'],
    ['a user in an account', user, 'u\ng'],
  ])('of %s', (_, visit, owner) => {
    expect(ownerOf(visit)).toBe(owner)
  })

  it('gives back its user', () => {
    // Ids hold no control characters, and are not empty.
    const id = fc.string({ minLength: 1 }).filter((text) => !text.includes('\n'))
    fc.assert(
      fc.property(id, id, (userId, groupId) => {
        expect(userOf(ownerOf({ ...visitor, userId, groupId }))).toBe(userId)
      }),
    )
  })
})
