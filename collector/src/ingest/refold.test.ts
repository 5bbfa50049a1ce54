import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Model } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import { startOfDay } from '@uptake/shared/scoring'
import type { Message } from '@uptake/shared/wire'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStorage } from '../storage/open.ts'
import type { Refold, Storage } from '../storage/storage.ts'
import { createIngest } from './ingest.ts'
import { refold, refoldIfChanged } from './refold.ts'

function modelOf(more: object = {}): Model {
  const result = checkConfig({
    model: {
      actions: {
        created: { feature: 'reports', volume: 'rows' },
        shared: { feature: { property: 'area' }, counterparts: 'with' },
      },
      dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
      ...more,
    },
  })
  if ('faults' in result) throw new Error(JSON.stringify(result.faults))
  return result.config.model
}
const utc = modelOf()
const tokyo = modelOf({ timeZone: 'Asia/Tokyo' })

const START = Date.parse('2026-01-10T12:00:00Z')
const HOUR_MS = 3_600_000
const PEOPLE = 7

/** Users and visitors who become them, in accounts, with traits, over a month; the first has most of it. */
function logOf(length: number): Message[] {
  let state = 1
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  return Array.from({ length }, (_, index) => {
    const place = below(2) * below(PEOPLE)
    const who = below(3) === 0 ? { anonymousId: `anon${place}` } : { userId: `user${place}` }
    const both = below(12) === 0 ? { anonymousId: `anon${place}`, userId: `user${place}` } : who
    const message = {
      ...both,
      messageId: `message ${index}`,
      timestamp: new Date(START + below(24 * 30) * HOUR_MS).toISOString(),
      ...(below(3) > 0 && { context: { groupId: `account${below(3)}` } }),
    }
    const kind = below(10)
    if (kind === 0) return { ...message, type: 'identify', traits: { plan: `plan ${below(4)}`, index } }
    if (kind === 1)
      return { ...message, type: 'group', groupId: `account${below(3)}`, traits: { seats: below(9), index } }
    if (kind === 2) return { ...message, type: 'group', groupId: `account${below(3)}` }
    if (kind < 6) return { ...message, type: 'track', event: 'created', properties: { rows: below(40) / 4 } }
    const others = [`user${below(PEOPLE)}`, `user${below(PEOPLE)}`]
    return { ...message, type: 'track', event: 'shared', properties: { area: `area ${below(3)}`, with: others } }
  })
}

let folder: string
let storage: Storage
const opened: Storage[] = []
const open = async (path = folder) => {
  const store = await openStorage(path)
  opened.push(store)
  return store
}
const newFolder = () => mkdtempSync(join(tmpdir(), 'uptake-'))
beforeEach(async () => {
  folder = newFolder()
  storage = await open()
  await refoldIfChanged(storage, utc)
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  rmSync(folder, { recursive: true })
})

function send(to: Storage, messages: readonly Message[], model: Model = utc) {
  const ingest = createIngest(to, model, { retentionDays: null, randomId: () => 'none' })
  return ingest(messages, () => ({ receivedAt: START + 60 * 24 * HOUR_MS, bytes: 0 }))
}

/** All that was folded, under the names that mean something outside. */
async function folds(of: Storage): Promise<Record<'rows' | 'interactions' | 'traits', string[]>> {
  const who = `coalesce(user_id, 'visitor ' || people.id)`
  const read = async (statement: string) =>
    [...(await of.query(statement)).rows].map((row) => JSON.stringify(row)).toSorted()
  const names = `LEFT JOIN people ON people.id = person LEFT JOIN accounts ON accounts.id = account
    JOIN names AS actions ON actions.id = action`
  return {
    rows: await read(`SELECT ${who}, account_id, actions.name, features.name, day, count, volume FROM rows ${names}
      LEFT JOIN names AS features ON features.id = feature`),
    interactions: await read(`SELECT ${who}, account_id, actions.name, counterpart, day FROM interactions ${names}`),
    traits: await read(`SELECT of, iif(of = 'person', ${who}, account_id), name, day, occurred_at, message_id, value
      FROM traits LEFT JOIN people ON people.id = subject LEFT JOIN accounts ON accounts.id = subject`),
  }
}
/** What they would be, had everything been sent to a new store. */
async function foldsOf(log: readonly Message[], model: Model) {
  const path = newFolder()
  const store = await open(path)
  await refoldIfChanged(store, model)
  await send(store, log, model)
  const all = await folds(store)
  rmSync(path, { recursive: true })
  return all
}
/** Something went wrong with what was folded. */
function damage(path = folder): void {
  const db = new Database(join(path, 'uptake.db'))
  db.exec(`DELETE FROM rows WHERE day % 3 = 0;
    UPDATE rows SET count = count + 5, volume = -1 WHERE day % 3 = 1;
    INSERT INTO rows SELECT person, account, action, feature, day + 1000, count, volume FROM rows;
    DELETE FROM interactions WHERE day % 2 = 0;
    INSERT OR IGNORE INTO interactions SELECT person, account, action, 'nobody', day FROM interactions WHERE day % 5 = 0;
    UPDATE traits SET value = '"wrong"', occurred_at = occurred_at + 1 WHERE day % 2 = 0;
    INSERT INTO traits SELECT of, subject, name, day + 1000, occurred_at, message_id, value FROM traits;`)
  db.close()
}
/** Takes some turns of it, all where no number is given. */
async function take(turns: AsyncGenerator<Refold, void>, count = Infinity): Promise<Refold[]> {
  const taken: Refold[] = []
  for (let turn = 0; turn < count; turn++) {
    const { value, done } = await turns.next()
    if (done) break
    taken.push(value)
  }
  return taken
}
const again = (of: Storage, messagesATurn: number, model: Model = utc) =>
  refold(of, model, { always: true, messagesATurn })

