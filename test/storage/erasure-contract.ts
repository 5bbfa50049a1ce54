import type {
  Erasure,
  StoredHistory,
  StoredStanding,
  SubjectKind,
  Transaction,
} from '@uptake/collector/src/storage/storage.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageUnderTest } from './contract.ts'
import { openStage, type Stage } from './stage.ts'

const DAY_MS = 86_400_000
const NEVER = () => false

/** How every store erases somebody. What is left of messages and folds is shown in `test/erasure` and `test/history`. */
export function describeErasure(name: string, create: () => StorageUnderTest): void {
  describe(`${name} of which somebody is erased`, () => {
    let stage: Stage
    beforeEach(async () => {
      stage = await openStage(create())
    })
    afterEach(() => stage.end())
    const write = <T>(work: (transaction: Transaction) => Promise<T>) => stage.storage.transaction(work)

    async function addMessages(transaction: Transaction, person: number, account: number, days: number): Promise<void> {
      const messages = Array.from({ length: days }, (_, day) => ({
        messageId: `${person} ${account} ${day}`,
        type: 'track' as const,
        person,
        account,
        event: 'a',
        occurredAt: day * DAY_MS,
        receivedAt: day * DAY_MS,
        sessionId: null,
        body: { with: 'ada', day },
      }))
      await transaction.addMessages(messages)
      const seen = { firstAt: 0, lastAt: days * DAY_MS }
      const members = [{ account, person, ...seen }]
      await transaction.addSeen({ people: new Map([[person, seen]]), accounts: new Map([[account, seen]]), members })
      await transaction.addInteractions([{ person, account, action: 'a', counterpart: 'ada', day: 1 }])
    }
    /** Somebody to be erased, and somebody else, both in one account. */
    const add = () =>
      write(async (transaction) => {
        const [ada, bob] = [await transaction.addPerson('ada'), await transaction.addPerson('bob')]
        const acme = (await transaction.accounts(['acme'])).get('acme') ?? 0
        for (const person of [ada, bob]) await addMessages(transaction, person, acme, 5)
        await transaction.setAnonymous('v', ada)
        for (const [of, subject] of [
          ['person', ada],
          ['account', acme],
        ] as const)
          await transaction.settle(of, subject, 10)
        return { ada, bob, acme }
      })
    const begin = (of: SubjectKind, id: string, at = 7) =>
      write((transaction) => transaction.beginErasure(of, id, at, NEVER))
    async function erase(of: SubjectKind, id: string, limit = 100): Promise<{ turns: number; last: Erasure | null }> {
      const erasure = await begin(of, id)
      for (let turns = 1; ; turns++) {
        const last = await write((transaction) => transaction.eraseNext(erasure, limit))
        if (last === null || last.isDone) return { turns, last }
      }
    }

    it('hides a person at once, by all ids of theirs, from their account too', async () => {
      const { ada, acme } = await add()
      const erasure = await begin('person', 'ada')
      expect(await stage.storage.personByUserId('ada')).toBeNull()
      expect(await stage.storage.people([ada])).toMatchObject([{ userId: null }])
      expect(await stage.storage.anonymousIdsOf(ada)).toEqual([])
      expect((await write((transaction) => transaction.anonymous(['v']))).size).toBe(0)
      expect(await stage.storage.touched('account', 0, 9)).toMatchObject([{ id: acme, touchedAt: 7, touchedSeq: -11 }])
      expect(await stage.storage.erasures()).toEqual([erasure])
      // Somebody of that id from now on is somebody else.
      expect(await write((transaction) => transaction.addPerson('ada'))).not.toBe(ada)
    })

    it('is the same erasure while it is under way, after the store was opened again too', async () => {
      await add()
      const erasure = await begin('person', 'ada')
      await stage.reopen()
      expect(await begin('person', 'ada')).toBe(erasure)
      expect(await begin('person', 'v')).toBe(erasure)
      expect(await begin('account', 'ada')).not.toBe(erasure)
    })

    it('is another for somebody who has the id since, and has a number that none had before', async () => {
      await add()
      const first = await begin('person', 'ada')
      await write((transaction) => transaction.addPerson('ada'))
      const second = await begin('person', 'ada')
      expect(second).toBeGreaterThan(first)
      expect(await stage.storage.personByUserId('ada')).toBeNull()
      for (const erasure of [first, second]) await write((transaction) => transaction.endErasure(erasure))
      expect(await begin('account', 'acme')).toBeGreaterThan(second)
      expect(await stage.storage.newestErasure()).toBeGreaterThan(second)
    })

    it('goes on with so many messages a turn, and has counted the same in the end', async () => {
      await add()
      const { turns, last } = await erase('person', 'ada', 2)
      expect(turns).toBeGreaterThan(6)
      expect(last).toMatchObject({
        isDone: true,
        counts: { messages: 5, interactions: 1, anonymousIds: 1, mentions: 5 },
      })
      const left = await stage.storage.messagesAfter(0, 99)
      expect(left.map(({ userId }) => userId)).toEqual(Array(5).fill('bob'))
      expect(await stage.storage.newestSeq()).toBe(10)
    })

    it('ends while others go on', async () => {
      const { acme } = await add()
      const erasure = await begin('person', 'ada')
      for (let turns = 0, isDone = false; !isDone; turns++) {
        expect(turns).toBeLessThan(6)
        isDone = await write(async (transaction) => {
          await addMessages(transaction, await transaction.addPerson(`new ${turns}`), acme, 1)
          return (await transaction.eraseNext(erasure, 100))?.isDone ?? true
        })
      }
    })

    it('is told of until it has ended', async () => {
      await add()
      const { last } = await erase('person', 'ada')
      const [erasure = 0] = await stage.storage.erasures()
      expect(await write((transaction) => transaction.eraseNext(erasure, 9))).toEqual(last)
      expect(await stage.storage.overwriteRemoved()).toBe(true)
      await write((transaction) => transaction.endErasure(erasure))
      expect(await stage.storage.erasures()).toEqual([])
      expect(await write((transaction) => transaction.eraseNext(erasure, 9))).toBeNull()
    })

    it('gives the place of the newest message to no other, where that was theirs', async () => {
      await write(async (transaction) => {
        const account = (await transaction.accounts(['acme'])).get('acme') ?? 0
        await addMessages(transaction, await transaction.addPerson('ada'), account, 3)
      })
      await erase('person', 'ada')
      expect(await write((transaction) => transaction.nextSeq())).toBe(4)
    })

    it('keeps no score that somebody made of them meanwhile', async () => {
      const { ada, acme } = await add()
      const score = { day: 3, model: 1, status: 'ok', score: 1, band: null, change: null } as const
      const rest = { asOf: 0, noise: null, quiet: null, firstDay: 0, traits: {}, usage: '{}', document: '{}' }
      const put = (of: SubjectKind, subject: number) =>
        write(async (transaction) => {
          await transaction.putStandings([{ of, subject, ...score, ...rest } satisfies StoredStanding])
          await transaction.putHistory([{ of, subject, ...score, subscores: null } satisfies StoredHistory])
        })
      const kept = async (of: SubjectKind, subject: number) => [
        (await stage.storage.standings(of, { sort: 'id', after: null, limit: 9 })).length,
        (await stage.storage.history(of, subject, 0, 9)).length,
      ]
      for (const [of, subject, id] of [
        ['person', ada, 'ada'],
        ['account', acme, 'acme'],
      ] as const) {
        await put(of, subject)
        expect(await kept(of, subject)).toEqual([1, 1])
        await erase(of, id)
        expect(await kept(of, subject)).toEqual([0, 0])
        await put(of, subject)
        expect(await kept(of, subject)).toEqual([0, 0])
      }
      // Nor is it anybody else's.
      expect((await write((transaction) => transaction.accounts(['new']))).get('new')).toBeGreaterThan(acme)
    })

    it('remembers ids by their kind, the later time, until they are forgotten', async () => {
      await add()
      const known = (of: SubjectKind) => write((transaction) => transaction.erasedAt(of, ['ada', 'v', 'bob']))
      expect(await write((transaction) => transaction.newestErasureAt())).toBeNull()
      await erase('person', 'ada')
      expect([...(await known('person'))]).toEqual([
        ['ada', 7],
        ['v', 7],
      ])
      expect((await known('account')).size).toBe(0)
      await begin('person', 'ada', 9)
      await begin('person', 'ada', 8)
      await stage.reopen()
      expect([...(await known('person'))]).toEqual([
        ['ada', 9],
        ['v', 7],
      ])
      await write((transaction) => transaction.forgetErased(9))
      expect([...(await known('person'))]).toEqual([['ada', 9]])
      expect(await write((transaction) => transaction.newestErasureAt())).toBe(9)
    })
  })
}
