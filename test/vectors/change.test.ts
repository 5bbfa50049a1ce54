import { createDayOf, explainChange, numberAt } from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyMessages, anyModel, anyPointsModel, AT, EXAMPLE, modelOf } from './arbitraries.ts'
import { subjectsOf } from './history-of.ts'

const models = fc.oneof(fc.constant(modelOf(EXAMPLE)), anyModel(), anyPointsModel())
const HOUR = 3_600_000

const sumOf = (lines: readonly { points: number }[]): number => lines.reduce((sum, { points }) => sum + points, 0)

describe('property 4: explanation of a change', () => {
  it('R31: its lines sum to the change, its items to their line, between any two instants', () => {
    const asWas = fc.option(fc.double({ min: 0, max: 100, noNaN: true }))
    const hoursAgo = fc.integer({ min: 0, max: 60 * 24 })
    const adds = fc.property(models, anyMessages({ days: 90 }), hoursAgo, asWas, (model, messages, hours, was) => {
      const dayOf = createDayOf(model.timeZone)
      const since = new Date(Date.parse(AT) - hours * HOUR).toISOString()
      const [dayThen, dayNow] = [dayOf(Date.parse(since)), dayOf(Date.parse(AT))]
      const subjects = subjectsOf(model, messages, AT)
      for (const [id, then] of subjectsOf(model, messages, since)) {
        const subject = subjects.get(id) ?? then
        const [from, to] = [numberAt(then, dayThen), numberAt(subject, dayNow)]
        const change = explainChange({ subject: then, day: dayThen }, { subject, day: dayNow }, { since, asWas: was })
        expect(change === null).toBe(from === null || to === null)
        if (!change) continue
        expect(change).toMatchObject({ since, from: was ?? from, to, points: change.to - change.from })
        expect(Math.abs(sumOf(change.lines) - change.points)).toBeLessThan(1e-9)
        for (const { dimension, points, items } of change.lines)
          if (!['limit', 'profile', 'model'].includes(dimension))
            expect(Math.abs(sumOf(items) - points)).toBeLessThan(1e-9)
      }
    })
    fc.assert(adds, { seed: 20260630, numRuns: 500 })
  })
})
