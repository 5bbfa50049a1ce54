import { expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import { createFunnel } from './funnel.ts'
import type { Usage } from './usage.ts'

const TODAY = 1_000
const actions = { create: {}, invite: {}, share: {} }
const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const
const model = toModel({
  actions,
  dimensions,
  activation: { actions: ['create', 'invite', 'share'], withinDays: 14 },
})
const whoDid = (activation: Usage['activation']): Usage => ({
  activeDays: 1,
  activeBefore: false,
  activeEarlier: false,
  features: [],
  activation,
})
function resultOf(users: readonly (readonly [daysAgo: number, Usage['activation']])[], of = model) {
  const funnel = createFunnel(of, TODAY)
  for (const [daysAgo, activation] of users) funnel.add(TODAY - daysAgo, whoDid(activation))
  return funnel.result()
}

it('R19: says at which step people stopped, and who did it within the days', () => {
  const users = [
    [100, { create: 0, invite: 3, share: 13 }],
    [100, { create: 0, invite: 3, share: 14 }],
    [100, { create: 2, share: 5 }],
    [100, { create: 20 }],
    [100, {}],
    [3, { create: 0 }],
  ] as const
  expect(resultOf(users)).toEqual({
    withinDays: 14,
    users: 6,
    completed: 2,
    completedInTime: 1,
    steps: [
      { action: 'create', done: 5, doneInTime: 4, stopped: 1, underway: 0 },
      { action: 'invite', done: 2, doneInTime: 2, stopped: 2, underway: 1 },
      { action: 'share', done: 3, doneInTime: 2, stopped: 0, underway: 0 },
    ],
  })
})

it.each([
  [0, 'underway'],
  [13, 'underway'],
  [14, 'stopped'],
])('R19: who was first seen %d days ago and has 14 days is %s', (daysAgo, state) => {
  const counts = { stopped: 0, underway: 0, [state]: 1 }
  expect(resultOf([[daysAgo, {}]])?.steps[0]).toMatchObject(counts)
})

it('has nobody in it where nobody came', () => {
  expect(resultOf([])).toMatchObject({ users: 0, completed: 0, completedInTime: 0 })
})

it('is none where the model asks for none', () => {
  expect(resultOf([[1, {}]], toModel({ actions, dimensions }))).toBeNull()
})

it('takes no step for done by what every object has', () => {
  const odd = toModel({ actions: { constructor: {} }, dimensions, activation: { actions: ['constructor'] } })
  expect(resultOf([[100, {}]], odd)).toMatchObject({ completed: 0, steps: [{ done: 0, stopped: 1 }] })
})
