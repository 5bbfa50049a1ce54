import { scorePerson } from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { AT, EXAMPLE, modelOf } from './arbitraries.ts'
import { historiesOf, type KnownMessage } from './history-of.ts'

const example = modelOf(EXAMPLE)
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
  event: fc.constantFrom(...example.actions.keys()),
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
      const properties = { rows, with: Array.from({ length: guests }, (_, i) => `${messageId} ${i}`) }
      const timestamp = new Date(Date.parse(AT) - day * DAY).toISOString()
      yield { type: 'track', messageId, userId: 'u', event, properties, timestamp }
    }
}

/** 0 too where the habit earns no score. */
function scoreOf(messages: Iterable<KnownMessage>): number {
  const { today, people } = historiesOf(example, [...messages], AT)
  const [history] = people.values()
  return (history && scorePerson(example, history, today).score) ?? 0
}

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
