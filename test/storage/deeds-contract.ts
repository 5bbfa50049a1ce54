import type { Span, Storage, StoredMessage, SubjectKind } from '@uptake/collector/src/storage/storage.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageUnderTest } from './contract.ts'
import { openStage, type Stage } from './stage.ts'

/** How every store tells who did an action in a time of theirs. */
export function describeDeeds(name: string, create: () => StorageUnderTest): void {
  describe(`${name} on deeds`, () => {
    let stage: Stage
    let [ada, bob, acme, beta] = [0, 0, 0, 0]
    beforeEach(async () => {
      stage = await openStage(create())
      await stage.storage.transaction(async (transaction) => {
        ;[ada, bob] = [await transaction.addPerson('ada'), await transaction.addPerson('bob')]
        const accounts = await transaction.accounts(['acme', 'beta'])
        ;[acme, beta] = [accounts.get('acme') ?? 0, accounts.get('beta') ?? 0]
        const seen = { firstAt: 0, lastAt: 0 }
        const members = [ada, bob].flatMap((person) => [acme, beta].map((account) => ({ ...seen, person, account })))
        await transaction.addSeen({ people: new Map(), accounts: new Map(), members })
        // Ada shares in acme, bob in no account; bob makes in beta.
        const did = (event: string, person: number, account: number | null, day: number): StoredMessage => ({
          messageId: `${event} ${day}`,
          type: 'track',
          person,
          account,
          event,
          occurredAt: 100 * day,
          receivedAt: 0,
          sessionId: null,
          body: null,
        })
        const messages = [did('share', ada, acme, 5), did('share', bob, null, 7), did('make', bob, beta, 6)]
        await transaction.addMessages(messages)
        const counts = { feature: null, count: 1, volume: 1 }
        const toRow = ({ person, account, event, occurredAt }: StoredMessage) => ({
          person,
          account,
          action: event ?? '',
          day: occurredAt / 100,
        })
        await transaction.addRows(messages.map((message) => ({ ...toRow(message), ...counts })))
      })
    })
    afterEach(() => stage.end())

    const who = (of: SubjectKind, action: string, ...spans: Span[]) =>
      Promise.all([
        stage.storage.whoDid('day', of, action, spans),
        stage.storage.whoDid(
          'time',
          of,
          action,
          spans.map((span) => ({ ...span, after: 100 * span.after, until: 100 * span.until })),
        ),
      ] satisfies Promise<Awaited<ReturnType<Storage['whoDid']>>>[])
    const both = (...subjects: number[]) => [new Set(subjects), new Set(subjects)]

    it('tells who did it, after one moment and up to another', async () => {
      const span = (after: number, until: number): Span[] => [ada, bob].map((subject) => ({ subject, after, until }))
      expect(await who('person', 'share', ...span(4, 7))).toEqual(both(ada, bob))
      expect(await who('person', 'share', ...span(4, 5))).toEqual(both(ada))
      expect(await who('person', 'share', ...span(5, 7))).toEqual(both(bob))
      expect(await who('person', 'share', ...span(5, 6))).toEqual(both())
      expect(await who('person', 'make', ...span(0, 9))).toEqual(both(bob))
      expect(await who('person', 'never done', ...span(0, 9))).toEqual(both())
    })

    it('gives each their own time', async () => {
      expect(
        await who('person', 'share', { subject: ada, after: 5, until: 9 }, { subject: bob, after: 5, until: 9 }),
      ).toEqual(both(bob))
    })

    it('tells of an account what anybody did in it', async () => {
      const spans = [acme, beta].map((subject) => ({ subject, after: 0, until: 9 }))
      expect(await who('account', 'share', ...spans)).toEqual(both(acme))
      expect(await who('account', 'make', ...spans)).toEqual(both(beta))
      expect(await who('account', 'share', { subject: acme, after: 5, until: 9 })).toEqual(both())
    })
  })
}
