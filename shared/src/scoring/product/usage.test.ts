import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import type { Model } from '../../model/types.ts'
import { cellsOf } from '../cells.ts'
import type { ActionRow, Day } from '../history.ts'
import { personSubject } from '../subject.ts'
import { usageAt, type Usage } from './usage.ts'

const actions = {
  report_created: { feature: 'reports' },
  report_shared: { feature: 'sharing' },
  opened: { feature: { property: 'area' } },
  signed_in: { feature: 'door', passive: true },
}
const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const
const modelOf = (horizonDays: number): Model =>
  toModel({ horizonDays, actions, dimensions, activation: { actions: ['report_created', 'signed_in'] } })

const TODAY = 1_000
const FIRST = 900
const ago = (age: number, action: keyof typeof actions, feature: string | null = null): ActionRow => ({
  action,
  feature,
  day: TODAY - age,
  count: 1,
  volume: 1,
})
function usage(rows: ActionRow[], { horizonDays = 28, day = TODAY }: { horizonDays?: number; day?: Day } = {}): Usage {
  return usageAt(
    personSubject(
      modelOf(horizonDays),
      { firstSeen: FIRST, cells: cellsOf(rows), interactions: [], traits: [] },
      TODAY,
    ),
    day,
  )
}

describe('R8: what somebody used', () => {
  it('is nothing of nobody', () => {
    expect(usage([])).toEqual({
      activeDays: 0,
      activeBefore: false,
      activeEarlier: false,
      features: [],
      activation: {},
    })
  })

  it.each([
    [0, 1, false, false],
    [27, 1, false, false],
    [28, 0, true, false],
    [55, 0, true, false],
    [56, 0, false, true],
  ])('at an age of %d days, by a horizon of 28', (age, activeDays, activeBefore, activeEarlier) => {
    expect(usage([ago(age, 'report_created')])).toMatchObject({ activeDays, activeBefore, activeEarlier })
  })

  it.each([
    [1e-300, [0], [0], [1]],
    [0.5, [0], [0], [1]],
    [7.5, [0, 7], [8, 14], [15]],
    [1e308, [0, 100], [], []],
  ])('counts whole days, by a horizon of %d', (horizonDays, now, before, earlier) => {
    for (const age of now) expect(usage([ago(age, 'report_created')], { horizonDays }).activeDays).toBe(1)
    for (const age of before)
      expect(usage([ago(age, 'report_created')], { horizonDays }).activeBefore).toBe(!now.includes(age))
    for (const age of earlier) expect(usage([ago(age, 'report_created')], { horizonDays }).activeEarlier).toBe(true)
  })

  it('counts a day once, and passive actions never', () => {
    const rows = [ago(3, 'report_created'), ago(3, 'report_shared'), ago(4, 'report_shared'), ago(5, 'signed_in')]
    expect(usage(rows).activeDays).toBe(2)
  })

  it('names the features of value actions, not those read from a property, and not older ones', () => {
    const rows = [
      ago(27, 'report_shared', 'sharing'),
      ago(1, 'report_shared', 'sharing'),
      ago(28, 'report_created', 'reports'),
      ago(1, 'opened', 'reports'),
      ago(1, 'signed_in', 'door'),
    ]
    expect(usage(rows).features).toEqual(['sharing'])
  })

  it('is that of its day', () => {
    const rows = [ago(0, 'report_created', 'reports'), ago(40, 'report_shared', 'sharing')]
    expect(usage(rows, { day: TODAY - 13 })).toMatchObject({ activeDays: 1, features: ['sharing'] })
    expect(usage(rows, { day: TODAY - 12 })).toMatchObject({ activeDays: 0, activeBefore: true, features: [] })
  })

  it('holds the way to first value, and can be stored as JSON', () => {
    const used = usage([ago(96, 'report_created', 'reports'), ago(10, 'report_created', 'reports')])
    expect(used.activation).toEqual({ report_created: 4 })
    expect(JSON.parse(JSON.stringify(used))).toEqual(used)
  })
})
