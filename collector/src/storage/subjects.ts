import type { Touch } from './standings.ts'

/** Internal ids: whole numbers above 0. */
export type PersonId = number

export type AccountId = number

/** What a score is of. */
export type SubjectKind = 'person' | 'account'

/** First and last moment of which a message of any kind tells. */
export interface Seen {
  readonly firstAt: number
  readonly lastAt: number
}

export interface Person extends Seen {
  readonly id: PersonId
  /** Null for an anonymous visitor. */
  readonly userId: string | null
}

interface User extends Person {
  readonly userId: string
}

export interface Account extends Seen {
  readonly id: AccountId
  readonly accountId: string
}

/** Whom a kind of score is of: users, not visitors. */
export interface SubjectOf {
  readonly person: User
  readonly account: Account
}

export interface Member extends Seen {
  readonly account: AccountId
  readonly person: PersonId
}

/** What identity resolution has to know of a person. */
export interface KnownPerson {
  readonly id: PersonId
  readonly userId: string | null
  readonly group: Group | null
}

/** The account that a group message put somebody in, and the place of that message in the order of commits. */
export interface Group {
  readonly account: AccountId
  readonly seq: number
}

/** Who there is. */
export interface SubjectReads {
  personByUserId(userId: string): Promise<Person | null>
  /** By `touchedSeq` and the newest erasure it is told whether anything of it has changed. */
  accountByAccountId(accountId: string): Promise<(Account & Pick<Touch, 'touchedSeq'>) | null>
  /** Users (not visitors) by ascending id, those above `after`. */
  usersAfter(after: PersonId, limit: number): Promise<readonly Person[]>
  accountsAfter(after: AccountId, limit: number): Promise<readonly Account[]>
  people(ids: readonly PersonId[]): Promise<readonly Person[]>
  members(accounts: readonly AccountId[]): Promise<readonly Member[]>
  /** The accounts that group messages put people in last; of people in none nothing. */
  groupsOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Account>>
  anonymousIdsOf(person: PersonId): Promise<readonly string[]>
  /** In which accounts a person was seen, and when. */
  accountsOf(person: PersonId): Promise<readonly Account[]>
}

/** Who is meant by the ids of messages. */
export interface SubjectWrites {
  users(userIds: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>>
  /** Whom anonymous ids belong to: a visitor without `userId`, or the user who claimed it. */
  anonymous(anonymousIds: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>>
  /** Ids of the accounts, made where they are new. */
  accounts(accountIds: readonly string[]): Promise<ReadonlyMap<string, AccountId>>
  addPerson(userId: string | null): Promise<PersonId>
  setAnonymous(anonymousId: string, person: PersonId): Promise<void>
  setGroup(person: PersonId, group: Group): Promise<void>
  /**
   * Everything of `from`, a visitor, becomes `into`'s, a user's; `from` is gone. Touches the user, and the accounts that
   * the visitor was seen in, from when the visitor was seen first: the next message is what brings it about.
   */
  mergePeople(from: PersonId, into: PersonId): Promise<void>
  /**
   * Widens the time in which people, accounts and members were seen, and touches people and accounts by the newest message;
   * makes members where they are new.
   */
  addSeen(seen: {
    readonly people: ReadonlyMap<PersonId, Seen>
    readonly accounts: ReadonlyMap<AccountId, Seen>
    readonly members: readonly Member[]
  }): Promise<void>
}
