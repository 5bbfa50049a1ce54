import { expect, it } from 'vitest'
import { toMessage } from './envelope.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6)
const user = { anonymousId: 'a', userId: 'u', groupId: 'g' }
const stamp = { messageId: 'm', timestamp: '2026-01-02T03:04:05.006Z' }

it('stamps an action with who, when and where', () => {
  expect(JSON.parse(toMessage({ type: 'track', at, name: 'x', data: '{"rows":1}' }, user, 's', 'm'))).toEqual({
    type: 'track',
    event: 'x',
    ...stamp,
    anonymousId: 'a',
    userId: 'u',
    context: { groupId: 'g', sessionId: 's' },
    properties: { rows: 1 },
  })
})

it('leaves out what is not known', () => {
  expect(JSON.parse(toMessage({ type: 'track', at, name: 'x' }, { anonymousId: 'a' }, 's', 'm'))).toEqual({
    type: 'track',
    event: 'x',
    ...stamp,
    anonymousId: 'a',
    context: { sessionId: 's' },
  })
})

it('carries traits of a person or an account', () => {
  const identify = JSON.parse(toMessage({ type: 'identify', at, name: 'u', data: '{"role":"r"}' }, user, 's', 'm'))
  expect(identify).toMatchObject({ type: 'identify', userId: 'u', traits: { role: 'r' } })
  expect(identify).not.toHaveProperty('event')
  expect(identify).not.toHaveProperty('groupId')
  const group = JSON.parse(toMessage({ type: 'group', at, name: 'g', data: '{"seats":2}' }, user, 's', 'm'))
  expect(group).toMatchObject({ type: 'group', groupId: 'g', traits: { seats: 2 } })
})
