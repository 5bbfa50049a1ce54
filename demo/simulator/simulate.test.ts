import { checkModel } from '@uptake/shared/model/check'
import { scorePerson } from '@uptake/shared/scoring'
import { describe, expect, it } from 'vitest'
import config from '../uptake.config.ts'
import { historyOf } from './history-of.ts'
import { simulate, toDay } from './simulate.ts'

const SEED = 20
const NOON = Date.UTC(2026, 4, 20, 12)
const DAY_MS = 86_400_000
const told = (endMs: number, anchorMs: number = endMs) =>
  simulate({ seed: SEED, anchorDay: toDay(anchorMs), endMs }).map((message) => ({ ...message }))

const checked = checkModel(config.model)
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { model } = checked

describe('the story', () => {
  it('comes out the same for the same seed, and another for another', () => {
    expect(told(NOON)).toEqual(told(NOON))
    expect(simulate({ seed: SEED + 1, anchorDay: toDay(NOON), endMs: NOON })).not.toEqual(told(NOON))
  })

  it('fills about ninety days, and tells nothing of the future', () => {
    const times = told(NOON).map(({ timestamp }) => Date.parse(timestamp ?? ''))
    expect(Math.max(...times)).toBeLessThanOrEqual(NOON)
    expect(toDay(NOON) - toDay(Math.min(...times))).toBe(89)
    expect(times.length).toBeGreaterThan(500)
  })

  it('gives every message an id of its own', () => {
    const ids = told(NOON).map(({ messageId }) => messageId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('only adds what has passed since when it is told again later', () => {
    const later = told(NOON + 2.5 * DAY_MS, NOON)
    const before = told(NOON)
    expect(later.slice(0, before.length)).toEqual(before)
    expect(later.length).toBeGreaterThan(before.length)
  })

  it('names as counterparts colleagues alone, never oneself', () => {
    for (const { userId, properties } of told(NOON)) {
      expect([properties?.['with'] ?? []].flat()).not.toContain(userId)
    }
  })
})

describe.each(
  // Every weekday, and a start before anybody is at work.
  Array.from({ length: 8 }, (_, index) => NOON + index * DAY_MS * 9 - (index === 7 ? 11 * 3_600_000 : 0)),
)('on a first start at %d', (endMs) => {
  const messages = told(endMs)
  const scoreOf = (userId: string) => scorePerson(model, historyOf(model, messages, userId), toDay(endMs))

  it.each([
    { userId: 'maya-okafor', from: 80, to: 100 },
    { userId: 'jonas-lindqvist', from: 60, to: 80 },
    { userId: 'priya-raman', from: 40, to: 60 },
    { userId: 'tomas-ferreira', from: 0, to: 0 },
    { userId: 'nora-whitfield', from: 60, to: 80 },
    { userId: 'caleb-osei', from: 25, to: 70 },
  ])('$userId scores from $from to $to', ({ userId, from, to }) => {
    const { status, score } = scoreOf(userId)
    expect(status).toBe('ok')
    expect(score).toBeGreaterThanOrEqual(from)
    expect(score).toBeLessThanOrEqual(to)
  })

  it('the newcomer has no score yet and one step to go', () => {
    expect(scoreOf('ines-bouchard')).toMatchObject({ status: 'insufficient_data', needs: { days: 3 } })
    const done = messages.filter(({ userId }) => userId === 'ines-bouchard').map(({ event }) => event)
    expect(done).toContain('report_created')
    expect(done).not.toContain('report_shared')
  })

  it('Priya is on her way down', () => {
    const before = messages.filter(({ timestamp }) => Date.parse(timestamp ?? '') < (toDay(endMs) - 27) * DAY_MS)
    const then = scorePerson(model, historyOf(model, before, 'priya-raman'), toDay(endMs) - 28)
    expect((scoreOf('priya-raman').score ?? 0) - (then.score ?? 0)).toBeLessThan(-10)
  })
})
