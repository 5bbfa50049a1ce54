import type { Model } from '@uptake/shared/model'
import { type AccountHistory, createDayOf, type PersonHistory, type Traits } from '@uptake/shared/scoring'
import { createFold, type Folds } from '../ingest/fold-messages.ts'
import type { Account, AccountId, Member, Person, PersonId, Storage, StoredTrait } from '../storage/storage.ts'
import type { Instant } from './instant.ts'

/** Reads what scoring takes: histories as they stand at an instant, and nothing later. */
export interface Histories {
  /** Of those who had been seen by then. */
  ofPeople(people: readonly Person[], at: Instant): Promise<Map<PersonId, PersonHistory>>
  ofAccounts(accounts: readonly Account[], at: Instant): Promise<Map<AccountId, AccountHistory>>
}

/**
 * Days before the instant's come from the folded rows; its own day is folded from messages, since of that day later ones
 * are unknown. Whoever has nothing later is spared that: their rows are right as they stand.
 */
export function createHistories(storage: Storage, model: Model): Histories {
  const dayOf = createDayOf(model.timeZone)
  const fold = createFold(model)

  async function foldsOf(people: readonly Person[], at: Instant): Promise<Folds> {
    const isSettled = ({ lastAt }: Person) => lastAt <= at.atMs
    const settled = people.filter(isSettled).map(({ id }) => id)
    const open = people.filter((person) => !isSettled(person)).map(({ id }) => id)
    const read = async (ids: PersonId[], before: number) =>
      ids.length === 0
        ? [[], [], []]
        : Promise.all([
            storage.rows(ids, before),
            storage.interactions(ids, before),
            storage.traits('person', ids, before),
          ] as const)
    const [past, whole] = await Promise.all([read(open, at.day), read(settled, at.day + 1)])
    const today = fold(open.length === 0 ? [] : await storage.messagesBetween(open, at.dayStartMs, at.atMs))
    return {
      rows: [...past[0], ...whole[0], ...today.rows],
      interactions: [...past[1], ...whole[1], ...today.interactions],
      traits: [...past[2], ...whole[2], ...today.traits],
    }
  }

  /** Any member may have sent those of the instant's day, one with nothing later too. */
  async function accountTraits(accounts: readonly Account[], members: readonly Member[], at: Instant) {
    const ids = (isSettled: boolean) =>
      accounts.filter(({ lastAt }) => lastAt <= at.atMs === isSettled).map(({ id }) => id)
    const open = new Set(ids(false))
    const senders = new Set(members.filter(({ account }) => open.has(account)).map(({ person }) => person))
    const [whole, past, today] = await Promise.all([
      storage.traits('account', ids(true), at.day + 1),
      storage.traits('account', [...open], at.day),
      senders.size === 0 ? [] : storage.messagesBetween([...senders], at.dayStartMs, at.atMs),
    ])
    const ofOpen = ({ of, subject }: StoredTrait) => of === 'account' && open.has(subject)
    return [...whole, ...past, ...fold(today).traits.filter(ofOpen)]
  }

  return {
    async ofPeople(people, at) {
      const seen = people.filter(({ firstAt }) => firstAt <= at.atMs)
      const { rows, interactions, traits } = await foldsOf(seen, at)
      const rowsOf = Map.groupBy(rows, ({ person }) => person)
      const interactionsOf = Map.groupBy(interactions, ({ person }) => person)
      const traitsOf = Map.groupBy(traits, ({ of, subject }) => (of === 'person' ? subject : null))
      return new Map(
        seen.map(({ id, firstAt }) => [
          id,
          {
            firstSeen: dayOf(firstAt),
            rows: rowsOf.get(id) ?? [],
            interactions: interactionsOf.get(id) ?? [],
            traits: latest(traitsOf.get(id) ?? []),
          },
        ]),
      )
    },

    async ofAccounts(accounts, at) {
      const seen = accounts.filter(({ firstAt }) => firstAt <= at.atMs)
      const members = (await storage.members(seen.map(({ id }) => id))).filter(({ firstAt }) => firstAt <= at.atMs)
      const people = await storage.people([...new Set(members.map(({ person }) => person))])
      const [folds, traits] = await Promise.all([foldsOf(people, at), accountTraits(seen, members, at)])
      const key = (account: AccountId | null, person: PersonId) => `${account} ${person}`
      const rowsOf = Map.groupBy(folds.rows, ({ account, person }) => key(account, person))
      const interactionsOf = Map.groupBy(folds.interactions, ({ account, person }) => key(account, person))
      const traitsOf = Map.groupBy(traits, ({ subject }) => subject)
      const userIds = new Map(people.map(({ id, userId }) => [id, userId]))
      const membersOf = Map.groupBy(members, ({ account }) => account)
      return new Map(
        seen.map(({ id, firstAt }) => {
          const histories = new Map<string, PersonHistory>()
          for (const { person, firstAt: memberSince } of membersOf.get(id) ?? []) {
            const userId = userIds.get(person)
            // Visitors without a name are no users of the account.
            if (userId == null) continue
            histories.set(userId, {
              firstSeen: dayOf(memberSince),
              rows: rowsOf.get(key(id, person)) ?? [],
              interactions: interactionsOf.get(key(id, person)) ?? [],
              traits: {},
            })
          }
          return [id, { firstSeen: dayOf(firstAt), members: histories, traits: latest(traitsOf.get(id) ?? []) }]
        }),
      )
    },
  }
}

/** Of each trait the value that occurred last, ties by message id. */
function latest(traits: readonly StoredTrait[]): Traits {
  const newest = new Map<string, StoredTrait>()
  for (const trait of traits) {
    const other = newest.get(trait.name)
    const isNewer =
      !other ||
      trait.occurredAt > other.occurredAt ||
      (trait.occurredAt === other.occurredAt && trait.messageId > other.messageId)
    if (isNewer) newest.set(trait.name, trait)
  }
  return Object.fromEntries([...newest].map(([name, { value }]) => [name, value]))
}
