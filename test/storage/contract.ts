import { existsSync } from 'node:fs'
import type {
  NudgeMark,
  Storage,
  StoredInteraction,
  StoredMessage,
  StoredRow,
  StoredTrait,
  Transaction,
} from '@uptake/collector/src/storage/storage.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../harness/start-collector.ts'

/** A store under test, on data that survives its closing. */
export interface StorageUnderTest {
  open(): Promise<Storage>
  remove(): Promise<void>
}

/** What every store does, whichever database is behind it. */
export function describeStorage(name: string, create: () => StorageUnderTest): void {
  describe(`${name} as a store`, () => {
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

    const message = (more: Partial<StoredMessage> & Pick<StoredMessage, 'messageId' | 'person'>): StoredMessage => ({
      type: 'track',
      account: null,
      event: 'report_created',
      occurredAt: 1_000,
      receivedAt: 2_000,
      sessionId: null,
      body: null,
      ...more,
    })
    const addUser = async (transaction: Transaction, userId: string | null, at = 1_000) => {
      const id = await transaction.addPerson(userId)
      const seen = { firstAt: at, lastAt: at }
      await transaction.addSeen({ people: new Map([[id, seen]]), accounts: new Map(), members: [] })
      return id
    }
    const row = { account: null, action: 'a', feature: 'f', day: 5, count: 1, volume: 2 }
    const mark = (more: Partial<NudgeMark>): NudgeMark => ({
      person: 1,
      nudge: 'n',
      event: 'nudge_shown',
      session: 's',
      firstAt: 0,
      lastAt: 0,
      days: null,
      account: null,
      ...more,
    })
    const byFirst = (a: NudgeMark, b: NudgeMark) => a.firstAt - b.firstAt

    it('gives back messages as they were committed, in that order', async () => {
      const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'
      const messages = await storage.transaction(async (transaction) => {
        const person = await addUser(transaction, 'u')
        const account = (await transaction.accounts(['acme'])).get('acme') ?? null
        const all = [
          message({ messageId: uuid, person, account, body: { rows: 3, deep: { list: [1, 'ü'] } }, sessionId: 's' }),
          message({ messageId: uuid.toUpperCase(), person, event: null, type: 'identify', occurredAt: -5 }),
          message({ messageId: 'any text', person, sessionId: uuid }),
        ]
        await transaction.addMessages(all)
        return all
      })
      const read = await storage.messagesAfter(0, 10)
      const outside = [
        { seq: 1, accountId: 'acme' },
        { seq: 2, accountId: null },
        { seq: 3, accountId: null },
      ]
      expect(read).toEqual(messages.map((stored, index) => ({ ...stored, ...outside[index], userId: 'u' })))
      expect(await storage.messagesAfter(1, 1)).toEqual([read[1]])
      expect(await storage.newestSeq()).toBe(3)
      expect(await storage.messagesBetween([messages[0]?.person ?? 0], 0, 1_000)).toEqual([read[0], read[2]])
    })

    it('knows a message by its id, to the letter', async () => {
      const known = await storage.transaction(async (transaction) => {
        const person = await addUser(transaction, 'u')
        await transaction.addMessages([message({ messageId: 'Abc', person })])
        return transaction.knownMessages(['Abc', 'abc', 'Abc '])
      })
      expect([...known]).toEqual(['Abc'])
    })

    it('refuses a second message with the same id', async () => {
      const twice = storage.transaction(async (transaction) => {
        const person = await addUser(transaction, 'u')
        await transaction.addMessages([message({ messageId: 'm', person }), message({ messageId: 'm', person })])
      })
      await expect(twice).rejects.toThrow(/unique/i)
      expect(await storage.newestSeq()).toBe(0)
    })

    it('keeps all of a transaction or nothing', async () => {
      const failing = storage.transaction(async (transaction) => {
        const person = await addUser(transaction, 'u')
        await transaction.addRows([{ ...row, person }])
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      expect(await storage.personByUserId('u')).toBeNull()
      // Names made in what was undone are made again.
      const id = await storage.transaction(async (transaction) => {
        const person = await addUser(transaction, 'u')
        await transaction.addRows([{ ...row, person }])
        return person
      })
      expect(await storage.rows([id], 10)).toEqual([{ ...row, person: id }])
    })

    it('shows nothing of a transaction before it is committed', async () => {
      await storage.transaction(async (transaction) => {
        await addUser(transaction, 'u')
        expect(await storage.personByUserId('u')).toBeNull()
      })
      expect(await storage.personByUserId('u')).toMatchObject({ userId: 'u' })
    })

    it('runs transactions one after the other', async () => {
      const order: string[] = []
      const work = (label: string) =>
        storage.transaction(async (transaction) => {
          order.push(`${label} begins`)
          await addUser(transaction, label)
          order.push(`${label} ends`)
        })
      await Promise.all([work('a'), work('b')])
      expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    })

    it('adds to rows, and keeps interactions once', async () => {
      const person = await storage.transaction(async (transaction) => {
        const id = await addUser(transaction, 'u')
        const interaction = { person: id, account: null, action: 'a', counterpart: 'v', day: 5 }
        for (let time = 0; time < 2; time++) {
          await transaction.addRows([
            { ...row, person: id },
            { ...row, person: id, feature: null, day: 6 },
          ])
          await transaction.addInteractions([interaction, { ...interaction, day: 6 }])
        }
        return id
      })
      const rows = await storage.rows([person], 7)
      expect(rows.toSorted((a, b) => a.day - b.day)).toEqual([
        { ...row, person, count: 2, volume: 4 },
        { ...row, person, feature: null, day: 6, count: 2, volume: 4 },
      ])
      expect(await storage.rows([person], 6)).toHaveLength(1)
      expect(await storage.interactions([person], 7)).toHaveLength(2)
      expect(await storage.interactions([person], 6)).toHaveLength(1)
    })

    it('gives person after person what was folded, with the days of one kind in a row', async () => {
      const people = await storage.transaction(async (transaction) => {
        const [a, b] = [await addUser(transaction, 'a'), await addUser(transaction, 'b')]
        const acme = (await transaction.accounts(['acme'])).get('acme') ?? 0
        for (const day of [7, 5, 6]) {
          for (const person of [b, a]) {
            await transaction.addRows([
              { ...row, person, day, account: acme },
              { ...row, person, day, action: 'z' },
              { ...row, person, day, feature: null },
              { ...row, person, day },
            ])
            const interaction = { account: null, action: 'a', person, day }
            await transaction.addInteractions(['w', 'v'].map((counterpart) => ({ ...interaction, counterpart })))
            const trait = { of: 'person', subject: person, day, occurredAt: 1, messageId: 'm', value: day } as const
            await transaction.addTraits(['seats', 'plan'].map((called) => ({ ...trait, name: called })))
          }
        }
        return [b, a]
      })
      const days = [5, 6, 7]
      const kindsOf = (read: readonly { day: number }[], kind: (of: never) => unknown[]) => {
        const kinds = read.map((one) => JSON.stringify(kind(one as never)))
        expect(read.map(({ day }) => day)).toEqual(Array.from({ length: read.length / 3 }, () => days).flat())
        return kinds.filter((text, place) => text !== kinds[place - 1])
      }
      const rows = kindsOf(await storage.rows(people, 9), ({ person, account, action, feature }: StoredRow) => [
        person,
        account,
        action,
        feature,
      ])
      const of = people.map((person) => rows.filter((text) => text.startsWith(`[${person},`)))
      expect(of.flat()).toEqual(rows)
      expect(of.map((own) => [own.length, new Set(own).size])).toEqual([
        [4, 4],
        [4, 4],
      ])
      const interactions = await storage.interactions(people, 9)
      expect(kindsOf(interactions, ({ person, counterpart }: StoredInteraction) => [person, counterpart])).toEqual(
        people.flatMap((person) => [`[${person},"v"]`, `[${person},"w"]`]),
      )
      const traits = await storage.traits('person', people, 9)
      expect(kindsOf(traits, ({ subject, name: trait }: StoredTrait) => [subject, trait])).toEqual(
        people.flatMap((person) => [`[${person},"plan"]`, `[${person},"seats"]`]),
      )
    })

    it('gives the same rows put together by whose they are, action and feature', async () => {
      const ids = await storage.transaction(async (transaction) => {
        const [a, b] = [await addUser(transaction, 'a'), await addUser(transaction, 'b')]
        const [account = 0] = (await transaction.accounts(['acme'])).values()
        const amounts = [0.1 + 0.2, 1e300 / 3, 0, 7]
        const rows = [a, b].flatMap((person) =>
          [null, account].flatMap((within) =>
            amounts.map((volume, i) => ({ ...row, person, account: within, day: 9 - i, count: i + 1, volume })),
          ),
        )
        await transaction.addRows([...rows, { ...row, person: a, feature: null, day: 6 }])
        return [b, a]
      })
      expect(await storage.cells(ids, 5)).toEqual([])
      const cells = await storage.cells(ids, 9)
      const asRows = cells.flatMap(({ days, counts, volumes, ...cell }) =>
        days.map((day, i) => ({ ...cell, day, count: counts[i], volume: volumes[i] })),
      )
      expect(asRows).toEqual(await storage.rows(ids, 9))
      expect(cells.map(({ days }) => days)).toEqual([[6, 7, 8], [6, 7, 8], [6], [6, 7, 8], [6, 7, 8]])
    })

    it('reads names that another has made known since', async () => {
      const person = await storage.transaction((transaction) => addUser(transaction, 'u'))
      expect(await storage.rows([person], 9)).toEqual([])
      const other = await under.open()
      for (const action of ['first', 'second']) {
        await other.transaction((transaction) =>
          transaction.addRows([{ ...row, person, action, feature: `of ${action}` }]),
        )
        expect((await storage.rows([person], 9)).at(-1)).toEqual({ ...row, person, action, feature: `of ${action}` })
      }
      await other.close()
    })

    it('keeps of a trait and day what occurred last, ties by message id', async () => {
      const trait = { of: 'person', subject: 1, name: 'plan', day: 5, occurredAt: 10, messageId: 'b' } as const
      await storage.transaction((transaction) =>
        transaction.addTraits([
          { ...trait, value: 'kept' },
          { ...trait, value: 'before', occurredAt: 9, messageId: 'z' },
          { ...trait, value: 'tied, smaller id', messageId: 'a' },
          { ...trait, value: { another: 'day' }, day: 4, occurredAt: 1 },
          { ...trait, value: 1, of: 'account' },
        ]),
      )
      const traits = await storage.traits('person', [1], 6)
      expect(traits.toSorted((a, b) => a.day - b.day).map(({ day, value }) => [day, value])).toEqual([
        [4, { another: 'day' }],
        [5, 'kept'],
      ])
      expect(await storage.traits('account', [1], 5)).toEqual([])
    })

    it('widens when somebody was seen', async () => {
      const seen = (firstAt: number, lastAt: number) => ({ firstAt, lastAt })
      const [person, account] = await storage.transaction(async (transaction) => {
        const id = await addUser(transaction, 'u', 50)
        const acme = (await transaction.accounts(['acme'])).get('acme') ?? 0
        for (const at of [seen(50, 50), seen(20, 30), seen(60, 90)]) {
          const members = [{ account: acme, person: id, ...at }]
          await transaction.addSeen({ people: new Map([[id, at]]), accounts: new Map([[acme, at]]), members })
        }
        return [id, acme] as const
      })
      expect(await storage.personByUserId('u')).toEqual({ id: person, userId: 'u', ...seen(20, 90) })
      const acme = { id: account, accountId: 'acme', touchedSeq: 0, ...seen(20, 90) }
      expect(await storage.accountByAccountId('acme')).toEqual(acme)
      expect(await storage.members([account])).toEqual([{ account, person, ...seen(20, 90) }])
    })

    it('moves everything of a visitor to the user', async () => {
      const [visitor, user] = await storage.transaction(async (transaction) => {
        const from = await addUser(transaction, null, 100)
        const into = await addUser(transaction, 'u', 500)
        const acme = (await transaction.accounts(['acme'])).get('acme') ?? 0
        await transaction.setAnonymous('anon', from)
        await transaction.setGroup(from, { account: acme, seq: 7 })
        await transaction.addMessages([
          message({ messageId: 'm1', person: from }),
          message({ messageId: 'm2', person: into }),
        ])
        const interaction = { account: null, action: 'a', day: 5 }
        for (const person of [from, into]) await transaction.addRows([{ ...row, person }])
        await transaction.addInteractions([
          { ...interaction, person: from, counterpart: 'u' },
          { ...interaction, person: from, counterpart: 'v' },
        ])
        await transaction.addNudgeMarks([
          mark({ person: from, firstAt: 3, lastAt: 4, account: acme }),
          mark({ person: into, firstAt: 2, lastAt: 2 }),
          mark({ person: from, session: null, firstAt: 5, lastAt: 5 }),
        ])
        const trait = { of: 'person', name: 'plan', day: 5, messageId: 'm' } as const
        await transaction.addTraits([
          { ...trait, subject: from, occurredAt: 9, value: 'newer' },
          { ...trait, subject: into, occurredAt: 1, value: 'older' },
        ])
        const member = { account: acme, person: from, firstAt: 100, lastAt: 100 }
        const acmeSeen = new Map([[acme, { firstAt: 100, lastAt: 100 }]])
        await transaction.addSeen({ people: new Map(), accounts: acmeSeen, members: [member] })
        await transaction.mergePeople(from, into)
        const known = await transaction.anonymous(['anon'])
        expect(known.get('anon')).toEqual({ id: into, userId: 'u', group: { account: acme, seq: 7 } })
        return [from, into] as const
      })
      expect(await storage.people([visitor])).toEqual([])
      const left = [storage.rows([visitor], 10), storage.interactions([visitor], 10), storage.nudgeMarks(visitor)]
      expect(await Promise.all([...left, storage.traits('person', [visitor], 10)])).toEqual([[], [], [], []])
      expect(await storage.personByUserId('u')).toEqual({ id: user, userId: 'u', firstAt: 100, lastAt: 500 })
      expect((await storage.messagesAfter(0, 10)).map(({ person }) => person)).toEqual([user, user])
      expect(await storage.rows([user], 10)).toEqual([{ ...row, person: user, count: 2, volume: 4 }])
      // What a visitor did with who they turned out to be was done alone.
      expect((await storage.interactions([user], 10)).map(({ counterpart }) => counterpart)).toEqual(['v'])
      expect((await storage.nudgeMarks(user)).toSorted(byFirst)).toEqual([
        mark({ person: user, firstAt: 2, lastAt: 4 }),
        mark({ person: user, session: null, firstAt: 5, lastAt: 5 }),
      ])
      expect((await storage.traits('person', [user], 10)).map(({ value }) => value)).toEqual(['newer'])
      const acme = await storage.accountByAccountId('acme')
      expect((await storage.members([acme?.id ?? 0])).map(({ person }) => person)).toEqual([user])
    })

    it('keeps one mark a person, nudge, event and session, as wide as what is told of it, in any order', async () => {
      const told = [
        mark({ firstAt: 7, lastAt: 7, account: 4 }),
        mark({ firstAt: 3, lastAt: 3, account: 5 }),
        mark({ firstAt: 5, lastAt: 5, account: 6 }),
        mark({ event: 'nudge_snoozed', firstAt: 8, lastAt: 8, days: 1 }),
        mark({ event: 'nudge_snoozed', firstAt: 9, lastAt: 9, days: 7 }),
        mark({ event: 'nudge_snoozed', firstAt: 6, lastAt: 6, days: 3 }),
        mark({ session: 'another', firstAt: 10, lastAt: 10 }),
        mark({ session: null, firstAt: 11, lastAt: 11 }),
        mark({ session: null, firstAt: 12, lastAt: 12 }),
        mark({ nudge: 'm', firstAt: 13, lastAt: 13 }),
      ]
      const [person, other] = await storage.transaction(async (transaction) => {
        const ids = [await addUser(transaction, 'u'), await addUser(transaction, 'v')] as const
        await transaction.addNudgeMarks(told.map((one) => ({ ...one, person: ids[0] })))
        // Told in part once more, it says the same.
        const again = [...told.toReversed(), ...told.slice(2, 5)]
        await transaction.addNudgeMarks(again.map((one) => ({ ...one, person: ids[1] })))
        return ids
      })
      for (const id of [person, other])
        expect((await storage.nudgeMarks(id)).toSorted(byFirst)).toEqual(
          [
            mark({ firstAt: 3, lastAt: 7, account: 5 }),
            mark({ event: 'nudge_snoozed', firstAt: 6, lastAt: 9, days: 7 }),
            ...told.slice(6),
          ].map((one) => ({ ...one, person: id })),
        )
    })

    it('reads of one person so many marks at most, and the newest of nudges that are named', async () => {
      const person = await storage.transaction(async (transaction) => {
        const id = await addUser(transaction, 'u')
        const all = Array.from({ length: 50 }, (_, i) =>
          mark({ person: id, nudge: `made up ${i}`, firstAt: i, lastAt: i }),
        )
        const sessions = Array.from({ length: 30 }, (_, i) => `session ${i}`)
        const shown = sessions.map((session, i) => mark({ person: id, session, firstAt: -i, lastAt: -i }))
        const dismissed = mark({ person: id, event: 'nudge_dismissed', firstAt: -99, lastAt: -99 })
        await transaction.addNudgeMarks([...all, ...shown, dismissed])
        return id
      })
      expect(await storage.nudgeMarks(person)).toHaveLength(81)
      expect(await storage.nudgeMarks(person, { named: [], most: 82 })).toHaveLength(81)
      const some = await storage.nudgeMarks(person, { named: ['n', 'never shown'], most: 20 })
      const of = (event: string) => some.filter((one) => one.nudge === 'n' && one.event === event)
      expect(of('nudge_dismissed').map(({ lastAt }) => lastAt)).toEqual([-99])
      expect(of('nudge_shown').map(({ session }) => session)).toEqual(
        Array.from({ length: 10 }, (_, i) => `session ${i}`),
      )
      const others = some.filter(({ nudge }) => nudge !== 'n')
      expect(others.map(({ lastAt }) => lastAt)).toEqual(Array.from({ length: 20 }, (_, i) => 49 - i))
    })

    it('tells when each person’s first of each kind with a nudge was, by page', async () => {
      const [u, v] = await storage.transaction(async (transaction) => {
        const ids = [await addUser(transaction, 'u'), await addUser(transaction, 'v')] as const
        await transaction.addNudgeMarks(
          ids.flatMap((person) => [
            mark({ person, session: 'later', firstAt: 5, lastAt: 8, account: 2 }),
            mark({ person, session: 'first', firstAt: 3, lastAt: 9, account: person }),
            mark({ person, event: 'nudge_clicked', session: null, firstAt: 7, lastAt: 7 }),
            mark({ person, nudge: 'another', firstAt: 1, lastAt: 1 }),
          ]),
        )
        return ids
      })
      const first = [u, v].flatMap((person) => [
        { person, event: 'nudge_clicked', firstAt: 7, account: null },
        { person, event: 'nudge_shown', firstAt: 3, account: person },
      ])
      expect(await storage.marksOfNudge('n', null, 9)).toEqual(first)
      const page = await storage.marksOfNudge('n', null, 3)
      expect([...page, ...(await storage.marksOfNudge('n', page[2] ?? null, 3))]).toEqual(first)
      expect(await storage.marksOfNudge('none', null, 3)).toEqual([])
    })

    it('draws arms by a salt of its own, for good', async () => {
      const salt = await storage.nudgeSalt()
      expect(salt.length).toBeGreaterThanOrEqual(32)
      await storage.close()
      storage = await under.open()
      expect(await storage.nudgeSalt()).toBe(salt)
      const another = create()
      const other = await another.open()
      expect(await other.nudgeSalt()).not.toBe(salt)
      await other.close()
      await another.remove()
    })

    it('reads of one person so many rows and interactions at most, the newest, in the same order', async () => {
      const [person, other] = await storage.transaction(async (transaction) => {
        const ids = [await addUser(transaction, 'u'), await addUser(transaction, 'v')] as const
        const rows = [
          { ...row, feature: 'a', day: 3 },
          { ...row, feature: 'b', day: 1 },
          { ...row, feature: 'b', day: 2 },
          { ...row, feature: 'a', day: 1 },
        ]
        await transaction.addRows(rows.map((one) => ({ ...one, person: ids[0] })))
        await transaction.addRows([{ ...row, person: ids[1], day: 1 }])
        const met = ({ feature, day }: { feature: string; day: number }) => ({
          account: null,
          action: 'a',
          counterpart: feature,
          day,
        })
        await transaction.addInteractions(rows.map((one) => ({ ...met(one), person: ids[0] })))
        await transaction.addInteractions([{ ...met({ feature: 'f', day: 1 }), person: ids[1] }])
        return ids
      })
      const ids = [person, other]
      const cells = async (most?: number) =>
        (await storage.cells(ids, 5, most)).map(({ feature, days }) => `${feature} ${days.join()}`)
      const met = async (most?: number) =>
        (await storage.interactions(ids, 5, most)).map(({ counterpart, day }) => `${counterpart} ${day}`)
      for (const most of [4, undefined]) {
        expect(await cells(most)).toEqual(['a 1,3', 'b 1,2', 'f 1'])
        expect(await met(most)).toEqual(['a 1', 'a 3', 'b 1', 'b 2', 'f 1'])
      }
      expect(await cells(3)).toEqual(['a 1,3', 'b 2', 'f 1'])
      expect(await met(3)).toEqual(['a 1', 'a 3', 'b 2', 'f 1'])
      expect(await cells(2)).toEqual(['a 3', 'b 2', 'f 1'])
      expect(await met(2)).toEqual(['a 3', 'b 2', 'f 1'])
    })

    it('reads each day of the traits that are named, and of others the newest of so many', async () => {
      const trait = { occurredAt: 1, messageId: 'm', of: 'person' } as const
      const subject = await storage.transaction(async (transaction) => {
        const id = await addUser(transaction, 'u')
        const told = (of: string, ...days: number[]) =>
          days.map((day) => ({ ...trait, subject: id, name: of, day, value: `${of} ${day}` }))
        await transaction.addTraits([
          ...told('plan', 1, 2, 6),
          ...told('a', 1, 2),
          ...told('b', 3, 6),
          ...told('c', 2, 1),
        ])
        return id
      })
      const read = async (others: number, before = 5) =>
        (await storage.traits('person', [subject], before, { named: new Set(['plan']), others })).map(
          ({ value }) => value,
        )
      expect(await read(3)).toEqual(['plan 1', 'plan 2', 'b 3', 'a 2', 'c 2'])
      expect(await read(2)).toEqual(['plan 1', 'plan 2', 'b 3', 'a 2'])
      expect(await read(1, 7)).toEqual(['plan 1', 'plan 2', 'plan 6', 'b 6'])
      expect(await storage.traits('person', [subject], 7)).toHaveLength(9)
    })

    it('lets a bounded number of new names in', async () => {
      const [first, second] = await storage.transaction(
        async (transaction) =>
          [
            await transaction.admitNames('event', ['a', 'b', 'c'], 2),
            await transaction.admitNames('event', ['c', 'b', 'd'], 2),
          ] as const,
      )
      expect([...first]).toEqual(['a', 'b'])
      expect([...second]).toEqual(['b'])
    })

    it('lists users, not visitors, in pages', async () => {
      await storage.transaction(async (transaction) => {
        for (const userId of ['a', null, 'b', 'c']) await addUser(transaction, userId)
      })
      const page = await storage.usersAfter(0, 2)
      expect(page.map(({ userId }) => userId)).toEqual(['a', 'b'])
      expect((await storage.usersAfter(page[1]?.id ?? 0, 2)).map(({ userId }) => userId)).toEqual(['c'])
    })

    it('keeps the newest rejected messages', async () => {
      const rejected = {
        receivedAt: 1,
        code: 'invalid_message',
        detail: 'd',
        type: null,
        event: null,
        userId: null,
      } as const
      await storage.transaction((transaction) =>
        transaction.addRejected(Array.from({ length: 1_100 }, (_, index) => ({ ...rejected, receivedAt: index }))),
      )
      const kept = await storage.rejectedAfter(0, 2_000)
      expect(kept).toHaveLength(1_000)
      expect(kept.at(-1)).toEqual({ ...rejected, receivedAt: 1_099, seq: await storage.newestRejectedSeq() })
    })

    it('finds everything again after it was closed', async () => {
      await storage.transaction(async (transaction) => {
        const person = await addUser(transaction, 'u')
        await transaction.addMessages([message({ messageId: 'm', person })])
        await transaction.beginRefold('v')
        await transaction.endRefold()
        expect([await transaction.recordModel('a', 5), await transaction.recordModel('b', 6)]).toEqual([1, 2])
        expect(await transaction.recordModel('b', 7)).toBe(2)
      })
      await storage.close()
      storage = await under.open()
      expect(await storage.messagesAfter(0, 10)).toHaveLength(1)
      expect(await storage.foldVersion()).toBe('v')
      expect(await storage.modelVersion()).toBe(2)
      expect(await storage.models()).toEqual([
        { version: 1, model: 'a', createdAt: 5 },
        { version: 2, model: 'b', createdAt: 6 },
      ])
    })

    describe('a query of a person’s own', () => {
      const refused = { code: 'invalid_option', hint: expect.stringContaining('SELECT') }

      it('reads everything, under the names that it gives, twice the same too', async () => {
        await storage.transaction((transaction) => addUser(transaction, 'u', 5))
        const { columns, rows } = await storage.query(
          '-- who\nSELECT user_id AS "who?", first_at, first_at FROM people WHERE user_id = \'u\';\n-- done',
        )
        expect({ columns, rows: [...rows] }).toEqual({ columns: ['who?', 'first_at', 'first_at'], rows: [['u', 5, 5]] })
      })

      it.each([
        'DELETE FROM people',
        "INSERT INTO names (name) VALUES ('n') RETURNING id",
        'CREATE TABLE mine (a)',
        'PRAGMA journal_mode = DELETE',
        'BEGIN IMMEDIATE',
        'SELECT 1; SELECT 2',
        'SELECT 1; DELETE FROM people',
        'WITH gone AS (SELECT 1) DELETE FROM people',
        'SELECT nothing FROM nowhere',
        'no statement',
        '',
      ])('is refused: %s', async (statement) => {
        await storage.transaction((transaction) => addUser(transaction, 'u'))
        await expect(storage.query(statement)).rejects.toMatchObject(refused)
        expect(await storage.personByUserId('u')).not.toBeNull()
      })

      it('writes no file, wherever', async () => {
        const folder = temporaryFolder()
        const file = `${folder.path}/stolen`
        for (const statement of [`VACUUM INTO '${file}'`, `ATTACH '${file}' AS other`]) {
          await expect(storage.query(statement)).rejects.toMatchObject(refused)
        }
        expect(existsSync(file)).toBe(false)
        folder.remove()
      })

      it('says what fails while its rows are read', async () => {
        const { rows } = await storage.query("SELECT json('{}') UNION ALL SELECT json('no JSON')")
        expect(() => [...rows]).toThrow(expect.objectContaining(refused))
      })

      it('holds up neither others nor the end, half read or not read at all', async () => {
        const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n'
        const [half, other] = [await storage.query(many), await storage.query(many)]
        await storage.query(many)
        for (const [value] of half.rows) {
          if (value === 3) break
        }
        const iterator = other.rows[Symbol.iterator]()
        expect(iterator.next().value).toEqual([1])
        await storage.transaction((transaction) => addUser(transaction, 'u'))
        expect([...(await storage.query('SELECT user_id FROM people')).rows]).toEqual([['u']])
        expect(iterator.next().value).toEqual([2])
      })
    })

    it('is written by two in turn, each seeing what the other wrote', async () => {
      const other = await under.open()
      const write = (to: Storage, label: string) =>
        to.transaction(async (transaction) => {
          const person = (await transaction.users(['u'])).get('u')?.id ?? (await addUser(transaction, 'u'))
          await transaction.addMessages([message({ messageId: label, person, event: label })])
        })
      for (let turn = 0; turn < 10; turn++) await write(turn % 2 ? storage : other, `w${turn}`)
      const read = await storage.messagesAfter(0, 100)
      expect(read.map(({ seq, messageId, event }) => ({ seq, messageId, event }))).toEqual(
        Array.from({ length: 10 }, (_, turn) => ({ seq: turn + 1, messageId: `w${turn}`, event: `w${turn}` })),
      )
      expect(new Set(read.map(({ person }) => person)).size).toBe(1)
      await other.close()
    })
  })
}
