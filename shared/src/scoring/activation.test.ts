import { expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { activationDays, activationOf } from './activation.ts'
import { cellsOf } from './cells.ts'
import type { Day } from './history.ts'
import { personSubject, type Subject } from './subject.ts'

const actions = { create: {}, invite: {}, share: {} }
const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const
const model = toModel({ actions, dimensions, activation: { actions: ['create', 'invite', 'share'] } })
const FIRST = 100

function whoDid(done: Partial<Record<keyof typeof actions, Day[]>>, of = model): Subject {
  const rows = Object.entries(done).flatMap(([action, days]) =>
    days.map((day) => ({ action, feature: null, day, count: 1, volume: 1 })),
  )
  return personSubject(of, { firstSeen: FIRST, cells: cellsOf(rows), interactions: [], traits: [] }, 200)
}

it('R35: serves a newcomer from the first minute', () => {
  const of = ['create', 'invite', 'share']
  const next = (done: Parameters<typeof whoDid>[0]) => activationOf(whoDid(done), FIRST)
  expect(next({})).toEqual({ done: [], of, next: 'create' })
  expect(next({ share: [FIRST], create: [FIRST] })).toEqual({ done: ['create', 'share'], of, next: 'invite' })
  expect(next({ share: [FIRST], create: [FIRST], invite: [FIRST] })).toEqual({ done: of, of, next: null })
})

it('R36: is that of its day: what came later was not done yet', () => {
  const subject = whoDid({ create: [103], invite: [105] })
  expect([102, 103, 104, 105].map((day) => activationOf(subject, day)?.next)).toEqual([
    'create',
    'invite',
    'invite',
    'share',
  ])
})

it('R13: knows after how many days each was first done, 0 on the first day', () => {
  const subject = whoDid({ create: [107, 104, 150], share: [FIRST] })
  expect(Object.fromEntries(activationDays(subject, 200))).toEqual({ create: 4, share: 0 })
  expect(Object.fromEntries(activationDays(subject, 103))).toEqual({ share: 0 })
})

it('is none where the model asks for none', () => {
  const without = toModel({ actions, dimensions })
  expect(activationOf(whoDid({ create: [FIRST] }, without), FIRST)).toBeNull()
  expect(activationDays(whoDid({ create: [FIRST] }, without), FIRST).size).toBe(0)
})
