import { describe, expect, it } from 'vitest'
import { nextIdentity, nextSession, parseIdentity, parseSession, SESSION_PAUSE_MS } from './visit.ts'

const newId = () => 'new'
const call = (type: 'track' | 'identify' | 'group' | 'reset', name = '') => ({ type, name, at: 0 })

describe('identity', () => {
  const visitor = { anonymousId: 'a' }
  const user = { anonymousId: 'a', userId: 'u', groupId: 'g' }

  it.each([
    ['track leaves it', user, call('track', 'x'), user],
    ['identify names the visitor', visitor, call('identify', 'u'), { anonymousId: 'a', userId: 'u' }],
    ['identify of the same user leaves it', user, call('identify', 'u'), user],
    ['identify of another user starts anew', user, call('identify', 'v'), { anonymousId: 'new', userId: 'v' }],
    ['group names the account', visitor, call('group', 'g'), { anonymousId: 'a', groupId: 'g' }],
    ['reset forgets everything', user, call('reset'), { anonymousId: 'new' }],
  ])('%s', (_, before, { ...made }, after) => {
    expect(nextIdentity(before, made, newId)).toEqual(after)
  })

  it('is read as it was stored, and nothing else is', () => {
    expect(parseIdentity(JSON.stringify(user))).toEqual(user)
    expect(parseIdentity(JSON.stringify({ ...visitor, userId: 7 }))).toEqual(visitor)
    for (const text of [undefined, '', '{}', '[]', 'null', '{"anonymousId":1}'])
      expect(parseIdentity(text)).toBeUndefined()
  })
})

describe('session', () => {
  it('goes on for half an hour without an action, and no longer', () => {
    const session = { id: 's', activeAt: 1_000 }
    expect(nextSession(session, 1_000 + SESSION_PAUSE_MS, newId)).toEqual({
      id: 's',
      activeAt: 1_000 + SESSION_PAUSE_MS,
    })
    expect(nextSession(session, 1_001 + SESSION_PAUSE_MS, newId).id).toBe('new')
    expect(nextSession(undefined, 1_000, newId)).toEqual({ id: 'new', activeAt: 1_000 })
  })

  it('is read as it was stored, and nothing else is', () => {
    expect(parseSession('{"id":"s","activeAt":1}')).toEqual({ id: 's', activeAt: 1 })
    expect(parseSession('{"id":"s"}')).toBeUndefined()
    expect(parseSession(undefined)).toBeUndefined()
  })
})
