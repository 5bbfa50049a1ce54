import { describe, expect, it } from 'vitest'
import type { AppNudge } from '../model/types.ts'
import { heldBack, type Hold } from './caps.ts'
import { DAY_MS, HOUR_MS, mark, NOW, rule } from './handmade.ts'
import type { NudgeMark } from './mark.ts'

const [a, b] = [rule('a'), rule('b')]
const alarm = rule('alarm', { critical: true })
const hold = (marks: readonly NudgeMark[], of: AppNudge = a, session: string | null = 'now'): Hold | null =>
  heldBack(of, { marks, session, nowMs: NOW, isCritical: (id) => id === alarm.id })
const reason = (...asked: Parameters<typeof hold>) => hold(...asked)?.reason ?? null
const now = { session: 'now' }

describe('what a person did with a nudge', () => {
  it.each([
    ['nudge_dismissed', 30 * DAY_MS, null, 'dismissed'],
    ['nudge_snoozed', 1 * DAY_MS, 1, 'snoozed'],
    ['nudge_snoozed', 3 * DAY_MS, 3, 'snoozed'],
    ['nudge_snoozed', 7 * DAY_MS, 7, 'snoozed'],
  ] as const)('keeps it away: %s for %d ms where %j days were asked for', (event, awayMs, days, why) => {
    for (const of of [a, rule('a', { critical: true })]) {
      expect(hold([mark('a', event, awayMs - 1, { days })], of)).toEqual({ reason: why, untilMs: NOW + 1 })
      expect(hold([mark('a', event, awayMs, { days })], of)).toBeNull()
    }
  })

  it('keeps it away for ever once it is completed', () => {
    for (const of of [a, rule('a', { critical: true })])
      expect(hold([mark('a', 'nudge_completed', 4_000 * DAY_MS)], of)).toEqual({
        reason: 'completed',
        untilMs: Infinity,
      })
  })

  it('keeps no other away', () => {
    const did = (['nudge_dismissed', 'nudge_snoozed', 'nudge_completed', 'nudge_clicked'] as const).map((event) =>
      mark('b', event, HOUR_MS),
    )
    expect(hold(did)).toBeNull()
  })

  it('counts from the last time', () => {
    const dismissed = mark('a', 'nudge_dismissed', 40 * DAY_MS, { lastAt: NOW - DAY_MS })
    expect(hold([dismissed])).toEqual({ reason: 'dismissed', untilMs: NOW + 29 * DAY_MS })
    const snoozed = [
      mark('a', 'nudge_snoozed', 2 * DAY_MS, { days: 7 }),
      mark('a', 'nudge_snoozed', HOUR_MS, { days: 1 }),
    ]
    expect(hold(snoozed)).toEqual({ reason: 'snoozed', untilMs: NOW + 5 * DAY_MS })
  })

  it('is nothing where it was seen and clicked', () => {
    expect(hold([mark('a', 'nudge_shown', HOUR_MS, now), mark('a', 'nudge_clicked', HOUR_MS, now)])).toBeNull()
  })
})

