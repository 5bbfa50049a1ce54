import type { AccountId, Member, PersonId, Seen } from '../storage/storage.ts'

interface SeenMessage {
  readonly person: PersonId
  readonly account: AccountId | null
  readonly occurredAt: number
}
type SeenBy<Id> = Map<Id, { -readonly [Key in keyof Seen]: Seen[Key] }>

/** When the people, accounts and members of some messages were seen in them. */
export function seenIn(messages: readonly SeenMessage[]): {
  people: Map<PersonId, Seen>
  accounts: Map<AccountId, Seen>
  members: Member[]
} {
  const people: SeenBy<PersonId> = new Map()
  const accounts: SeenBy<AccountId> = new Map()
  const membersOf = new Map<AccountId, SeenBy<PersonId>>()
  for (const { person, account, occurredAt } of messages) {
    widen(people, person, occurredAt)
    if (account === null) continue
    widen(accounts, account, occurredAt)
    const members = membersOf.get(account) ?? new Map()
    membersOf.set(account, widen(members, person, occurredAt))
  }
  const members = [...membersOf].flatMap(([account, seen]) =>
    [...seen].map(([person, { firstAt, lastAt }]) => ({ account, person, firstAt, lastAt })),
  )
  return { people, accounts, members }
}

function widen<Id>(seen: SeenBy<Id>, id: Id, at: number): SeenBy<Id> {
  const known = seen.get(id)
  if (!known) return seen.set(id, { firstAt: at, lastAt: at })
  known.firstAt = Math.min(known.firstAt, at)
  known.lastAt = Math.max(known.lastAt, at)
  return seen
}