const log = logOf(400)

describe('refold', () => {
  it.each([1, 2, 7, 60, 5_000])('makes again what was there, %d messages a turn', async (messagesATurn) => {
    await send(storage, log)
    const before = await folds(storage)
    expect(before.traits.some((trait) => trait.startsWith('["account"'))).toBe(true)
    damage()
    expect(await folds(storage)).not.toEqual(before)
    const turns = await take(again(storage, messagesATurn))
    expect(await folds(storage)).toEqual(before)
    expect(turns.at(-1)).toMatchObject({ total: log.length, folded: log.length })
    expect(turns.length).toBeGreaterThan(log.length / messagesATurn)
  })

  it('goes on where it stopped, after whatever end', async () => {
    await send(storage, log)
    const before = await folds(storage)
    damage()
    const seen: number[] = []
    for (let isOver = false; !isOver;) {
      // One that has opened the store anew, as after the end of a process.
      const turns = await take(again(await open(), 9), 10)
      seen.push(...turns.map(({ folded }) => folded))
      isOver = turns.length < 10
    }
    expect(seen).toEqual(seen.toSorted((x, y) => x - y))
    expect([seen.length > 30, seen.at(-1)]).toEqual([true, log.length])
    expect(await folds(storage)).toEqual(before)
  })

  it.each([3, 40])('counts once what is committed meanwhile, %d messages a turn', async (messagesATurn) => {
    await send(storage, log.slice(0, 200))
    damage()
    const collector = await open()
    const turns = again(storage, messagesATurn)
    let sent = 200
    while ((await take(turns, 1)).length > 0) {
      await send(collector, log.slice(sent, sent + 3))
      sent += 3
    }
    await send(collector, log.slice(sent))
    expect(sent).toBeGreaterThan(210)
    expect(await folds(storage)).toEqual(await foldsOf(log, utc))
  })

  it('takes a visitor who becomes a user meanwhile along, half done or not', async () => {
    const event = (who: object, index: number): Message => ({
      ...who,
      type: 'track',
      messageId: `${JSON.stringify(who)} ${index}`,
      event: 'created',
      properties: { rows: 2 },
      timestamp: new Date(START + index * HOUR_MS).toISOString(),
    })
    const [user, visitor] = [{ userId: 'u' }, { anonymousId: 'a' }]
    const both = Array.from({ length: 20 }, (_, index) => [event(user, index), event(visitor, index)]).flat()
    const claim: Message = { ...user, ...visitor, type: 'alias', previousId: 'a', messageId: 'claim' }
    const expected = await foldsOf([...both, claim], utc)
    expect(expected.rows.length).toBeGreaterThan(0)
    // In every state that the two may be in, whoever comes first.
    for (const messages of [both, [...both.slice(1), ...both.slice(0, 1)]]) {
      for (let after = 0; after < 9; after++) {
        const path = newFolder()
        const store = await open(path)
        await refoldIfChanged(store, utc)
        await send(store, messages)
        damage(path)
        const turns = again(store, 6)
        await take(turns, after)
        await send(store, [claim])
        await take(turns)
        expect({ after, ...(await folds(store)) }).toEqual({ after, ...expected })
        rmSync(path, { recursive: true })
      }
    }
  })

  it('shows nobody half done', async () => {
    await send(storage, log)
    const before = await folds(storage)
    const turns = again(storage, 2)
    const person = (await storage.personByUserId('user0'))?.id ?? 0
    const rows = JSON.stringify(await storage.rows([person], 1e6))
    while ((await take(turns, 1)).length > 0) {
      expect(JSON.stringify(await storage.rows([person], 1e6))).toBe(rows)
    }
    expect(await folds(storage)).toEqual(before)
  })

  it('is shared by those who do it at once', async () => {
    await send(storage, log)
    const before = await folds(storage)
    damage()
    const [one, other] = [again(storage, 5), again(await open(), 5)]
    const counts = [0, 0]
    for (let isOver = false; !isOver;) {
      const taken = [await take(one, 1), await take(other, 1)]
      isOver = taken.every(({ length }) => length === 0)
      taken.forEach(({ length }, place) => (counts[place] = (counts[place] ?? 0) + length))
    }
    expect(Math.min(...counts)).toBeGreaterThan(10)
    expect(await folds(storage)).toEqual(before)
  })

  it('throws scores away in the end, not before', async () => {
    await send(storage, log)
    const person = (await storage.personByUserId('user0'))?.id ?? 0
    const history = { model: 1, status: 'ok', score: 1, band: null, change: null, subscores: null } as const
    await storage.transaction((transaction) =>
      transaction.putHistory([{ ...history, of: 'person', subject: person, day: 1 }]),
    )
    const turns = again(storage, 50)
    await take(turns, 5)
    expect(await storage.history('person', person, 0, 9)).toHaveLength(1)
    await take(turns)
    expect(await storage.history('person', person, 0, 9)).toHaveLength(0)
  })
})