describe.each(['nudge_shown', 'nudge_held'] as const)('how often nudges show, here %s', (event) => {
  const showing = (nudge: string, agoMs: number, more: Partial<NudgeMark> = {}) => mark(nudge, event, agoMs, more)

  it('is three times ever', () => {
    const times = [100, 200, 300].map((days) => showing('a', days * DAY_MS))
    expect(hold(times)).toEqual({ reason: 'shown_three_times', untilMs: Infinity })
    expect(hold(times.slice(1))).toBeNull()
    expect(hold(times, b)).toBeNull()
  })

  it('is each seven days apart, from when it came', () => {
    const was = showing('a', 7 * DAY_MS - 1, { lastAt: NOW - 6 * DAY_MS })
    expect(hold([was])).toEqual({ reason: 'shown_lately', untilMs: NOW + 1 })
    expect(hold([{ ...was, firstAt: NOW - 7 * DAY_MS }])).toBeNull()
  })

  it('is one in a session, where it may stay', () => {
    const seen = [showing('a', HOUR_MS, now)]
    expect(hold(seen)).toBeNull()
    expect(hold(seen, b)).toEqual({ reason: 'session', untilMs: null })
    expect(hold(seen, b, 'another')).toEqual({ reason: 'day', untilMs: NOW + 23 * HOUR_MS })
    const long = [showing('a', 60 * DAY_MS), showing('a', 40 * DAY_MS), showing('a', 25 * HOUR_MS, now)]
    expect(reason(long)).toBeNull()
    expect(reason(long, b)).toBe('session')
  })

  it('is one in half an hour where there are no sessions', () => {
    const recent = [showing('a', HOUR_MS / 2 - 1, { session: null })]
    expect(hold(recent, a, null)).toBeNull()
    expect(reason(recent, b, null)).toBe('session')
    const earlier = [showing('a', HOUR_MS / 2, { session: null })]
    expect(reason(earlier, a, null)).toBe('shown_lately')
    expect(reason(earlier, b, null)).toBe('day')
    expect(reason(recent, b, 'now')).toBe('day')
    expect(reason([showing('a', 1, now)], b, null)).toBe('day')
  })

  it('is a session each where it is reported without one', () => {
    const three = [30, 20, 10].map((days) => showing('a', days * DAY_MS, { session: null }))
    expect(reason(three)).toBe('shown_three_times')
  })

  it('leaves a day between two', () => {
    const other = showing('b', 30 * HOUR_MS, { lastAt: NOW - DAY_MS + 1 })
    expect(hold([other])).toEqual({ reason: 'day', untilMs: NOW + 1 })
    expect(hold([{ ...other, lastAt: NOW - DAY_MS }])).toBeNull()
  })

  it('is three in seven days, of all together', () => {
    const week = [showing('b', 7 * DAY_MS - 1), showing('c', 5 * DAY_MS), showing('d', 2 * DAY_MS)]
    expect(hold(week)).toEqual({ reason: 'week', untilMs: NOW + 1 })
    expect(hold([showing('b', 7 * DAY_MS), ...week.slice(1)])).toBeNull()
    expect(hold([showing('e', 6 * DAY_MS), ...week])).toEqual({ reason: 'week', untilMs: NOW + DAY_MS })
  })

  it('holds nothing that is critical, nor is used up by it', () => {
    const often = ['a', 'b', 'alarm'].flatMap((id) => [1, 2, 3].map((hours) => showing(id, hours * HOUR_MS, now)))
    expect(hold(often, alarm)).toBeNull()
    const alarms = [1, 2, 3, 4].map((hours) => showing('alarm', hours * HOUR_MS, now))
    expect(hold(alarms)).toBeNull()
  })

  it('is once in a session of both arms', () => {
    const both = [
      ...[40, 20].map((days) => showing('a', days * DAY_MS)),
      mark('a', 'nudge_shown', 20 * DAY_MS, { session: `${event} ${20 * DAY_MS}` }),
      mark('a', 'nudge_held', 20 * DAY_MS, { session: `${event} ${20 * DAY_MS}` }),
    ]
    expect(hold(both)).toBeNull()
    const s = { session: 's' }
    const early = mark('a', 'nudge_shown', 8 * DAY_MS, s)
    const late = mark('a', 'nudge_held', 6 * DAY_MS, s)
    for (const marks of [
      [early, late],
      [late, early],
    ]) {
      expect(reason(marks)).toBeNull()
      expect(hold(marks, b, 'another')).toBeNull()
      const recent = marks.map((one) => ({ ...one, lastAt: one.lastAt + 6 * DAY_MS - HOUR_MS }))
      expect(hold(recent, b, 'another')).toEqual({ reason: 'day', untilMs: NOW + 23 * HOUR_MS })
    }
  })
})

describe('somebody who asked to be reminded', () => {
  const snoozed = (days: number, agoMs: number) => [
    mark('a', 'nudge_shown', agoMs + HOUR_MS),
    mark('a', 'nudge_snoozed', agoMs, { days }),
  ]

  it.each([1, 3, 7])('is after %d days, in spite of the seven days', (days) => {
    expect(reason(snoozed(days, days * DAY_MS - 1))).toBe('snoozed')
    expect(reason(snoozed(days, days * DAY_MS))).toBeNull()
  })

  it('is though it was still seen for a while', () => {
    const shown = mark('a', 'nudge_shown', 30 * HOUR_MS, { lastAt: NOW - 23 * HOUR_MS })
    expect(reason([shown, mark('a', 'nudge_snoozed', 25 * HOUR_MS, { days: 1 })])).toBeNull()
  })

  it('is once, and then seven days apart again', () => {
    const reminded = [...snoozed(1, 3 * DAY_MS), mark('a', 'nudge_shown', DAY_MS)]
    expect(reason(reminded)).toBe('shown_lately')
  })

  it('is by all other caps', () => {
    const due = snoozed(1, 2 * DAY_MS)
    expect(reason([...due, mark('b', 'nudge_shown', HOUR_MS)])).toBe('day')
    expect(reason([...due, mark('b', 'nudge_shown', HOUR_MS, now)])).toBe('session')
    expect(reason([...due, ...[3, 5].map((days) => mark(`b${days}`, 'nudge_shown', days * DAY_MS))])).toBe('week')
    expect(reason([...due, ...[30, 60].map((days) => mark('a', 'nudge_shown', days * DAY_MS))])).toBe(
      'shown_three_times',
    )
  })

  it('does not have it back in the session in which they put it off', () => {
    const marks = [
      mark('a', 'nudge_shown', 30 * HOUR_MS, now),
      mark('a', 'nudge_snoozed', 29 * HOUR_MS, { days: 1, ...now }),
    ]
    expect(reason(marks)).toBe('session')
    expect(reason(marks, a, 'another')).toBeNull()
  })
})
