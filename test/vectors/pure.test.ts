import { readFileSync } from 'node:fs'
import { checkModel } from '@uptake/shared/model/check'
import { nextActionsOfPerson, scoreAccount, scorePerson, type Scored } from '@uptake/shared/scoring'
import { describe, expect, it } from 'vitest'
import { historiesOf, type KnownMessage } from './history-of.ts'

interface Expected {
  status: string
  score: number | null
  subscores?: Record<string, number>
  contributions?: Record<string, number>
}
interface Case {
  name: string
  why: string
  at: string
  seats: Record<string, number>
  model: unknown
  events: KnownMessage[]
  users: Record<string, Expected>
  accounts: Record<string, Expected>
  nextActions: Record<string, Record<string, number> | null>
}

const cases: Case[] = JSON.parse(readFileSync(new URL('scoring.json', import.meta.url), 'utf8'))

/** Every number by its name, to 1e-9. */
function expectClose(actual: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted())
  const off = Object.entries(expected).filter(([name, value]) => !(Math.abs((actual[name] ?? NaN) - value) < 1e-9))
  expect(off).toEqual([])
}

function expectScored(actual: Scored, expected: Expected | undefined): void {
  const { status, score, subscores = {}, contributions = {} } = expected ?? { status: 'unexpected', score: null }
  expect(actual.status).toBe(status)
  expect(actual.score === null).toBe(score === null)
  expectClose({ score: actual.score ?? 0 }, { score: score ?? 0 })
  expectClose(actual.subscores ?? {}, subscores)
  const byDimension = (actual.contributions ?? []).map(({ dimension, points }) => [dimension, points] as const)
  expectClose(Object.fromEntries(byDimension), contributions)
}

describe('the reference cases', () => {
  it.each(cases)('$name: $why', ({ at, seats, model: input, events, ...expected }) => {
    const checked = checkModel(input)
    if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
    const { model } = checked
    const { today, people, accounts } = historiesOf(model, events, at)

    expect([...people.keys()].toSorted()).toEqual(Object.keys(expected.users).toSorted())
    for (const [id, person] of people) {
      expectScored(scorePerson(model, person, today), expected.users[id])
      const next = nextActionsOfPerson(model, person, today)
      const gains = Object.fromEntries(next.map(({ action, gain }) => [action, gain]))
      expectClose(gains, expected.nextActions[id] ?? {})
    }

    expect([...accounts.keys()].toSorted()).toEqual(Object.keys(expected.accounts).toSorted())
    for (const [id, account] of accounts) {
      const traits = id in seats ? { seats: seats[id] } : {}
      expectScored(scoreAccount(model, { ...account, traits }, today), expected.accounts[id])
    }
  })
})
