import { checkModel } from '@uptake/shared/model/check'
import { traitsAt } from '@uptake/shared/scoring'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/harness/start-collector.ts'
import { createIngest } from '../ingest/ingest.ts'
import { refoldIfChanged } from '../ingest/refold.ts'
import { openStorage } from '../storage/open.ts'
import type { Storage, Transaction } from '../storage/storage.ts'
import { toInstant } from './instant.ts'
import { membersFor, MOST_MEMBERS, MOST_OF_ONE } from './sources.ts'
import { createSubjects } from './subjects.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const TODAY = Math.floor(NOW / 86_400_000)
const checked = checkModel({
  actions: { shared: { counterparts: 'with', feature: { property: 'area' } } },
  dimensions: {
    people: { amount: 'counterparts', target: 3, weight: 0.5 },
    nps: { amount: 'trait', trait: 'nps', target: 10, weight: 0.5 },
  },
})
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { model } = checked

let folder: ReturnType<typeof temporaryFolder>
let storage: Storage
beforeEach(async () => {
  folder = temporaryFolder()
  storage = await openStorage(folder.path)
  await refoldIfChanged(storage, model)
  await send({ type: 'identify', userId: 'u', traits: { nps: 9 } })
})
afterEach(async () => {
  await storage.close()
  folder.remove()
})

let sent = 0
const send = (...messages: object[]) =>
  createIngest(storage, model, { retentionDays: null, randomId: () => `m${sent++}` })(messages, () => ({
    receivedAt: NOW,
    bytes: 100,
  }))
const add = (what: (transaction: Transaction, person: number) => Promise<void>) =>
  storage.transaction(async (transaction) => what(transaction, (await transaction.users(['u'])).get('u')?.id ?? 0))
async function subject(atMs = NOW) {
  const person = await storage.personByUserId('u')
  const [found] = await createSubjects(storage, model).ofPeople(person ? [person] : [], toInstant(model, atMs))
  return found![1]
}

it('makes a score of the newest interactions and rows of one who has more than are read', async () => {
  const daysOf = (cells: readonly { days: readonly number[] }[] = []) => cells.flatMap(({ days }) => days)
  const oneMore = (i: number) => ({ account: null, action: 'shared', day: i === 0 ? TODAY - 9 : TODAY - (i % 9) })
  const addSome = (from: number, to: number) =>
    add(async (transaction, person) => {
      const some = Array.from({ length: to - from }, (_, i) => ({ ...oneMore(from + i), person }))
      await transaction.addInteractions(some.map((one, i) => ({ ...one, counterpart: `c${from + i}` })))
      await transaction.addRows(some.map((one, i) => ({ ...one, feature: `f${from + i}`, count: 1, volume: 1 })))
    })
  await addSome(0, MOST_OF_ONE)
  const all = (await subject()).members[0]
  for (const days of [daysOf(all?.meetings), daysOf(all?.cells)]) {
    expect(days).toHaveLength(MOST_OF_ONE)
    expect(Math.min(...days)).toBe(TODAY - 9)
  }
  await addSome(MOST_OF_ONE, MOST_OF_ONE + 1)
  const some = (await subject()).members[0]
  for (const days of [daysOf(some?.meetings), daysOf(some?.cells)]) {
    expect(days).toHaveLength(MOST_OF_ONE)
    expect(Math.min(...days)).toBe(TODAY - 8)
  }
})

it('knows of others than the model’s traits 1,000, those that changed last', async () => {
  const names = Array.from({ length: 1_001 }, (_, i) => `t${i}`)
  await add(async (transaction, person) => {
    const trait = { of: 'person', subject: person, occurredAt: 1, messageId: 'm', value: 1 } as const
    await transaction.addTraits(names.map((name, i) => ({ ...trait, name, day: TODAY - (i === 0 ? 2 : 1) })))
    await transaction.addTraits([{ ...trait, name: 'nps', day: TODAY - 9, value: 3 }])
  })
  const { traits } = await subject()
  const now = traitsAt(traits, TODAY)
  expect(now.size).toBe(1_000 + 1)
  expect(now.has('t0')).toBe(false)
  expect(now.get('nps')).toBe(9)
  expect(traitsAt(traits, TODAY - 9)).toEqual(new Map([['nps', 3]]))
})

it('knows a trait of 255 characters, and that of a longer one nothing is known', async () => {
  const long = 'x'.repeat(255)
  const list = ['x'.repeat(251)]
  await send({ type: 'identify', userId: 'u', traits: { bio: long, [long]: 1, list } })
  expect(Object.fromEntries(traitsAt((await subject()).traits, TODAY))).toEqual({ nps: 9, bio: long, [long]: 1, list })
  const longer = { bio: `${long}x`, list: [`${list.join('')}x`], [`${long}x`]: 1 }
  // Later, since of one moment the greater id counts.
  await send({ type: 'identify', userId: 'u', traits: longer, timestamp: new Date(NOW + 1).toISOString() })
  const later = traitsAt((await subject(NOW + 2)).traits, TODAY)
  expect(Object.fromEntries(later)).toEqual({ nps: 9, bio: null, [long]: 1, list: null })
})

it('takes of one account 10,000 members at most, those who were seen last', () => {
  const member = (account: number, person: number) => ({ account, person, firstAt: 1, lastAt: person })
  const most = Array.from({ length: MOST_MEMBERS }, (_, i) => member(7, i + 1))
  expect(membersFor(most)).toBe(most)
  const some = membersFor([member(8, 1), ...most, member(7, MOST_MEMBERS + 1)])
  expect(some).toHaveLength(1 + MOST_MEMBERS)
  expect(
    some
      .map(({ person }) => person)
      .toSorted((a, b) => a - b)
      .slice(0, 3),
  ).toEqual([1, 2, 3])
  expect(some.filter(({ account, person }) => account === 7 && person === 1)).toEqual([])
})

it('makes an account’s score of so many members', async () => {
  await send({ type: 'group', userId: 'u', groupId: 'acme' })
  const account = (await storage.accountByAccountId('acme'))?.id ?? 0
  await storage.transaction(async (transaction) => {
    const members = []
    for (let i = 0; i < MOST_MEMBERS; i++) {
      const person = await transaction.addPerson(`m${i}`)
      members.push({ account, person, firstAt: NOW, lastAt: NOW })
    }
    const people = new Map(members.map(({ person, ...seen }) => [person, seen]))
    await transaction.addSeen({ people, accounts: new Map(), members })
  })
  const acme = await storage.accountByAccountId('acme')
  const [found] = await createSubjects(storage, model).ofAccounts(acme ? [acme] : [], toInstant(model, NOW))
  expect(found![1].members).toHaveLength(MOST_MEMBERS)
})
