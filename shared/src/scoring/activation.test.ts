import { expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { activationOf } from './activation.ts'
import type { PersonHistory } from './history.ts'

const actions = { create: {}, invite: {}, share: {} }
const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const
const model = toModel({ actions, dimensions, activation: { actions: ['create', 'invite', 'share'] } })
const whoDid = (...done: string[]): PersonHistory => ({
  firstSeen: 0,
  rows: done.map((action) => ({ action, feature: null, day: 0, count: 1, volume: 1 })),
  interactions: [],
  traits: [],
})

it('R35: serves a newcomer from the first minute', () => {
  const of = ['create', 'invite', 'share']
  expect(activationOf(model, whoDid())).toEqual({ done: [], of, next: 'create' })
  expect(activationOf(model, whoDid('share', 'create'))).toEqual({ done: ['create', 'share'], of, next: 'invite' })
  expect(activationOf(model, whoDid('share', 'create', 'invite'))).toEqual({ done: of, of, next: null })
})

it('is none where the model asks for none', () => {
  expect(activationOf(toModel({ actions, dimensions }), whoDid())).toBeNull()
})
