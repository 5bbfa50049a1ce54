import { expect, it } from 'vitest'
import { excess } from './bounds.ts'
import { toKey } from './queue-key.ts'
import { createUuids } from './uuid.ts'

const DAY_MS = 86_400_000
const now = 100 * DAY_MS
const bounds = { maxMessages: 3, maxBytes: 5_000, maxAgeDays: 30 }
const next = createUuids(() => 0.5)
const key = (daysAgo: number, bytes = 10) => toKey(next(now - daysAgo * DAY_MS), bytes, '')

it.each([
  ['nothing waits', [], []],
  ['exactly as many', [key(3), key(2), key(1)], []],
  [
    'one too many: it goes, and another for the report',
    [key(3), key(2), key(1), key(0)],
    ['queue_messages', 'queue_messages'],
  ],
])('%s', (_, keys, reasons) => {
  expect(excess(keys, now, bounds)).toEqual(reasons)
})

it('drops what is older than the age, and keeps what is just as old', () => {
  const uuids = createUuids(() => 0.5)
  const keys = [now - 30 * DAY_MS - 1, now - 30 * DAY_MS].map((time) => toKey(uuids(time), 10, ''))
  expect(excess(keys, now, bounds)).toEqual(['queue_age'])
})

it('drops the oldest until the bytes fit, with a report', () => {
  const uuids = createUuids(() => 0.5)
  const keys = [400, 600, 400, 100].map((bytes) => toKey(uuids(now), bytes, ''))
  const wide = { ...bounds, maxMessages: 10, maxBytes: 1_100 }
  expect(excess(keys, now, wide)).toEqual(['queue_bytes', 'queue_bytes'])
  expect(excess(keys.slice(1), now, wide)).toEqual([])
})

it('names the first reason of each', () => {
  const uuids = createUuids(() => 0.5)
  const keys = [40, 10, 9, 5, 4].map((daysAgo) => toKey(uuids(now - daysAgo * DAY_MS), 400, ''))
  const wide = { ...bounds, maxBytes: 1_100 }
  expect(excess(keys, now, wide)).toEqual(['queue_age', 'queue_messages', 'queue_messages', 'queue_bytes'])
})
