import { expect, it } from 'vitest'
import { toModel } from './defaults.ts'
import { traitNamesOf } from './trait-names.ts'

const actions = { signed_in: {} }

it('names every trait that a model scores by, and the seats of accounts', () => {
  const days = { amount: 'days', target: 3, weight: 1 } as const
  const nps = (trait: string) => ({ amount: 'trait', trait, target: 10, weight: 1 }) as const
  const dimensions = toModel({
    actions,
    dimensions: { days, nps: nps('nps') },
    profiles: [{ name: 'team', when: { trait: { plan: 'team', beta: true } }, dimensions: { ces: nps('ces') } }],
    multipliers: [{ trait: 'champion', is: true, times: 2 }],
  })
  expect([...traitNamesOf(dimensions)].toSorted()).toEqual(['beta', 'ces', 'champion', 'nps', 'plan', 'seats'])
  const lines = [
    { signal: { count: 'signed_in' }, points: 1 },
    { signal: { trait: 'tickets', atLeast: 1 }, points: -1 },
  ] as const
  const points = toModel({ form: 'points', actions, max: 10, windowDays: 30, lines })
  expect([...traitNamesOf(points)].toSorted()).toEqual(['seats', 'tickets'])
})
