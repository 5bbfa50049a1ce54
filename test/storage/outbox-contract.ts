import type { NewTrigger, SubjectKind, Transaction } from '@uptake/collector/src/storage/storage.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageUnderTest } from './contract.ts'
import { openStage, type Stage } from './stage.ts'

const ACME = 'acme'
const PAYLOAD = JSON.stringify({ type: 'nudge.triggered', data: { nudge: 'n', user: 'ada', account: ACME } })
const SEEN = { firstAt: 0, lastAt: 0 }

/** How every store keeps what webhook rules have to send. */
export function describeOutbox(name: string, create: () => StorageUnderTest): void {
  describe(`${name} as an outbox`, () => {
    let stage: Stage
    let ada: number
    let bob: number
    let acme: number
    beforeEach(async () => {
      stage = await openStage(create())
      await write(async (transaction) => {
        ;[ada, bob] = [await transaction.addPerson('ada'), await transaction.addPerson('bob')]
        acme = (await transaction.accounts([ACME])).get(ACME) ?? 0
        await transaction.setGroup(ada, { account: acme, seq: 1 })
        const people = new Map([ada, bob].map((id) => [id, SEEN]))
        await transaction.addSeen({ people, accounts: new Map([[acme, SEEN]]), members: [] })
      })
    })
    afterEach(() => stage.end())

    const write = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> => stage.storage.transaction(work)
    const trigger = (id: string, more: Partial<NewTrigger> = {}): NewTrigger => ({
      id,
      nudge: 'n',
      of: 'person',
      subject: ada,
      subjectId: 'ada',
      account: acme,
      at: 100,
      payload: PAYLOAD,
      ...more,
    })
    const ofAcme = () => ({ of: 'account', subject: acme, subjectId: ACME }) as const
    const ofBob = () => ({ subject: bob, subjectId: 'bob', account: null })
    const add = (...triggers: NewTrigger[]) =>
      write(async (transaction) => {
        for (const one of triggers) await transaction.addTrigger(one)
      })
    const take = (nowMs: number, untilMs = nowMs + 30, limit = 10) =>
      write((transaction) => transaction.takeDue(nowMs, untilMs, limit))
    const arm = (of: SubjectKind, subject: number) => write((transaction) => transaction.armNudge(of, subject, 'n'))
    const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id)
    const about = (of: SubjectKind, subject: number) => stage.storage.triggersAbout(of, subject)
    const fired = async (person: number) => (await stage.storage.firedNudges('person', [ada, bob])).get(person)
    const erase = (of: SubjectKind, id: string) =>
      write((transaction) => transaction.beginErasure(of, id, 7, () => false))

    it('fires once for a subject, and again when it was armed', async () => {
      await add(trigger('a'), trigger('b'), trigger('c', { nudge: 'other' }), trigger('d', ofBob()))
      expect(ids(await about('person', ada))).toEqual(['a', 'c'])
      expect(await fired(ada)).toEqual(new Set(['n', 'other']))
      await arm('person', ada)
      expect(await fired(ada)).toEqual(new Set(['other']))
      expect(await fired(bob)).toEqual(new Set(['n']))
      await stage.reopen()
      await add(trigger('e'))
      expect(ids(await about('person', ada))).toEqual(['a', 'c', 'e'])
    })

    it('tells a user from an account of the same number', async () => {
      await add(trigger('a'), trigger('b', ofAcme()))
      expect(ids(await about('person', ada))).toEqual(['a'])
      expect(ids(await about('account', acme))).toEqual(['b'])
      await arm('account', acme)
      expect(await fired(ada)).toEqual(new Set(['n']))
    })

    it('keeps nothing of whoever is gone, has another id or is in another account by now', async () => {
      await add(
        trigger('a', { subject: 99 }),
        trigger('b', { subjectId: 'somebody' }),
        trigger('c', { account: null }),
        trigger('d', { ...ofBob(), account: acme }),
        trigger('e', { ...ofAcme(), subjectId: 'another' }),
      )
      expect(await stage.storage.undelivered(9)).toEqual([])
    })

    it('gives the triggers of a nudge in pages, with who was held out', async () => {
      await add(trigger('a'), trigger('b', { nudge: 'other' }), trigger('c', { ...ofBob(), payload: null, at: 50 }))
      const first = await stage.storage.triggersOf('n', 0, 1)
      expect(first).toEqual([
        { seq: 1, id: 'a', nudge: 'n', of: 'person', subject: ada, account: acme, at: 100, arm: 'shown' },
      ])
      expect(await stage.storage.triggersOf('n', 1, 9)).toMatchObject([
        { id: 'c', subject: bob, account: null, at: 50, arm: 'held' },
      ])
    })

    it('gives what is due to one who asks alone, the longest due first, until the time is over', async () => {
      await add(trigger('late', { at: 90 }), trigger('later', { ...ofAcme(), at: 80 }))
      await add(trigger('held', { ...ofBob(), payload: null, at: 0 }), trigger('to come', { nudge: 'm', at: 101 }))
      expect(await stage.storage.nextDueAt()).toBe(80)
      expect(await take(100, 130, 1)).toEqual([{ id: 'later', nudge: 'n', payload: PAYLOAD, attempts: 0 }])
      expect(ids(await take(100))).toEqual(['late'])
      expect(await take(100)).toEqual([])
      expect(await stage.storage.nextDueAt()).toBe(101)
      expect(ids(await take(130)).toSorted()).toEqual(['late', 'later', 'to come'])
    })

    it('tries again when it was said to, with what was told of the last attempt', async () => {
      await add(trigger('a'))
      await take(100)
      const attempt = { status: 'pending', attempts: 1, nextAt: 5_000, error: 'answered 500' } as const
      await write((transaction) => transaction.putAttempt('a', attempt))
      expect(await take(4_999)).toEqual([])
      expect(await stage.storage.undelivered(9)).toMatchObject([{ id: 'a', subjectId: 'ada', ...attempt }])
      expect(await take(5_000)).toMatchObject([{ id: 'a', attempts: 1 }])
    })

    it('keeps no payload of what was delivered, whatever another attempt comes to', async () => {
      await add(trigger('a'))
      await write((transaction) => transaction.putAttempt('a', { status: 'delivered', attempts: 2, error: null }))
      await write((transaction) => transaction.putAttempt('a', { status: 'dead', attempts: 9, error: 'x' }))
      expect(await about('person', ada)).toMatchObject([
        { status: 'delivered', attempts: 2, nextAt: null, error: null, payload: null },
      ])
      expect([await stage.storage.undelivered(9), await take(1e9), await stage.storage.nextDueAt()]).toEqual([
        [],
        [],
        null,
      ])
    })

    it('lists what is not delivered, the newest first, and gives the dead another life', async () => {
      await add(trigger('a'), trigger('b', ofBob()), trigger('c', ofAcme()), trigger('d', { nudge: 'd' }))
      await write(async (transaction) => {
        for (const id of ['a', 'b']) await transaction.putAttempt(id, { status: 'dead', attempts: 10, error: 'x' })
        await transaction.putAttempt('d', { status: 'delivered', attempts: 1, error: null })
      })
      expect(ids(await stage.storage.undelivered(9))).toEqual(['c', 'b', 'a'])
      expect(await stage.storage.countUndelivered()).toEqual({ pending: 1, dead: 2 })
      expect(await take(1e9, 2e9)).toMatchObject([{ id: 'c' }])
      expect(await write((transaction) => transaction.reviveDead(['b', 'c', 'd', 'none'], 500))).toBe(1)
      expect(await take(499)).toEqual([])
      expect(await take(500)).toEqual([{ id: 'b', nudge: 'n', payload: PAYLOAD, attempts: 0 }])
      expect(await write((transaction) => transaction.reviveDead('all', 600))).toBe(1)
      expect(ids(await stage.storage.undelivered(1))).toEqual(['c'])
    })

    it('forgets an erased user, and whatever was to be sent about them', async () => {
      await add(trigger('a'), trigger('b', ofBob()))
      await erase('person', 'ada')
      expect(ids(await take(1e9))).toEqual(['b'])
      expect(await about('person', ada)).toEqual([])
    })

    it('forgets an erased account, and takes it out of what is to be sent about its members', async () => {
      await add(trigger('a'), trigger('b', ofAcme()))
      await erase('account', ACME)
      const [left, ...others] = await take(1e9)
      expect([left?.id, others]).toEqual(['a', []])
      expect(JSON.parse(left?.payload ?? '')).toEqual({ type: 'nudge.triggered', data: { nudge: 'n', user: 'ada' } })
      expect(await stage.storage.triggersOf('n', 0, 9)).toMatchObject([{ subject: ada, account: null }])
    })

    it('keeps the share that is held out', async () => {
      expect(await stage.storage.defaultHoldout()).toBeNull()
      await write((transaction) => transaction.setDefaultHoldout(0))
      expect(await stage.storage.defaultHoldout()).toBe(0)
    })

    it('gives the accounts that group messages put people in last', async () => {
      const { storage } = stage
      expect(await storage.groupsOf([ada, bob])).toEqual(new Map([[ada, expect.objectContaining({ accountId: ACME })]]))
    })
  })
}
