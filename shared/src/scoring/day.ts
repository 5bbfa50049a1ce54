import type { Day } from './history.ts'

const DAY_MS = 86_400_000
/** Before it every zone kept one local mean time; far ends of the calendar are left out so that no border leaves it. */
const FIRST_MS = Date.UTC(1800, 0, 1)
const LAST_MS = 8.64e15
const MAX_REMEMBERED = 4_096

type OffsetOf = (timeMs: number) => number

/** The zone's offset as Intl tells it: right at every instant, and some microseconds slow. */
function createIntlOffsetOf(timeZone: string): OffsetOf {
  const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (timeMs) => {
    const wholeMs = Math.floor(Math.min(Math.max(timeMs, FIRST_MS), LAST_MS) / 1000) * 1000
    const parts = new Map(format.formatToParts(wholeMs).map((part) => [part.type, Number(part.value)]))
    const [year = 0, month = 1, ...rest] = fields.map((field) => parts.get(field))
    return Date.UTC(year, month - 1, ...rest) - wholeMs
  }
}

/** The same, from the offsets at the borders of the UTC day; only a day in which they differ is asked in full. */
function createOffsetOf(timeZone: string): OffsetOf {
  if (timeZone === 'UTC') return () => 0
  const exact = createIntlOffsetOf(timeZone)
  const borders = new Map<number, number>()
  const atBorder = (utcDay: number): number => {
    let offset = borders.get(utcDay)
    if (offset === undefined) {
      if (borders.size >= MAX_REMEMBERED) borders.clear()
      offset = exact(utcDay * DAY_MS)
      borders.set(utcDay, offset)
    }
    return offset
  }
  return (timeMs) => {
    const utcDay = Math.floor(timeMs / DAY_MS)
    const offset = atBorder(utcDay)
    return offset === atBorder(utcDay + 1) ? offset : exact(timeMs)
  }
}

// One for each zone name in use, of which there are some hundreds at most.
const offsets = new Map<string, OffsetOf>()
function offsetOfZone(timeZone: string): OffsetOf {
  let offsetOf = offsets.get(timeZone)
  if (!offsetOf) offsets.set(timeZone, (offsetOf = createOffsetOf(timeZone)))
  return offsetOf
}

/**
 * Makes the function from an instant in Unix milliseconds to its day in a time zone.
 * @throws RangeError where the zone is unknown
 */
export function createDayOf(timeZone: string): (timeMs: number) => Day {
  const offsetOf = offsetOfZone(timeZone)
  return (timeMs) => Math.floor((timeMs + offsetOf(timeMs)) / DAY_MS)
}

/**
 * The first instant of a day in a time zone, in Unix milliseconds; of a day that the zone left out, the first of the next.
 * @throws RangeError where the zone is unknown
 */
export function startOfDay(timeZone: string, day: Day): number {
  const offsetOf = offsetOfZone(timeZone)
  const dayOf = createDayOf(timeZone)
  let before = (day - 1) * DAY_MS
  let start = (day + 1) * DAY_MS
  while (start - before > 1) {
    const middle = Math.floor((before + start) / 2)
    if (dayOf(middle) < day) before = middle
    else start = middle
  }
  // Clocks put back from just after midnight begin a day twice.
  const earlier = day * DAY_MS - offsetOf(start - DAY_MS / 4)
  return earlier < start && dayOf(earlier) === day ? earlier : start
}

const TIME_OF_DAY = 'T00:00:00.000Z'.length

// The same days are asked for again and again: the weeks of everybody's explanation.
const isoDays = new Map<Day, string>()

/** The day as `YYYY-MM-DD`. */
export function toIsoDay(day: Day): string {
  let iso = isoDays.get(day)
  if (iso === undefined) {
    iso = new Date(Math.min(Math.max(day, -1e8), 1e8) * DAY_MS).toISOString().slice(0, -TIME_OF_DAY)
    if (isoDays.size >= MAX_REMEMBERED) isoDays.clear()
    isoDays.set(day, iso)
  }
  return iso
}

/** The day of a `YYYY-MM-DD`; null where it is no such date. */
export function parseIsoDay(iso: string): Day | null {
  const timeMs = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(iso) : Number.NaN
  const day = timeMs / DAY_MS
  return Number.isInteger(day) && toIsoDay(day) === iso ? day : null
}

/** The Monday of a day's week: 1970-01-01, day 0, was a Thursday. */
export function mondayOf(day: Day): Day {
  return Math.floor((day + 3) / 7) * 7 - 3
}
