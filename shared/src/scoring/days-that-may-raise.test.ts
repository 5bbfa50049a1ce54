import { expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { daysThatMayRaise } from './days-that-may-raise.ts'
import { ages, daysAgo, person, T } from './handmade.ts'
import { personSubject } from './subject.ts'

const YEARS_2000 = 730_000
const fading = toModel({
  form: 'points',
  actions: { report_created: {}, complained: {} },
  max: 100,
  windowDays: 30,
  halfLifeDays: 10,
  lines: [
    { signal: { count: 'report_created' }, points: 1 },
    { signal: { count: 'complained' }, points: -1 },
  ],
})

it('looks at each day on which a penalty fades, and not at the centuries without one', () => {
  const subject = personSubject(fading, person(YEARS_2000, daysAgo([10, 100], 'complained')), T)
  const days = daysThatMayRaise(subject, T)
  expect(days).toEqual(expect.arrayContaining([...ages(0, 10), ...ages(70, 100)].map((age) => T - age)))
  expect(days.length).toBeLessThan(100)
})