describe('refold by another model', () => {
  it('moves days, and leaves nothing of the model before', async () => {
    await send(storage, log)
    expect(await refoldIfChanged(storage, utc)).toBeNull()
    const seen: Refold[] = []
    expect(await refoldIfChanged(storage, tokyo, (progress) => seen.push(progress))).toBe(log.length)
    expect(seen.at(-1)).toMatchObject({ total: log.length, folded: log.length })
    const expected = await foldsOf(log, tokyo)
    expect(await folds(storage)).toEqual(expected)
    expect(expected).not.toEqual(await foldsOf(log, utc))
    expect(await refoldIfChanged(storage, tokyo)).toBeNull()
  })

  it('lets nothing in by either model until it is complete, and is resumed', async () => {
    await send(storage, log)
    const version = await storage.foldVersion()
    await take(refold(storage, tokyo, { always: false, messagesATurn: 9 }), 20)
    expect([version, await storage.foldVersion()]).toEqual([expect.any(String), null])
    for (const model of [utc, tokyo]) {
      const refused = send(storage, [{ type: 'track', userId: 'u', event: 'created' }], model)
      await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
    }
    const later = await open()
    const seen: Refold[] = []
    await refoldIfChanged(later, tokyo, (progress) => seen.push(progress))
    expect(seen[0]?.folded).toBeGreaterThan(50)
    expect(await folds(later)).toEqual(await foldsOf(log, tokyo))
    await expect(send(later, [{ type: 'track', userId: 'u', event: 'created' }], tokyo)).resolves.toMatchObject({
      accepted: 1,
    })
  })

  it('can be gone back from half way', async () => {
    await send(storage, log)
    const before = await folds(storage)
    await take(refold(storage, tokyo, { always: false, messagesATurn: 9 }), 40)
    expect(await folds(storage)).not.toEqual(before)
    await refoldIfChanged(await open(), utc)
    expect(await folds(storage)).toEqual(before)
  })

  it.each([3, Infinity])(
    'stops who folds by a model that is to be in force no longer, after %d turns',
    async (count) => {
      await send(storage, log)
      const mine = again(storage, 9)
      await take(mine, 3)
      const theirs = refold(await open(), tokyo, { always: false, messagesATurn: 9 })
      await take(theirs, count)
      await expect(mine.next()).rejects.toMatchObject({ code: 'unavailable' })
      await take(theirs)
      expect(await folds(storage)).toEqual(await foldsOf(log, tokyo))
    },
  )
})

