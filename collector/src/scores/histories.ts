import type { Model } from '@uptake/shared/model'
import { type AccountHistory, createDayOf, type PersonHistory, type TraitChange } from '@uptake/shared/scoring'
import type { Account, AccountId, Border, Person, PersonId, Storage, StoredTrait } from '../storage/storage.ts'
import type { Instant } from './instant.ts'
import type { Found, Source } from './sources.ts'

/** Gives what scoring takes: histories as they stand at an instant, and nothing later. */
export interface Histories {
  /** Of those who had been seen by then. */
  ofPeople(people: readonly Person[], at: Instant): Promise<Map<PersonId, PersonHistory>>
  ofAccounts(accounts: readonly Account[], at: Instant): Promise<Map<AccountId, AccountHistory>>
}

export function createHistories(storage: Storage, { timeZone }: Model, source: Source): Histories {
  const dayOf = createDayOf(timeZone)

  /** Rows and messages are read one after the other: where some were removed in between, they do not go together. */
  async function read(find: (border: Border | null) => Promise<Found>): Promise<Found> {
    const border = await storage.border()
    const found = await find(border)
    return (await storage.border())?.at === border?.at ? found : read(find)
  }

  return {
    async ofPeople(people, at) {
      const found = await read((border) => source.ofPeople(people, at, border))
      const cellsOf = groupBy(found.cells, ({ person }) => person)
      const interactionsOf = groupBy(found.interactions, ({ person }) => person)
      const traitsOf = groupBy(found.traits, ({ of, subject }) => (of === 'person' ? subject : null))
      const histories = new Map<PersonId, PersonHistory>()
      for (const { id } of people) {
        const seen = found.people.get(id)
        if (!seen) continue
        histories.set(id, {
          firstSeen: dayOf(seen.firstAt),
          cells: cellsOf.get(id) ?? [],
          interactions: interactionsOf.get(id) ?? [],
          traits: toChanges(traitsOf.get(id) ?? []),
        })
      }
      return histories
    },

    async ofAccounts(accounts, at) {
      const found = await read((border) => source.ofAccounts(accounts, at, border))
      const cellsOf = groupBy(found.cells, ({ person }) => person)
      const interactionsOf = groupBy(found.interactions, ({ person }) => person)
      const traitsOf = groupBy(found.traits, ({ of, subject }) => (of === 'account' ? subject : null))
      const people = await storage.people([...new Set(found.members.map(({ person }) => person))])
      const userIds = new Map(people.map(({ id, userId }) => [id, userId]))
      const membersOf = groupBy(found.members, ({ account }) => account)
      const histories = new Map<AccountId, AccountHistory>()
      for (const { id } of accounts) {
        const seen = found.accounts.get(id)
        if (!seen) continue
        const members = new Map<string, PersonHistory>()
        for (const member of membersOf.get(id) ?? []) {
          const userId = userIds.get(member.person)
          // Visitors without a name are no users of the account.
          if (userId == null) continue
          members.set(userId, {
            firstSeen: dayOf(member.firstAt),
            cells: within(id, cellsOf.get(member.person)),
            interactions: within(id, interactionsOf.get(member.person)),
            traits: [],
          })
        }
        histories.set(id, { firstSeen: dayOf(seen.firstAt), members, traits: toChanges(traitsOf.get(id) ?? []) })
      }
      return histories
    },
  }
}

/** Of what somebody did, that in the account. */
function within<Item extends { readonly account: AccountId | null }>(id: AccountId, items: readonly Item[] = []) {
  return items.filter(({ account }) => account === id)
}

/** As `Map.groupBy`, and quick where items of one key follow each other. */
function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  let key: Key | undefined
  let group: Item[] = []
  for (const item of items) {
    const own = keyOf(item)
    if (own !== key) {
      key = own
      group = groups.get(own) ?? []
      groups.set(own, group)
    }
    group.push(item)
  }
  return groups
}

/** Of each trait and day the value that occurred last, ties by message id. */
function toChanges(traits: readonly StoredTrait[]): TraitChange[] {
  const newest = new Map<string, StoredTrait>()
  for (const trait of traits) {
    const key = `${trait.day} ${trait.name}`
    const other = newest.get(key)
    const isNewer =
      !other ||
      trait.occurredAt > other.occurredAt ||
      (trait.occurredAt === other.occurredAt && trait.messageId > other.messageId)
    if (isNewer) newest.set(key, trait)
  }
  return [...newest.values()]
}
