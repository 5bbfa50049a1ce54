import type { Model } from '@uptake/shared/model'
import {
  cellsOf,
  nextActionsOfAccount,
  nextActionsOfPerson,
  scoreAccount,
  scorePerson,
  type Day,
  type PersonHistory,
  type Scored,
} from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyMessages, anyModel, anyPointsModel, AT, EXAMPLE, modelOf } from './arbitraries.ts'
import { historiesOf } from './history-of.ts'

const models = fc.oneof(fc.constant(modelOf(EXAMPLE)), anyModel(), anyPointsModel())
const runs = { seed: 20260630, numRuns: 300 }

/** The history with one more such event today, of volume 1 and with somebody new. */
function afterOneMore(model: Model, history: PersonHistory, action: string, today: Day): PersonHistory {
  const { feature, counterparts } = model.actions.get(action) ?? {}
  const name = typeof feature === 'string' ? feature : null
  const row = { action, feature: name, day: today, count: 1, volume: 1 }
  const met = counterparts === null ? [] : [{ action, counterpart: 'somebody new', day: today }]
  return { ...history, cells: [...history.cells, ...cellsOf([row])], interactions: [...history.interactions, ...met] }
}

const gain = (before: Scored, after: Scored): number => (after.score ?? 0) - (before.score ?? 0)

describe('R32: what would raise the score', () => {
  it('is the exact gain of one more such event now, most first; nothing without a score', () => {
    const exact = fc.property(models, anyMessages(), (model, messages) => {
      const { today, people } = historiesOf(model, messages, AT)
      for (const history of people.values()) {
        const before = scorePerson(model, history, today)
        const next = nextActionsOfPerson(model, history, today)
        const off = next.filter(({ action, gain: told }) => {
          const after = scorePerson(model, afterOneMore(model, history, action, today), today)
          // Points are given for what should not be done too: then it lowers the score.
          return !((told >= 0 || model.points) && Math.abs(told - gain(before, after)) < 1e-9)
        })
        expect(off).toEqual([])
        const advisable = [...model.actions.values()].filter(
          (a) => !a.passive && (a.feature === null || typeof a.feature === 'string'),
        )
        expect(next).toHaveLength(before.score === null ? 0 : advisable.length)
        expect(next).toEqual(next.toSorted((a, b) => b.gain - a.gain || (a.action < b.action ? -1 : 1)))
      }
    })
    fc.assert(exact, runs)
  })

  it('of an account is by the member whose event raises it most', () => {
    const exact = fc.property(models, anyMessages(), (model, messages) => {
      const { today, accounts } = historiesOf(model, messages, AT)
      for (const account of accounts.values()) {
        const before = scoreAccount(model, account, today)
        for (const { action, gain: told } of nextActionsOfAccount(model, account, today)) {
          const gains = [...account.members].map(([id, member]) => {
            const members = new Map([...account.members, [id, afterOneMore(model, member, action, today)]])
            return gain(before, scoreAccount(model, { ...account, members }, today))
          })
          expect(Math.abs(told - Math.max(...gains))).toBeLessThan(1e-9)
        }
      }
    })
    fc.assert(exact, runs)
  })
})
