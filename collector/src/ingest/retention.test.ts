import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import type { Model } from '@uptake/shared/model'
import { checkModel } from '@uptake/shared/model/check'
import type { BatchResult, Message } from '@uptake/shared/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStorage } from '../storage/open.ts'
import type { Storage } from '../storage/storage.ts'
import { createIngest } from './ingest.ts'
import { refoldIfChanged } from './refold.ts'
import { createRetention } from './retention.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-03-10T15:00:00Z')
function modelOf(timeZone: string): Model {
  const checked = checkModel({
    timeZone,
    actions: { created: {} },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  })
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.model
}
const utc = modelOf('UTC')

let folder: string
let storage: Storage
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  storage = await openStorage(folder)
  await refoldIfChanged(storage, utc)
})
afterEach(async () => {
  await storage.close()
  rmSync(folder, { recursive: true })
})

const track = (messageId: string, timestamp?: string, userId = 'u'): Message => ({
  type: 'track',
  userId,
  event: 'created',
  messageId,
  ...(timestamp !== undefined && { timestamp }),
})
function send(messages: readonly Message[], nowMs = NOW, retentionDays: number | null = null): Promise<BatchResult> {
  const ingest = createIngest(storage, utc, { retentionDays, randomId: () => 'none' })
  return ingest(messages, () => ({ receivedAt: nowMs, bytes: 0 }))
}
const left = async () => (await storage.messagesAfter(0, 9_999)).map(({ messageId }) => messageId)
const march = (day: number, time = '12:00:00Z') => `2026-03-${String(day).padStart(2, '0')}T${time}`

it('removes whole days alone, by the time zone of the model', async () => {
  await send([
    track('a', march(7, '23:59:59.999Z')),
    track('b', march(8, '00:00:00Z')),
    track('c', march(8, '14:59:59Z')),
    track('d', march(8, '15:00:00Z')),
  ])
  const removed = await createRetention(storage, utc, 2).keepUp(NOW)
  expect([removed, await left()]).toEqual([{ messages: 1, days: 1 }, ['b', 'c', 'd']])
  // In Tokyo the 9th begins at three in the afternoon of the 8th.
  const tokyo = modelOf('Asia/Tokyo')
  await refoldIfChanged(storage, tokyo)
  expect(await createRetention(storage, tokyo, 2).keepUp(NOW)).toEqual({ messages: 2, days: 1 })
  expect([await left(), await storage.border()]).toEqual([
    ['d'],
    { day: Date.parse('2026-03-09') / DAY_MS, at: Date.parse(march(8, '15:00:00Z')) },
  ])
})

it('says how many messages of how many days went, whatever a turn takes', async () => {
  const many = Array.from({ length: 50 }, (_, i) => track(`m${i}`, march(1 + (i % 5)), `u${i % 7}`))
  await send([...many, track('kept', march(9))])
  expect(await createRetention(storage, utc, 3, 4).keepUp(NOW)).toEqual({ messages: 50, days: 5 })
  expect(await left()).toEqual(['kept'])
})

it('looks once a day, and has nothing to do on most', async () => {
  const retention = createRetention(storage, utc, 5)
  await send([track('a', march(5)), track('b', march(6))])
  expect(await retention.keepUp(NOW)).toBeNull()
  expect(await storage.border()).toBeNull()
  expect(await retention.keepUp(NOW + DAY_MS)).toEqual({ messages: 1, days: 1 })
  await send([track('c', march(6))])
  expect(await retention.keepUp(NOW + DAY_MS + 3_600_000)).toBeNull()
  expect(await retention.keepUp(NOW + 2 * DAY_MS)).toEqual({ messages: 2, days: 1 })
})

it('never moves back: by a longer retention, none, or a clock that steps back', async () => {
  await send([track('a', march(1)), track('b', march(7)), track('c', march(9))])
  await createRetention(storage, utc, 5).keepUp(NOW)
  const border = await storage.border()
  expect(border?.at).toBe(Date.parse('2026-03-05'))
  for (const [days, nowMs] of [
    [30, NOW],
    [null, NOW],
    [5, NOW - 3 * DAY_MS],
  ] as const) {
    expect(await createRetention(storage, utc, days).keepUp(nowMs)).toBeNull()
    expect([await storage.border(), await left()]).toEqual([border, ['b', 'c']])
    const { accepted, rejected } = await send([track(`old ${days}`, march(4))], NOW, days)
    expect([accepted, rejected.map(({ code }) => code)]).toEqual([0, ['too_old']])
  }
})

