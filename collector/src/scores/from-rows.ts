import type { Model } from '@uptake/shared/model'
import { createFold } from '../ingest/fold-messages.ts'
import type { Account, Border, Member, Person, PersonId, Seen, Storage, StoredTrait } from '../storage/storage.ts'
import type { Instant } from './instant.ts'
import { membersFor, MOST_OF_ONE, type Source, toCells, traitsFor } from './sources.ts'

/**
 * Reads the folded rows. Days before the instant's come from them; its own day is folded from messages, since of that day
 * later ones are unknown. Whoever has nothing later is spared that: their rows are right as they stand. Of a day before the
 * store's border there are no messages any more: it is read from the rows as a whole, which is right for its end.
 */
export function fromRows(storage: Storage, model: Model): Source {
  const fold = createFold(model)
  const someTraits = traitsFor(model)

  async function foldsOf(people: readonly Person[], at: Instant, border: Border | null) {
    const isSettled = settledBy(at, border)
    const settled = people.filter(isSettled).map(({ id }) => id)
    const open = people.filter((person) => !isSettled(person)).map(({ id }) => id)
    const read = async (ids: PersonId[], before: number) =>
      ids.length === 0
        ? [[], [], []]
        : Promise.all([
            storage.cells(ids, before, MOST_OF_ONE),
            storage.interactions(ids, before, MOST_OF_ONE),
            storage.traits('person', ids, before, someTraits),
          ] as const)
    const [past, whole] = await Promise.all([read(open, at.day), read(settled, at.day + 1)])
    if (open.length === 0) return { cells: whole[0], interactions: whole[1], traits: whole[2] }
    const today = fold(await storage.messagesBetween(open, startOf(at, border), at.atMs), border)
    return {
      cells: [...past[0], ...whole[0], ...toCells(today.rows)],
      interactions: [...past[1], ...whole[1], ...today.interactions],
      traits: [...past[2], ...whole[2], ...today.traits],
    }
  }

  /** Any member may have sent those of the instant's day, one with nothing later too. */
  async function accountTraits(
    accounts: readonly Account[],
    members: readonly Member[],
    at: Instant,
    border: Border | null,
  ) {
    const isSettled = settledBy(at, border)
    const ids = (settled: boolean) => accounts.filter((account) => isSettled(account) === settled).map(({ id }) => id)
    const open = new Set(ids(false))
    const senders = new Set(members.filter(({ account }) => open.has(account)).map(({ person }) => person))
    const [whole, past, today] = await Promise.all([
      storage.traits('account', ids(true), at.day + 1, someTraits),
      storage.traits('account', [...open], at.day, someTraits),
      senders.size === 0 ? [] : storage.messagesBetween([...senders], startOf(at, border), at.atMs),
    ])
    const ofOpen = ({ of, subject }: StoredTrait) => of === 'account' && open.has(subject)
    return [...whole, ...past, ...fold(today, border).traits.filter(ofOpen)]
  }

  const seenBy = <Some extends { readonly firstAt: number }>(some: readonly Some[], at: Instant) =>
    some.filter(({ firstAt }) => firstAt <= at.atMs)
  const byId = <Id, Some extends { readonly id: Id }>(some: readonly Some[]) =>
    new Map(some.map((one) => [one.id, one]))

  return {
    async ofPeople(people, at, border) {
      const seen = seenBy(people, at)
      return { ...(await foldsOf(seen, at, border)), people: byId(seen), accounts: new Map(), members: [] }
    },
    async ofAccounts(accounts, at, border) {
      const seen = seenBy(accounts, at)
      const members = membersFor(seenBy(await storage.members(seen.map(({ id }) => id)), at))
      const people = await storage.people([...new Set(members.map(({ person }) => person))])
      const [folds, traits] = await Promise.all([foldsOf(people, at, border), accountTraits(seen, members, at, border)])
      return { ...folds, traits, people: byId(people), accounts: byId(seen), members }
    },
  }
}

/** Whose rows of the instant's day, and of those before, are right as they stand. */
const settledBy =
  (at: Instant, border: Border | null) =>
  ({ lastAt }: Seen): boolean =>
    lastAt <= at.atMs || (border !== null && at.day < border.day)

/** Where the instant's day begins: the border's with the border, whatever time zone that was set in. */
const startOf = (at: Instant, border: Border | null): number => (at.day === border?.day ? border.at : at.dayStartMs)
