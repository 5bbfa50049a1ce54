import { expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import { createReach, reviewReach } from './reach.ts'

const model = toModel({
  actions: { report_created: {} },
  dimensions: {
    frequency: { amount: 'days', target: 3, weight: 1 },
    depth: { amount: 'value', target: 20, weight: 1, curve: 'linear' },
  },
  profiles: [
    {
      name: 'new',
      when: { daysKnown: { atMost: 90 } },
      dimensions: { frequency: { amount: 'days', target: 1, weight: 1 } },
    },
  ],
})

it('counts who reaches which target, by the profile that scored them', () => {
  const reach = createReach(model)
  for (const scored of [
    { profile: null, subscores: { frequency: 80, depth: 99.9 } },
    { profile: null, subscores: { frequency: 79.999, depth: 100 } },
    { profile: null, subscores: { frequency: 100, depth: 0 } },
    { profile: null, subscores: null },
    { profile: 'new', subscores: { frequency: 81 } },
    { profile: 'gone since', subscores: { frequency: 81 } },
  ])
    reach.add(scored)
  expect(reach.reaches()).toEqual([
    { profile: 'new', dimension: 'frequency', reached: 1, of: 1 },
    { profile: null, dimension: 'frequency', reached: 2, of: 3 },
    { profile: null, dimension: 'depth', reached: 1, of: 3 },
  ])
})

it.each([
  { reached: 0, of: 19, warns: null },
  { reached: 19, of: 19, warns: null },
  { reached: 0, of: 20, warns: 'none of 20 scored users reaches it' },
  { reached: 1, of: 20, warns: null },
  { reached: 19, of: 20, warns: null },
  { reached: 20, of: 20, warns: 'all of 20 scored users reach it' },
])('warns of a target that $reached of $of reach: $warns', ({ reached, of, warns }) => {
  const own = reviewReach(model, [{ profile: null, dimension: 'depth', reached, of }])
  expect(own.map(({ path, message }) => [path, message])).toEqual(warns ? [['dimensions.depth.target', warns]] : [])
  const inProfile = reviewReach(model, [{ profile: 'new', dimension: 'frequency', reached, of }])
  expect(inProfile.map(({ path, message }) => [path, message])).toEqual(
    warns ? [['profiles[0].dimensions.frequency.target', `${warns} in profile "new"`]] : [],
  )
})
