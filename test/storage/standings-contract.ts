import type {
  ListedStanding,
  StandingCursor,
  StandingSort,
  Storage,
  StoredHistory,
  StoredStanding,
  SubjectKind,
  Transaction,
} from '@uptake/collector/src/storage/storage.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageUnderTest } from './contract.ts'

/** What every store does with scores that are kept. */
export function describeStandings(name: string, create: () => StorageUnderTest): void {
  describe(`${name} as a store of scores`, () => {
    let under: StorageUnderTest
    let storage: Storage
    beforeEach(async () => {
      under = create()
      storage = await under.open()
    })
    afterEach(async () => {
      await storage.close()
      await under.remove()
    })

    let messages = 0
    /** One message of somebody, as ingest writes it. */
    async function commit(transaction: Transaction, person: number, account: number | null, at: number): Promise<void> {
      const messageId = `m${messages++}`
      const [occurredAt, receivedAt] = [at, at + 5]
      await transaction.addMessages([
        { messageId, type: 'track', person, account, event: 'a', occurredAt, receivedAt, sessionId: null, body: null },
      ])
      const seen = { firstAt: at, lastAt: at }
      const accounts = new Map(account === null ? [] : [[account, seen]])
      const members = account === null ? [] : [{ account, person, ...seen }]
      await transaction.addSeen({ people: new Map([[person, seen]]), accounts, members })
    }
    const accountOf = async (transaction: Transaction, id: string) => (await transaction.accounts([id])).get(id) ?? 0
    const addUsers = (...userIds: (string | null)[]) =>
      storage.transaction(async (transaction) => {
        const ids: number[] = []
        for (const userId of userIds) {
          const id = await transaction.addPerson(userId)
          await commit(transaction, id, null, 100)
          ids.push(id)
        }
        return ids
      })
    const addAccounts = (...accountIds: string[]) =>
      storage.transaction((transaction) => transaction.accounts(accountIds))
    const put = (...standings: StoredStanding[]) =>
      storage.transaction((transaction) => transaction.putStandings(standings))

    const standing = (subject: number, more: Partial<StoredStanding> = {}): StoredStanding => ({
      of: 'person',
      subject,
      asOf: 86_400_000 * 30,
      day: 30,
      model: 1,
      status: 'ok',
      score: 50,
      band: 'needs-attention',
      change: -12.5,
      noise: 3.25,
      quiet: 0.5,
      firstDay: 2,
      traits: { plan: 'pro', seats: 3 },
      usage: '{"a":[1]}',
      document: '{"score":50}',
      ...more,
    })
    const history = (subject: number, day: number, more: Partial<StoredHistory> = {}): StoredHistory => ({
      of: 'person',
      subject,
      day,
      model: 1,
      status: 'ok',
      score: 50,
      band: 'needs-attention',
      change: null,
      subscores: { depth: 50.125 },
      ...more,
    })
    const snapshot = (day: number, medianChange: number | null, of: SubjectKind = 'person') =>
      ({ of, day, model: 1, madeAt: 7, subjects: 3, scored: 2, mean: 41.5, medianChange }) as const

    describe('touched subjects', () => {
      it('are those of new messages, from the earliest moment on that one is of', async () => {
        const [user, acme] = await storage.transaction(async (transaction) => {
          const [named, visitor] = [await transaction.addPerson('u'), await transaction.addPerson(null)]
          const account = await accountOf(transaction, 'acme')
          for (const id of [named, visitor]) await commit(transaction, id, account, 500)
          return [named, account] as const
        })
        await storage.transaction((transaction) => commit(transaction, user, acme, 200))
        await storage.transaction((transaction) => commit(transaction, user, acme, 300))
        expect(await storage.touched('person', 0, 10)).toEqual([
          { id: user, userId: 'u', firstAt: 200, lastAt: 500, touchedAt: 200, touchedSeq: 4 },
        ])
        expect(await storage.touched('account', 0, 10)).toEqual([
          { id: acme, accountId: 'acme', firstAt: 200, lastAt: 500, touchedAt: 200, touchedSeq: 4 },
        ])
      })

      it('come in pages by ascending id', async () => {
        const [a = 0, b = 0, , c = 0] = await addUsers('z', 'y', null, 'x')
        expect((await storage.touched('person', 0, 2)).map(({ id }) => id)).toEqual([a, b])
        expect((await storage.touched('person', b, 2)).map(({ userId }) => userId)).toEqual(['x'])
        expect(await storage.touched('person', c, 2)).toEqual([])
      })

      it('are settled, unless a newer message has come', async () => {
        const [a = 0, b = 0] = await addUsers('a', 'b')
        const [first, second] = await storage.touched('person', 0, 2)
        await storage.transaction((transaction) => commit(transaction, b, null, 900))
        await storage.transaction(async (transaction) => {
          for (const of of ['person', 'account'] as const) {
            await transaction.settle(of, a, first?.touchedSeq ?? -1)
            await transaction.settle(of, b, second?.touchedSeq ?? -1)
          }
        })
        expect((await storage.touched('person', 0, 2)).map(({ id, touchedAt }) => [id, touchedAt])).toEqual([[b, 100]])
        await storage.transaction(async (transaction) => {
          const isSettledByAnother = (subject: number, seq: number | null) =>
            transaction.isSettledByAnother('person', subject, seq)
          const asRead = [first?.touchedSeq ?? null, second?.touchedSeq ?? null] as const
          expect([await isSettledByAnother(a, asRead[0]), await isSettledByAnother(b, asRead[1])]).toEqual([
            false,
            false,
          ])
          expect([await isSettledByAnother(a, asRead[1]), await isSettledByAnother(a, null)]).toEqual([true, true])
        })
        await storage.transaction((transaction) => commit(transaction, a, null, 800))
        const again = await storage.touched('person', 0, 1)
        expect(again.map(({ id, touchedAt }) => [id, touchedAt])).toEqual([[a, 800]])
      })

      it('are a user and their accounts from the first moment of a visitor on who turns out to be them', async () => {
        const { user, visitor, acme, other } = await storage.transaction(async (transaction) => {
          const ids = { user: await transaction.addPerson('u'), visitor: await transaction.addPerson(null) }
          const accounts = { acme: await accountOf(transaction, 'acme'), other: await accountOf(transaction, 'other') }
          await commit(transaction, ids.visitor, accounts.acme, 100)
          await commit(transaction, ids.visitor, null, 50)
          await commit(transaction, ids.user, accounts.acme, 400)
          await commit(transaction, ids.user, accounts.other, 600)
          return { ...ids, ...accounts }
        })
        await storage.transaction(async (transaction) => {
          await transaction.settle('person', user, 4)
          for (const id of [acme, other]) await transaction.settle('account', id, id === acme ? 3 : 4)
        })
        expect([await storage.touched('person', 0, 9), await storage.touched('account', 0, 9)]).toEqual([[], []])
        await storage.transaction((transaction) => transaction.mergePeople(visitor, user))
        expect(await storage.touched('person', 0, 9)).toMatchObject([{ id: user, touchedAt: 50, touchedSeq: 5 }])
        expect(await storage.touched('account', 0, 9)).toMatchObject([{ id: acme, touchedAt: 100, touchedSeq: 5 }])
      })

      it('are unscored, as are those without a standing of the day and the model', async () => {
        const ids = await addUsers('a', 'b', 'c', 'd', 'd too', 'e')
        const [fresh = 0, settled = 0, yesterday = 0, older = 0, newer = 0, missing = 0] = ids
        await addUsers(null)
        await storage.transaction(async (transaction) => {
          await transaction.putStandings([
            standing(fresh),
            standing(settled),
            standing(yesterday, { day: 29 }),
            standing(older, { model: 0 }),
            standing(newer, { model: 2 }),
            standing(missing, { of: 'account' }),
          ])
          for (const id of [settled, yesterday, older, newer, missing]) {
            const seq = (await storage.touched('person', id - 1, 1))[0]?.touchedSeq ?? -1
            await transaction.settle('person', id, seq)
          }
        })
        const unscored = async (day: number, model: number, after = 0, limit = 9) =>
          (await storage.unscored('person', { day, model }, after, limit)).map(({ id }) => id)
        expect(await unscored(30, 1)).toEqual([fresh, yesterday, older, newer, missing])
        expect(await unscored(29, 1)).toEqual([fresh, older, newer, missing])
        expect(await unscored(31, 1)).toEqual([fresh, settled, yesterday, older, newer, missing])
        expect(await unscored(30, 1, fresh, 2)).toEqual([yesterday, older])
        expect(await storage.unscored('person', { day: 30, model: 1 }, newer, 1)).toEqual([
          { id: missing, userId: 'e', firstAt: 100, lastAt: 100, touchedAt: null, touchedSeq: 6 },
        ])
      })
    })

    describe('standings', () => {
      const list = (sort: StandingSort, after: StandingCursor | null = null, limit = 99, of: SubjectKind = 'person') =>
        storage.standings(of, { sort, after, limit })

      it('are one a subject, as they were put last', async () => {
        const [a = 0] = await addUsers('a')
        await put(standing(a, { score: 1, change: 1, noise: null }))
        await put(standing(a))
        const { document, usage, ...listed } = (await list('id'))[0] ?? ({} as ListedStanding)
        const expected = { ...standing(a), id: 'a', adjusted: null, declining: true }
        expect({ document, usage, ...listed }).toEqual(expected)
        const insufficient = { score: null, band: null, change: null, noise: null, quiet: null }
        await put(standing(a, { status: 'insufficient_data', ...insufficient }))
        expect(await list('-score')).toEqual([
          { ...expected, status: 'insufficient_data', ...insufficient, declining: false },
        ])
      })

      it('are not kept of whoever is gone, nor of visitors', async () => {
        const [visitor = 0] = await addUsers(null)
        await put(standing(visitor), standing(12_345), standing(1, { of: 'account' }))
        expect([...(await list('id')), ...(await list('id', null, 9, 'account'))]).toEqual([])
      })

      it('stand beside the newest snapshot of their kind', async () => {
        const [a = 0, b = 0, c = 0, d = 0] = await addUsers('a', 'b', 'c', 'd')
        await put(
          standing(a, { change: -12, noise: 7.5 }),
          standing(b, { change: -15, noise: 7.5 }),
          standing(c, { change: -15, noise: 11 }),
          standing(d, { change: -99, noise: null }),
        )
        const declining = async () => (await list('id')).map(({ adjusted, declining: is }) => [adjusted, is])
        await storage.transaction((transaction) =>
          transaction.putSnapshots([snapshot(9, null), snapshot(8, -3), snapshot(99, -50, 'account')]),
        )
        expect(await declining()).toEqual([
          [null, true],
          [null, true],
          [null, true],
          [null, false],
        ])
        await storage.transaction((transaction) => transaction.putSnapshots([snapshot(10, -4)]))
        expect(await declining()).toEqual([
          [-8, false],
          [-11, true],
          [-11, false],
          [-95, false],
        ])
      })

      it('come sorted, the unknown last, ties by id, and go on behind a cursor', async () => {
        const values = [3, 1, null, 2, 1, null, 0, 1, 0, null]
        const names = ['k', 'b', 'z', 'a', 'Ä', 'c', 'é', 'B', '\uFF5E', 'n1']
        const ids = await addUsers(...names)
        await put(
          ...ids.map((id, place) => standing(id, { score: values[place] ?? null, change: values[place] ?? null })),
        )
        const byId = (a: number, b: number) => ((names[a] ?? '') < (names[b] ?? '') ? -1 : 1)
        const places = [...values.keys()]
        const byValue = (sign: number) => (a: number, b: number) => {
          const [x = null, y = null] = [values[a], values[b]]
          if (x === null || y === null) return Number(x === null) - Number(y === null) || byId(a, b)
          return sign * (x - y) || byId(a, b)
        }
        const expected: Record<StandingSort, number[]> = {
          id: places.toSorted(byId),
          '-id': places.toSorted((a, b) => byId(b, a)),
          score: places.toSorted(byValue(1)),
          '-score': places.toSorted(byValue(-1)),
          change: places.toSorted(byValue(1)),
          '-change': places.toSorted(byValue(-1)),
        }
        for (const [sort, order] of Object.entries(expected) as [StandingSort, number[]][]) {
          const wanted = order.map((place) => names[place])
          for (const limit of [1, 3, 99]) {
            const seen: string[] = []
            let after: StandingCursor | null = null
            for (let pages = 0; pages <= names.length; pages++) {
              const page: readonly ListedStanding[] = await list(sort, after, limit)
              const last = page.at(-1)
              if (!last) break
              expect(page.length).toBeLessThanOrEqual(limit)
              seen.push(...page.map(({ id }) => id))
              after = { id: last.id, value: sort.endsWith('change') ? last.change : last.score }
            }
            expect({ sort, limit, seen }).toEqual({ sort, limit, seen: wanted })
          }
        }
      })

      // There UTF-16, which JavaScript compares, and UTF-8 sort differently.
      it('keep one order of ids outside the basic plane', async () => {
        const names = ['\u{1F600}', '\uFF5E', 'z']
        await put(...(await addUsers(...names)).map((id) => standing(id, { score: null })))
        const page = (await list('id')).map(({ id }) => id)
        expect(page).toEqual(['z', '\uFF5E', '\u{1F600}'])
        for (const [sort, order] of [
          ['id', page],
          ['-id', page.toReversed()],
          ['score', page],
        ] as const) {
          const second = await list(sort, { id: order[0] ?? '', value: null })
          expect(second.map(({ id }) => id)).toEqual(order.slice(1))
        }
      })

      it('are those of one account’s members where it is named', async () => {
        const [a = 0, b = 0, c = 0] = await addUsers('a', 'b', 'c')
        const acme = await storage.transaction(async (transaction) => {
          const account = await accountOf(transaction, 'acme')
          for (const id of [c, a]) await commit(transaction, id, account, 100)
          for (const id of [a, b]) await commit(transaction, id, await accountOf(transaction, 'other'), 100)
          return account
        })
        await put(standing(a, { score: 1 }), standing(b, { score: 2 }), standing(c, { score: 3 }))
        const page = (sort: StandingSort, after: StandingCursor | null) =>
          storage.standings('person', { sort, after, limit: 9, account: acme })
        expect((await page('-score', null)).map(({ id }) => id)).toEqual(['c', 'a'])
        expect((await page('-score', { id: 'b', value: 2 })).map(({ id }) => id)).toEqual(['a'])
        expect((await page('-id', null)).map(({ id }) => id)).toEqual(['c', 'a'])
      })
    })

    describe('history', () => {
      it('is kept by day, the last that was put, until it is thrown away from a day on', async () => {
        const days = (from: number, to: number) => storage.history('person', 1, from, to)
        await addUsers('a', 'b')
        await addAccounts('a')
        await storage.transaction(async (transaction) => {
          const later = [history(1, 12), history(1, 11), history(2, 11), history(1, 11, { of: 'account' })]
          await transaction.putHistory([history(1, 10, { score: 1 }), ...later])
          const unknown = { status: 'insufficient_data', score: null, band: null, subscores: null } as const
          await transaction.putHistory([history(1, 10, unknown)])
        })
        expect((await days(0, 99)).map(({ day, score }) => [day, score])).toEqual([
          [10, null],
          [11, 50],
          [12, 50],
        ])
        expect(await days(11, 11)).toEqual([history(1, 11)])
        const lastDays = () => storage.lastHistoryDays('person', [1, 2, 3], 1)
        expect([...(await lastDays())]).toEqual([
          [1, 12],
          [2, 11],
        ])
        await storage.transaction((transaction) => transaction.clearHistory('person', 1, 11))
        expect((await days(0, 99)).map(({ day }) => day)).toEqual([10])
        expect([...(await lastDays())]).toEqual([
          [1, 10],
          [2, 11],
        ])
        expect(await storage.history('account', 1, 0, 99)).toHaveLength(1)
      })

      it.each([
        { name: 'nobody', changes: [], medianChange: null },
        { name: 'an odd number', changes: [5, -1, 2], medianChange: 2 },
        { name: 'an even number', changes: [5, -1, 2, 100], medianChange: 3.5 },
        { name: 'one', changes: [-7], medianChange: -7 },
      ])('is summed up over everybody on a day: the change of $name', async ({ changes, medianChange }) => {
        const changed = changes.map((change, place) => history(10 + place, 5, { change, score: 20 }))
        const others = [
          history(1, 5, { score: 80 }),
          history(2, 5, { status: 'insufficient_data', score: null }),
          history(3, 4, { score: 1, change: 1 }),
          history(4, 5, { of: 'account', score: 1, change: 1 }),
        ]
        await addUsers(...Array.from({ length: 14 }, (_, place) => `u${place}`))
        await addAccounts('a', 'b', 'c', 'd')
        await storage.transaction((transaction) => transaction.putHistory([...changed, ...others]))
        const scored = changes.length + 1
        expect(await storage.summary('person', 5)).toEqual({
          subjects: scored + 1,
          scored,
          mean: expect.closeTo((80 + 20 * changes.length) / scored, 9),
          medianChange,
        })
        expect(await storage.summary('person', 6)).toEqual({ subjects: 0, scored: 0, mean: null, medianChange: null })
      })
    })

    it('finds snapshots by kind and day', async () => {
      const newer = { ...snapshot(10, -4), mean: null }
      await storage.transaction((transaction) =>
        transaction.putSnapshots([snapshot(10, 2), snapshot(8, -3), snapshot(9, 1, 'account'), newer]),
      )
      expect(await storage.newestSnapshot('person', 10)).toEqual(newer)
      expect(await storage.newestSnapshot('person', 9)).toEqual(snapshot(8, -3))
      expect(await storage.newestSnapshot('person', 7)).toBeNull()
      expect(await storage.snapshots('person', 8)).toEqual([snapshot(8, -3), newer])
      expect(await storage.snapshots('person', 9)).toEqual([newer])
    })

    it('throws all scores away at once, touches everybody, and keeps since when there is a history', async () => {
      const [a = 0] = await addUsers('a')
      await storage.transaction(async (transaction) => {
        await transaction.putStandings([standing(a)])
        await transaction.putHistory([history(a, 5)])
        await transaction.putSnapshots([snapshot(5, null)])
      })
      const [before] = await storage.touched('person', 0, 9)
      await storage.transaction((transaction) => transaction.settle('person', a, before?.touchedSeq ?? 0))
      expect(await storage.touched('person', 0, 9)).toEqual([])
      await storage.transaction((transaction) => transaction.clearScores())
      expect(await storage.standings('person', { sort: 'id', after: null, limit: 9 })).toEqual([])
      expect(await storage.history('person', a, 0, 9)).toEqual([])
      expect(await storage.snapshots('person', 0)).toEqual([snapshot(5, null)])
      const [after] = await storage.touched('person', 0, 9)
      expect(after).toMatchObject({ userId: 'a', touchedAt: after?.firstAt })
      // Whoever has scored what was there before settles nothing.
      for (const seq of [before?.touchedSeq, after?.touchedSeq]) {
        await storage.transaction((transaction) => transaction.clearScores())
        await storage.transaction((transaction) => transaction.settle('person', a, seq ?? 0))
        expect(await storage.touched('person', 0, 9)).toHaveLength(1)
      }
    })

    it('tells whom what was committed since is of', async () => {
      const [a = 0, b = 0] = await addUsers('a', 'b')
      const acme = await storage.transaction(async (transaction) => {
        const account = await accountOf(transaction, 'acme')
        for (const within of [account, null, account]) await commit(transaction, b, within, 100)
        return account
      })
      expect(await storage.changedSince(2)).toEqual({ people: [b], accounts: [acme], seq: 5 })
      const all = await storage.changedSince(0)
      expect(all.people.toSorted((x, y) => x - y)).toEqual([a, b])
      expect(await storage.changedSince(5)).toEqual({ people: [], accounts: [], seq: 5 })
    })

    it('tells in which accounts somebody was seen before they had a name', async () => {
      const [a = 0] = await addUsers('a')
      const { visitor, acme } = await storage.transaction(async (transaction) => {
        const account = await accountOf(transaction, 'acme')
        const one = await transaction.addPerson(null)
        await commit(transaction, one, account, 100)
        return { visitor: one, acme: account }
      })
      const { seq } = await storage.changedSince(0)
      await storage.transaction(async (transaction) => {
        await transaction.mergePeople(visitor, a)
        await commit(transaction, a, null, 100)
      })
      expect(await storage.changedSince(seq)).toEqual({ people: [a], accounts: [acme], seq: seq + 1 })
    })

    it('leaves out what was received later', async () => {
      const [a = 0] = await addUsers('a')
      const read = async (receivedBy?: number) => (await storage.messagesBetween([a], 0, 100, receivedBy)).length
      expect([await read(), await read(105), await read(104)]).toEqual([1, 1, 0])
    })
  })
}
