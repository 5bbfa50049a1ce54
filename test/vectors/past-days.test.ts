import {
  createDayOf,
  type Day,
  nextActionsAt,
  numberAt,
  scoreAt,
  startOfDay,
  type Subject,
  trendAt,
} from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysThatMayRaise } from '../../shared/src/scoring/days-that-may-raise.ts'
import { anyMessages, anyModel, anyPointsModel, AT, EXAMPLE, modelOf } from './arbitraries.ts'
import { subjectsOf } from './history-of.ts'

const models = fc.oneof(fc.constant(modelOf(EXAMPLE)), anyModel(), anyPointsModel())
const runs = { seed: 20260630, numRuns: 500 }

/** Every number and text in it by its place: an item's by its key, since those of the same points may come in any order. */
function leavesOf(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  const parts: [string, unknown][] = Array.isArray(value)
    ? value.map((item: { action?: string; dimension?: string; key?: string }, i) => [
        item.key ?? item.dimension ?? item.action ?? String(i),
        item,
      ])
    : Object.entries(value)
  return parts.flatMap(([key, part]) => leavesOf(part, `${path}/${key}`))
}

/** What of two differs by more than rounding. */
function differences(a: unknown, b: unknown): unknown[] {
  const others = new Map(leavesOf(b))
  const isSame = ([path, value]: [string, unknown]): boolean => {
    const other = others.get(path)
    return typeof value === 'number' && typeof other === 'number' ? Math.abs(value - other) < 1e-9 : value === other
  }
  const mine = leavesOf(a)
  return mine.length === others.size ? mine.filter((leaf) => !isSame(leaf)) : [a, b]
}

const endOf = (timeZone: string, day: Day): string => new Date(startOfDay(timeZone, day + 1) - 1).toISOString()

describe('a past day', () => {
  it('R36: stands as it did at its end: rows, members, seats, traits and all that comes of them', () => {
    const same = fc.property(models, anyMessages({ days: 120 }), fc.nat(100), (model, messages, daysAgo) => {
      const day = createDayOf(model.timeZone)(Date.parse(AT)) - daysAgo
      const now = subjectsOf(model, messages, AT)
      for (const [id, then] of subjectsOf(model, messages, endOf(model.timeZone, day))) {
        const subject = now.get(id) ?? then
        const all = [scoreAt, trendAt, nextActionsAt].flatMap((at) => differences(at(subject, day), at(then, day)))
        expect(all).toEqual([])
      }
    })
    fc.assert(same, runs)
  })

  it('has no score before the first one', () => {
    const none = fc.property(models, anyMessages(), (model, messages) => {
      for (const subject of subjectsOf(model, messages, AT).values())
        expect(scoreAt(subject, subject.firstSeen - 1)).toMatchObject({ score: null, needs: { days: 7, events: 3 } })
    })
    fc.assert(none, runs)
  })
})

/** Every day from the first one on. */
const daysOf = ({ firstSeen }: Subject, today: Day): Day[] =>
  Array.from({ length: today - firstSeen + 1 }, (_, i) => firstSeen + i)

describe('R18: a trend', () => {
  it('is what the score of each day says', () => {
    const same = fc.property(models, anyMessages({ days: 150 }), (model, messages) => {
      const today = createDayOf(model.timeZone)(Date.parse(AT))
      for (const subject of subjectsOf(model, messages, AT).values()) {
        const scores = new Map(daysOf(subject, today).map((day) => [day, numberAt(subject, day)]))
        const [now, before] = [scores.get(today) ?? null, scores.get(today - 28) ?? null]
        const lastDays = Array.from({ length: 28 }, (_, i) => scores.get(today - i) ?? null)
        const trend = trendAt(subject, today)
        expect(trend === null).toBe(now === null)
        if (trend === null || now === null) continue
        expect(trend).toMatchObject({
          change: before === null ? null : now - before,
          persistentlyLow: lastDays.every((score) => score !== null && score < 40),
          neverHealthy: scores.size > 90 && [...scores.values()].every((score) => (score ?? 0) < 60),
        })
      }
    })
    fc.assert(same, runs)
  })

  it('misses no day on which a score rose', () => {
    const missed = fc.property(models, anyMessages({ days: 80 }), (model, messages) => {
      const today = createDayOf(model.timeZone)(Date.parse(AT))
      for (const subject of subjectsOf(model, messages, AT).values()) {
        const tried = new Set(daysThatMayRaise(subject, today))
        const higher = daysOf(subject, today).filter(
          (day) => (numberAt(subject, day) ?? 0) > (numberAt(subject, day - 1) ?? 0) + 1e-9,
        )
        expect(higher.filter((day) => !tried.has(day))).toEqual([])
      }
    })
    fc.assert(missed, runs)
  })
})
