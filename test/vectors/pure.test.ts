import { checkModel } from '@uptake/shared/model/check'
import { nextActionsOfPerson, scoreAccount, scorePerson } from '@uptake/shared/scoring'
import { describe, expect, it } from 'vitest'
import { cases, expectGains, expectScored } from './cases.ts'
import { historiesOf } from './history-of.ts'

describe('the reference cases', () => {
  it.each(cases)('$name: $why', ({ at, seats, model: input, events, ...expected }) => {
    const checked = checkModel(input)
    if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
    const { model } = checked
    const { today, people, accounts } = historiesOf(model, events, at)

    expect([...people.keys()].toSorted()).toEqual(Object.keys(expected.users).toSorted())
    for (const [id, person] of people) {
      expectScored(scorePerson(model, person, today), expected.users[id])
      expectGains(nextActionsOfPerson(model, person, today), expected.nextActions[id])
    }

    expect([...accounts.keys()].toSorted()).toEqual(Object.keys(expected.accounts).toSorted())
    for (const [id, account] of accounts) {
      const traits = id in seats ? [{ name: 'seats', day: account.firstSeen, value: seats[id] }] : []
      expectScored(scoreAccount(model, { ...account, traits }, today), expected.accounts[id])
    }
  })
})
