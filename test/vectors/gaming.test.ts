import type { Model } from '@uptake/shared/model'
import { gamingBounds, reviewModel, scorePerson } from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyModel, anyPointsModel, AT, EXAMPLE, modelOf } from './arbitraries.ts'
import { historiesOf, type KnownMessage } from './history-of.ts'

const example = modelOf(EXAMPLE)
const ACTIONS = Object.keys(EXAMPLE.actions)
const DAY = 86_400_000
const runs = { seed: 20260630, numRuns: 60 }

interface Habit {
  event: string
  /** Known for so many days, and doing it so many times every so many of them. */
  days: number
  every: number
  times: number
  rows: number
}

const anyHabit: fc.Arbitrary<Habit> = fc.record({
  event: fc.constantFrom(...ACTIONS),
  days: fc.integer({ min: 7, max: 400 }),
  every: fc.integer({ min: 1, max: 4 }),
  times: fc.integer({ min: 1, max: 25 }),
  rows: fc.constantFrom(1, 1e12),
})

/** The one event of a habit, each time with as many people never seen before. */
function* repeated({ event, days, every, times, rows }: Habit, guests: number): Generator<KnownMessage> {
  for (let day = 0; day < days; day += every)
    for (let time = 0; time < times; time++) {
      const messageId = `${day} ${time}`
      const properties = { rows, source: 'csv', with: Array.from({ length: guests }, (_, i) => `${messageId} ${i}`) }
      const timestamp = new Date(Date.parse(AT) - day * DAY).toISOString()
      yield { type: 'track', messageId, userId: 'u', event, properties, timestamp }
    }
}

/** The score that a habit earns, and by which profile; 0 too where it earns none. */
function earned(model: Model, messages: Iterable<KnownMessage>): { score: number; profile: string | null } {
  const { today, people } = historiesOf(model, [...messages], AT)
  const [history] = people.values()
  const scored = history && scorePerson(model, history, today)
  return { score: scored?.score ?? 0, profile: scored?.profile ?? null }
}
const scoreOf = (messages: Iterable<KnownMessage>): number => earned(example, messages).score

it('R14: one action repeated, without counterparts, stays below 60', () => {
  const bounded = fc.property(anyHabit, (habit) => {
    expect(scoreOf(repeated(habit, 0))).toBeLessThan(60)
  })
  fc.assert(bounded, runs)
})

it('R14: with any counterparts, invented ones too, it stays below 80', () => {
  const bounded = fc.property(anyHabit, fc.integer({ min: 1, max: 5 }), (habit, guests) => {
    expect(scoreOf(repeated(habit, guests))).toBeLessThan(80)
  })
  fc.assert(bounded, runs)
})

it('R14: the bounds are close, so that what is bounded is the habit that pays most', () => {
  const most = { event: 'report_shared', days: 400, every: 1, times: 20, rows: 1 }
  expect(scoreOf(repeated(most, 0))).toBeGreaterThan(58)
  expect(scoreOf(repeated(most, 5))).toBeGreaterThan(78)
})

describe.each([
  ['of dimensions', anyModel()],
  ['of points', anyPointsModel()],
])('property 5: any model %s', (_, models) => {
  it('R14: has a bound that no habit of one action without counterparts exceeds, and warns where one reaches 60', () => {
    const bounded = fc.property(models, anyHabit, (model, habit) => {
      const { score, profile } = earned(model, repeated(habit, 0))
      const bound = gamingBounds(model).find((one) => one.profile.name === profile)
      expect(score).toBeLessThanOrEqual((bound?.score ?? 0) + 1e-9)
      const messages = reviewModel(model).map(({ message }) => message)
      if (score >= 60) expect(messages).toContainEqual(expect.stringMatching(/ alone, repeated for ever, /))
    })
    fc.assert(bounded, { ...runs, numRuns: 300 })
  })
})