it('refuses nothing for good that arrives by a clock before the border', async () => {
  await send([track('a', march(1)), track('b', march(9))])
  await createRetention(storage, utc, 5).keepUp(NOW)
  const early = send([track('c', march(4))], Date.parse(march(4)))
  await expect(early).rejects.toMatchObject({ code: 'unavailable', hint: expect.stringContaining('clock') as string })
  expect((await send([track('c', march(9))])).accepted).toBe(1)
})

it('goes on where it was stopped, without a configuration of its own too', async () => {
  await send(Array.from({ length: 40 }, (_, i) => track(`m${i}`, march(1 + (i % 3)), `u${i % 4}`)))
  const stopped = createRetention(storage, utc, 5, 6)
  const first = stopped.keepUp(NOW)
  // A call meanwhile is that one.
  expect(stopped.keepUp(NOW)).toBe(first)
  while ((await storage.border()) === null) await turnOfTheLoop()
  await stopped.stop()
  const removed = (await first)?.messages ?? 0
  expect([removed > 0, removed < 40, (await left()).length]).toEqual([true, true, 40 - removed])
  expect(await stopped.keepUp(NOW)).toBeNull()
  expect(await createRetention(storage, utc, null).keepUp(NOW)).toMatchObject({ messages: 40 - removed })
  expect(await left()).toEqual([])
})

it('leaves alone what is being folded by another model', async () => {
  await send([track('a', march(1))])
  const tokyo = modelOf('Asia/Tokyo')
  const retention = createRetention(storage, tokyo, 5)
  expect([await retention.keepUp(NOW), await left()]).toEqual([null, ['a']])
  await refoldIfChanged(storage, tokyo)
  expect([await retention.keepUp(NOW), await left()]).toEqual([{ messages: 1, days: 1 }, []])
})

it('lets others write between two turns', async () => {
  await send(Array.from({ length: 40 }, (_, i) => track(`m${i}`, march(1), `u${i % 4}`)))
  const removing = createRetention(storage, utc, 5, 4).keepUp(NOW)
  const isOver = removing.then(() => true)
  let sent = 0
  const sendOne = async () => {
    sent += (await send([track(`new ${sent}`, march(9))])).accepted
    return false
  }
  while (!(await Promise.race([isOver, sendOne()])));
  expect([(await removing)?.messages, (await left()).length]).toEqual([40, sent])
  expect(sent).toBeGreaterThan(10)
})

it('refuses what was removed when it is sent again, with a time of its own or none', async () => {
  const messages = [track('timed', march(1)), track('untimed'), { ...track('sent', march(1)), sentAt: march(1) }]
  const then = Date.parse(march(1))
  expect((await send(messages, then)).accepted).toBe(3)
  const rows = async () => storage.rows([(await storage.personByUserId('u'))?.id ?? 0], Infinity)
  const before = await rows()
  await createRetention(storage, utc, 5).keepUp(NOW)
  expect(await left()).toEqual([])
  const resent = [
    track('new', march(9)),
    { ...messages[0] },
    messages[1],
    { ...messages[2], sentAt: march(10, '15:00:00Z') },
  ]
  for (const retentionDays of [5, 300, null]) {
    const { accepted, duplicates, rejected } = await send(resent as Message[], NOW, retentionDays)
    expect(accepted + duplicates).toBe(1)
    expect(rejected.map(({ index, messageId, code }) => [index, messageId, code])).toEqual([
      [1, 'timed', 'too_old'],
      [2, 'untimed', 'too_old'],
      [3, 'sent', 'too_old'],
    ])
  }
  expect((await rows()).slice(0, before.length)).toEqual(before)
  // Whoever watches sees them too.
  const seen = await storage.rejectedAfter(0, 99)
  expect(seen.slice(-2).map(({ code, userId, event }) => [code, userId, event])).toEqual([
    ['too_old', 'u', 'created'],
    ['too_old', 'u', 'created'],
  ])
})
