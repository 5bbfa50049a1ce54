import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDayOf, parseIsoDay, startOfDay, toIsoDay } from './day.ts'

const ZONES = [
  'UTC',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Monrovia',
]
const LEFT_OUT = new Set(['Pacific/Apia 2011-12-30', 'Pacific/Kiritimati 1994-12-31'])
const zone = fc.constantFrom(...ZONES)
const HOUR = 3_600_000
const runs = { seed: 7, numRuns: 2_000 }

function isoByIntl(timeZone: string, timeMs: number): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const part = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, value]))
  return `${part.get('year')}-${part.get('month')}-${part.get('day')}`
}
const isoDayOf = (timeZone: string, iso: string): string => toIsoDay(createDayOf(timeZone)(Date.parse(iso)))

describe('the day of an instant', () => {
  it('is the one that Intl tells', () => {
    const times = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2060, 0, 1) })
    const instant = fc.property(zone, times, (timeZone, timeMs) => {
      expect(toIsoDay(createDayOf(timeZone)(timeMs))).toBe(isoByIntl(timeZone, timeMs))
    })
    fc.assert(instant, runs)
  })

  it('is the one that Intl tells in every half hour of days with a change of clocks', () => {
    const changes = ['2011-03-13', '2011-11-06', '2024-03-10', '2024-03-31', '2024-10-06', '2011-12-30', '1972-01-07']
    for (const timeZone of ZONES)
      for (const change of changes)
        for (let hour = -24; hour <= 48; hour += 0.5) {
          const timeMs = Date.parse(change) + hour * HOUR
          expect(toIsoDay(createDayOf(timeZone)(timeMs))).toBe(isoByIntl(timeZone, timeMs))
        }
  })

  it.each([
    ['America/New_York', '2026-06-30T03:00:00Z', '2026-06-29'],
    ['America/New_York', '2026-06-30T04:00:00Z', '2026-06-30'],
    ['America/New_York', '2026-01-30T04:30:00Z', '2026-01-29'],
    ['Asia/Kolkata', '2026-06-29T18:29:59.999Z', '2026-06-29'],
    ['Asia/Kolkata', '2026-06-29T18:30:00Z', '2026-06-30'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('in %s of %s is %s', (timeZone, iso, day) => {
    expect(isoDayOf(timeZone, iso)).toBe(day)
  })

  it('is there for every instant that a Date can hold', () => {
    for (const timeMs of [-8.64e15, Date.UTC(-1, 0), Date.UTC(1700, 5), Date.UTC(20_000, 0), 8.64e15])
      expect(createDayOf('America/New_York')(timeMs)).toBeCloseTo(timeMs / 86_400_000, -1)
  })

  it('refuses an unknown zone', () => {
    expect(() => createDayOf('Europe/Belin')).toThrow(RangeError)
  })
})

describe('the start of a day', () => {
  it('is its first instant, and of a day left out the first of the next', () => {
    const days = fc.integer({ min: -7_300, max: 32_000 })
    const border = fc.property(zone, days, (timeZone, day) => {
      const dayOf = createDayOf(timeZone)
      const start = startOfDay(timeZone, day)
      expect(dayOf(start)).toBeGreaterThanOrEqual(day)
      expect(dayOf(start - 1)).toBeLessThan(day)
      const leftOut = LEFT_OUT.has(`${timeZone} ${toIsoDay(day)}`)
      expect(dayOf(start)).toBe(leftOut ? day + 1 : day)
    })
    fc.assert(border, runs)
  })

  it.each([
    ['UTC', '2026-06-30', '2026-06-30T00:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    // No midnight: clocks went from 24:00 to 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    // Two: at 00:01 clocks went back to 23:01.
    ['America/St_Johns', '2010-11-07', '2010-11-07T02:30:00.000Z'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
  ])('in %s of %s is %s', (timeZone, day, start) => {
    expect(new Date(startOfDay(timeZone, parseIsoDay(day) ?? NaN)).toISOString()).toBe(start)
  })
})

describe('a day in text', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
        expect(parseIsoDay(toIsoDay(day))).toBe(day)
      }),
      runs,
    )
    expect(toIsoDay(0)).toBe('1970-01-01')
  })

  it.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-01-01T00:00', 'today', ''])('is not %j', (text) => {
    expect(parseIsoDay(text)).toBeNull()
  })
})
