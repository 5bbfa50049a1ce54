import { expect, it } from 'vitest'
import { account, known, person, row, steady, T } from './handmade.ts'
import type { PersonHistory } from './history.ts'
import { scoreAt } from './score.ts'
import { accountSubject, personSubject } from './subject.ts'

const common = { target: 1, weight: 1, curve: 'linear' } as const
const model = steady({
  frequency: { ...common, target: 7, amount: 'days' },
  collaboration: { ...common, target: 10, amount: 'counterparts' },
  nps: { ...common, target: 10, amount: 'trait', trait: 'nps' },
})

/** Where clocks go back over midnight, an instant of a day comes after some of the next one. */
const ghostHour: PersonHistory = person(28, [row('report_shared', T + 1)], {
  interactions: [{ action: 'report_shared', counterpart: 'ann', day: T + 1 }],
  traits: [...known('nps', 9, T + 1), ...known('nps', 3, T)],
})

it('takes what is of a day after the last for what is of the last, in order', () => {
  // One day of 28, one person of 10, and of two values of the trait the later one.
  const subscores = { frequency: expect.closeTo(100 / 28, 9), collaboration: expect.closeTo(10, 9), nps: 90 }
  expect(scoreAt(personSubject(model, ghostHour, T), T)).toMatchObject({ subscores })
  const seat = [...known('nps', 9, T + 1), ...known('nps', 3, T)]
  expect(scoreAt(accountSubject(model, account([ghostHour], seat), T), T)).toMatchObject({ subscores })
})