describe('refold behind a border', () => {
  const DAY_MS = 24 * HOUR_MS
  const DAY = Math.floor(START / DAY_MS) + 10
  /** All is removed that happened before that day, by the model's time zone. */
  async function removeBefore(day: number, from: Storage = storage, model: Model = utc): Promise<void> {
    const border = { day, at: startOfDay(model.timeZone, day) }
    for (let after: number | null = 0; after !== null;) {
      const behind: number = after
      after = (await from.transaction((transaction) => transaction.removeMessages(border, behind, 50))).after
    }
  }
  const without = (of: Awaited<ReturnType<typeof folds>>, isDamaged: (day: number) => boolean) =>
    Object.fromEntries(
      Object.entries(of).map(([table, rows]) => [
        table,
        rows.filter((row) => !isDamaged(Number((JSON.parse(row) as unknown[])[table === 'traits' ? 3 : 4]))),
      ]),
    )
  /** Something went wrong, with days from the border on alone. */
  const damageKept = (path = folder) => {
    const db = new Database(join(path, 'uptake.db'))
    db.exec(`UPDATE rows SET count = count + 5 WHERE day >= ${DAY}; DELETE FROM rows WHERE day >= ${DAY} AND day % 2 = 0;
      DELETE FROM interactions WHERE day >= ${DAY}; UPDATE traits SET value = '"wrong"' WHERE day >= ${DAY}`)
    db.close()
  }

  it.each([1, 2, 7, 60, 5_000])('makes again what is of later days, %d messages a turn', async (messagesATurn) => {
    await send(storage, log)
    const before = await folds(storage)
    await removeBefore(DAY)
    const left = (await storage.messagesAfter(0, 1_000)).length
    expect([left > 100, left < log.length - 50]).toEqual([true, true])
    expect(await folds(storage)).toEqual(before)
    damageKept()
    expect(await folds(storage)).not.toEqual(before)
    const turns = await take(again(storage, messagesATurn))
    expect(await folds(storage)).toEqual(before)
    expect(turns.at(-1)).toMatchObject({ total: left, folded: left })
  })

  it.each([1, 3, 40])('takes what is removed meanwhile as it is, %d messages a turn', async (messagesATurn) => {
    await send(storage, log)
    const before = await folds(storage)
    const turns = again(storage, messagesATurn)
    let day = DAY - 8
    for (let turn = 0; (await take(turns, 1)).length > 0; turn++) {
      if (turn % 2 === 0 && day < DAY) await removeBefore(++day)
    }
    expect(day).toBeGreaterThan(DAY - 5)
    expect(await folds(storage)).toEqual(before)
  })

  it('keeps what both did where a visitor becomes a user, whoever is half done', async () => {
    for (let after = 0; after < 60; after += 4) {
      const path = newFolder()
      const store = await open(path)
      await refoldIfChanged(store, utc)
      await send(store, log)
      await removeBefore(DAY, store)
      const turns = again(store, 6)
      await take(turns, after)
      const claims: Message[] = Array.from({ length: PEOPLE }, (_, i) => ({
        type: 'alias',
        userId: `user${i}`,
        previousId: `anon${i}`,
        messageId: `claim ${i}`,
        timestamp: new Date(START + 30 * DAY_MS).toISOString(),
      }))
      await send(store, claims)
      await take(turns)
      expect({ after, ...(await folds(store)) }).toEqual({ after, ...(await foldsOf([...log, ...claims], utc)) })
      rmSync(path, { recursive: true })
    }
  })

  it('leaves by another model what is of days before it, and loses nothing at it', async () => {
    /** One an hour, from the evening before the border on. */
    const hourly = (kind: string): Message[] =>
      Array.from({ length: 40 }, (_, i) => ({
        type: 'track',
        userId: 'user1',
        event: 'created',
        messageId: `${kind} ${i}`,
        timestamp: new Date(DAY * DAY_MS + (i - 10) * HOUR_MS).toISOString(),
      }))
    const all = [...log, ...hourly('early')]
    for (const model of [tokyo, modelOf({ timeZone: 'America/New_York' })]) {
      const path = newFolder()
      const store = await open(path)
      await refoldIfChanged(store, utc)
      await send(store, all)
      const before = await folds(store)
      await removeBefore(DAY, store)
      await refoldIfChanged(store, model)
      const after = await folds(store)
      const isLater = (day: number) => day >= DAY
      expect(without(after, isLater)).toEqual(without(before, isLater))
      const countOf = ({ rows }: typeof before) =>
        rows.reduce((sum, row) => sum + Number((JSON.parse(row) as unknown[])[5]), 0)
      expect(countOf(after)).toBe(countOf(before))
      // Away from the border days are those of the model.
      const isNear = (day: number) => day <= DAY + 1
      expect(without(after, isNear)).toEqual(without(await foldsOf(all, model), isNear))
      // Made again, and with what comes late, it is the same.
      await take(again(store, 9, model))
      expect(await folds(store)).toEqual(after)
      expect((await send(store, hourly('late'), model)).accepted).toBe(30)
      const withLate = await folds(store)
      expect(countOf(withLate)).toBe(countOf(before) + 30)
      await take(again(store, 9, model))
      expect(await folds(store)).toEqual(withLate)
      rmSync(path, { recursive: true })
    }
  })
})
