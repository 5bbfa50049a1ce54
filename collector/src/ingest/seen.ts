import type { AccountId, Member, PersonId, Seen } from '../storage/storage.ts'

interface SeenMessage {
  readonly person: PersonId
  readonly account: AccountId | null
  readonly occurredAt: number
}

/** When the people, accounts and members of some messages were seen in them. */
export function seenIn(messages: readonly SeenMessage[]): {
  people: Map<PersonId, Seen>
  accounts: Map<AccountId, Seen>
  members: Member[]
} {
  const people = new Map<PersonId, Seen>()
  const accounts = new Map<AccountId, Seen>()
  const members = new Map<string, Member>()
  for (const { person, account, occurredAt } of messages) {
    people.set(person, widened(people.get(person), occurredAt))
    if (account === null) continue
    accounts.set(account, widened(accounts.get(account), occurredAt))
    const key = `${account} ${person}`
    members.set(key, { account, person, ...widened(members.get(key), occurredAt) })
  }
  return { people, accounts, members: [...members.values()] }
}

const widened = (seen: Seen | undefined, at: number): Seen => ({
  firstAt: Math.min(seen?.firstAt ?? at, at),
  lastAt: Math.max(seen?.lastAt ?? at, at),
})
