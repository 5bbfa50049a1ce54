import type { Border, StoredMessage, Transaction } from '@uptake/collector/src/storage/storage.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageUnderTest } from './contract.ts'
import { openStage, type Stage } from './stage.ts'

const DAY_MS = 86_400_000
const borderOf = (day: number): Border => ({ day, at: day * DAY_MS })

/** How every store removes messages, and what is left of them. */
export function describeRemoval(name: string, create: () => StorageUnderTest): void {
  describe(`${name} from which messages are removed`, () => {
    let stage: Stage
    beforeEach(async () => {
      stage = await openStage(create())
    })
    afterEach(() => stage.end())

    /** Adds a person with messages of these days, and what they fold into. */
    async function addPerson(userId: string | null, days: readonly number[], more: Partial<StoredMessage> = {}) {
      return stage.storage.transaction(async (transaction) => {
        const person = await transaction.addPerson(userId)
        await add(transaction, person, days, more)
        return person
      })
    }
    async function add(
      transaction: Transaction,
      person: number,
      days: readonly number[],
      more: Partial<StoredMessage> = {},
    ) {
      const messages = days.map((day) => ({
        messageId: `${person} ${day}`,
        type: 'track' as const,
        person,
        account: null,
        event: 'a',
        occurredAt: day * DAY_MS,
        receivedAt: day * DAY_MS + 5,
        sessionId: null,
        body: { day },
        ...more,
      }))
      await transaction.addMessages(messages)
      const seen = { firstAt: Math.min(...days) * DAY_MS, lastAt: Math.max(...days) * DAY_MS }
      await transaction.addSeen({ people: new Map([[person, seen]]), accounts: new Map(), members: [] })
      const folded = { person, account: null, action: 'a' }
      await transaction.addRows(days.map((day) => ({ ...folded, feature: 'f', day, count: 1, volume: 1 })))
      await transaction.addInteractions(days.map((day) => ({ ...folded, counterpart: 'w', day })))
      const trait = { of: 'person', subject: person, name: 'plan', messageId: 'm' } as const
      await transaction.addTraits(days.map((day) => ({ ...trait, day, occurredAt: day * DAY_MS, value: day })))
    }
    const remove = (day: number, { after = 0, limit = 1_000 } = {}) =>
      stage.storage.transaction((transaction) => transaction.removeMessages(borderOf(day), after, limit))
    const left = async () => (await stage.storage.messagesAfter(0, 1_000)).map(({ messageId }) => messageId)
    const daysOf = (found: readonly { day: number }[]) => found.map(({ day }) => day)

    it('has no border before the first is gone', async () => {
      const person = await addPerson('u', [10])
      expect(await remove(10)).toEqual({ occurredAt: [], after: null })
      expect([await stage.storage.border(), await left()]).toEqual([null, [`${person} 10`]])
    })

    it('keeps who they were of, and all that they were folded into', async () => {
      const person = await addPerson('u', [1, 2, 3])
      const before = await stage.storage.personByUserId('u')
      expect(await remove(3)).toEqual({ occurredAt: [DAY_MS, 2 * DAY_MS], after: null })
      expect([await stage.storage.border(), await left()]).toEqual([borderOf(3), [`${person} 3`]])
      expect(await stage.storage.personByUserId('u')).toEqual(before)
      expect(daysOf(await stage.storage.rows([person], 9))).toEqual([1, 2, 3])
      expect(daysOf(await stage.storage.interactions([person], 9))).toEqual([1, 2, 3])
      expect(daysOf(await stage.storage.traits('person', [person], 9))).toEqual([1, 2, 3])
    })

    it('removes so many a turn, person after person, and goes on behind them', async () => {
      const days = [1, 2, 3, 4]
      const people = [await addPerson('a', days), await addPerson(null, days), await addPerson('c', days)]
      const turns: (readonly [number, number | null])[] = []
      for (let after: number | null = 0; after !== null;) {
        const turn = await remove(4, { after, limit: 2 })
        turns.push([turn.occurredAt.length, turn.after])
        after = turn.after
      }
      const [a, b] = people
      expect(turns).toEqual([
        [2, 0],
        [2, a],
        [2, a],
        [2, b],
        [1, null],
      ])
      expect(await left()).toEqual(people.map((person) => `${person} 4`))
    })

    it('keeps the later border', async () => {
      await addPerson('u', [1, 2, 3])
      await remove(3)
      await stage.storage.transaction((transaction) => add(transaction, 1, [0]))
      expect(await remove(1)).toMatchObject({ occurredAt: [0] })
      expect(await stage.storage.border()).toEqual(borderOf(3))
      // Of another time zone one may be of a later day and an earlier time.
      await stage.storage.transaction(async (transaction) => {
        await add(transaction, 1, [0])
        await transaction.removeMessages({ day: 4, at: 3 * DAY_MS - 1 }, 0, 9)
      })
      expect(await stage.storage.border()).toEqual(borderOf(3))
      await stage.reopen()
      expect(await stage.storage.border()).toEqual(borderOf(3))
    })

    it('leaves border and messages where the transaction fails', async () => {
      await addPerson('u', [1, 2])
      const failing = stage.storage.transaction(async (transaction) => {
        await transaction.removeMessages(borderOf(2), 0, 9)
        expect(await transaction.border()).toEqual(borderOf(2))
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      expect([await stage.storage.border(), (await left()).length]).toEqual([null, 2])
    })

    it('gives no place twice', async () => {
      const person = await addPerson('u', [1, 2])
      const other = await addPerson(null, [1])
      await remove(9)
      expect([await left(), await stage.storage.newestSeq()]).toEqual([[], 3])
      const places = await stage.storage.transaction(async (transaction) => {
        const next = await transaction.nextSeq()
        await transaction.mergePeople(other, person)
        return [next, (await stage.storage.touched('person', 0, 9)).length]
      })
      expect(places).toEqual([4, 1])
      expect(await stage.storage.touched('person', 0, 9)).toMatchObject([{ touchedSeq: 4 }])
      await stage.storage.transaction((transaction) => add(transaction, person, [9]))
      expect(await stage.storage.changedSince(3)).toMatchObject({ people: [person], seq: 4 })
    })

    it('knows the id again of one that happened when it came, of others nothing', async () => {
      const uuid = '0190c2f0-0000-7000-8000-000000000001'
      await addPerson('u', [1], { messageId: 'untimed', receivedAt: DAY_MS })
      await addPerson('v', [1], { messageId: uuid, receivedAt: DAY_MS })
      await addPerson('w', [1], { messageId: 'timed' })
      await addPerson('x', [5], { messageId: 'kept', receivedAt: 5 * DAY_MS })
      const ids = ['untimed', uuid, 'timed', 'kept', 'unknown']
      const ask = () =>
        stage.storage.transaction(async (transaction) => [
          [...(await transaction.knownMessages(ids))],
          [...(await transaction.removedMessages(ids))],
        ])
      expect(await ask()).toEqual([['untimed', uuid, 'timed', 'kept'], []])
      await remove(5)
      expect(await ask()).toEqual([['kept'], ['untimed', uuid]])
    })
  })
}
