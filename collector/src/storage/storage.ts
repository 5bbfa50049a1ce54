/**
 * What the collector keeps, in the domain's words. One implementation a database; `test/storage` holds each to the same
 * contract. Times are Unix milliseconds, a day is whole days since 1970-01-01 in the model's time zone.
 */
import type { Day } from '@uptake/shared/scoring'
import type { MessageType, NudgeEvent, RejectionCode } from '@uptake/shared/wire'

/** Internal ids: whole numbers above 0. */
export type PersonId = number
export type AccountId = number

/** A message as it is committed: identity, account and time resolved. */
export interface StoredMessage {
  readonly messageId: string
  readonly type: MessageType
  readonly person: PersonId
  readonly account: AccountId | null
  /** Of a track, page or screen message; null where it has none, or where too many names are known already. */
  readonly event: string | null
  readonly occurredAt: number
  readonly receivedAt: number
  readonly sessionId: string | null
  /** `properties`, of identify and group messages `traits`. */
  readonly body: Readonly<Record<string, unknown>> | null
}

/** A message with what its ids stand for outside. */
export interface ReadMessage extends StoredMessage {
  /** Place in the order of commits. */
  readonly seq: number
  readonly userId: string | null
  readonly accountId: string | null
}

/** Events of one action folded over one day. */
export interface StoredRow {
  readonly person: PersonId
  readonly account: AccountId | null
  readonly action: string
  readonly feature: string | null
  readonly day: Day
  readonly count: number
  readonly volume: number
}

export interface StoredInteraction {
  readonly person: PersonId
  readonly account: AccountId | null
  readonly action: string
  readonly counterpart: string
  readonly day: Day
}

/** The value of a trait that was the last to occur on its day (ties: the greater `messageId`). */
export interface StoredTrait {
  readonly of: 'person' | 'account'
  /** The person's or the account's id. */
  readonly subject: number
  readonly name: string
  readonly day: Day
  readonly occurredAt: number
  readonly messageId: string
  readonly value: unknown
}

/** How often and when last something happened between a person and a nudge. */
export interface NudgeMark {
  readonly person: PersonId
  readonly nudge: string
  readonly event: NudgeEvent
  readonly count: number
  readonly lastAt: number
}

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
export interface Account extends Seen {
  readonly id: AccountId
  readonly accountId: string
}
export interface Member extends Seen {
  readonly account: AccountId
  readonly person: PersonId
}

/** What a person's own statement gives. */
export interface QueryResult {
  readonly columns: readonly string[]
  /** One value a column. They are read as they are asked for, once. */
  readonly rows: Iterable<readonly unknown[]>
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

/** A message that was not taken, kept for whoever watches (the newest 1,000). */
export interface RejectedMessage {
  readonly receivedAt: number
  readonly code: RejectionCode
  readonly detail: string
  readonly type: string | null
  readonly event: string | null
  readonly userId: string | null
}

/** Writes of one transaction. Every list may be empty. */
export interface Transaction {
  /** The version of the fold that rows, interactions and traits were made by; null before the first. */
  foldVersion(): Promise<string | null>
  setFoldVersion(version: string): Promise<void>
  /** The place that the next message takes. */
  nextSeq(): Promise<number>

  /** Those of the ids that a committed message has. */
  knownMessages(messageIds: readonly string[]): Promise<ReadonlySet<string>>
  users(userIds: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>>
  /** Whom anonymous ids belong to: a visitor without `userId`, or the user who claimed it. */
  anonymous(anonymousIds: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>>
  /** Ids of the accounts, made where they are new. */
  accounts(accountIds: readonly string[]): Promise<ReadonlyMap<string, AccountId>>

  /**
   * Those of the names that are known, or are made known now: at most `limit` of a kind ever, so that a flood of names
   * cannot fill the store.
   */
  admitNames(kind: 'event' | 'feature', names: readonly string[], limit: number): Promise<ReadonlySet<string>>

  addPerson(userId: string | null): Promise<PersonId>
  setAnonymous(anonymousId: string, person: PersonId): Promise<void>
  setGroup(person: PersonId, group: Group): Promise<void>
  /** Everything of `from`, a visitor, becomes `into`'s, a user's; `from` is gone. */
  mergePeople(from: PersonId, into: PersonId): Promise<void>

  addMessages(messages: readonly StoredMessage[]): Promise<void>
  /** Adds counts and volumes to those that are there. */
  addRows(rows: readonly StoredRow[]): Promise<void>
  addInteractions(interactions: readonly StoredInteraction[]): Promise<void>
  addTraits(traits: readonly StoredTrait[]): Promise<void>
  addNudgeMarks(marks: readonly NudgeMark[]): Promise<void>
  /** Widens the time in which people, accounts and members were seen; makes members where they are new. */
  addSeen(seen: {
    readonly people: ReadonlyMap<PersonId, Seen>
    readonly accounts: ReadonlyMap<AccountId, Seen>
    readonly members: readonly Member[]
  }): Promise<void>
  addRejected(rejected: readonly RejectedMessage[]): Promise<void>

  /** Throws away rows, interactions and traits, to be folded again. */
  clearFolds(): Promise<void>
  messagesAfter(seq: number, limit: number): Promise<readonly ReadMessage[]>
  /** The version of the model, a new one where it is not the newest already. */
  recordModel(model: string, createdAt: number): Promise<number>
}

export interface Storage {
  /** Runs `work` after every transaction before it, all or nothing; resolves once it is on disk. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>

  /** Of the newest model that was recorded; null before the first. */
  modelVersion(): Promise<number | null>
  foldVersion(): Promise<string | null>

  personByUserId(userId: string): Promise<Person | null>
  accountByAccountId(accountId: string): Promise<Account | null>
  /** Users (not visitors) by ascending id, those above `after`. */
  usersAfter(after: PersonId, limit: number): Promise<readonly Person[]>
  accountsAfter(after: AccountId, limit: number): Promise<readonly Account[]>
  people(ids: readonly PersonId[]): Promise<readonly Person[]>
  members(accounts: readonly AccountId[]): Promise<readonly Member[]>

  /** Of these people, those of days before `before`. */
  rows(people: readonly PersonId[], before: Day): Promise<readonly StoredRow[]>
  interactions(people: readonly PersonId[], before: Day): Promise<readonly StoredInteraction[]>
  traits(of: StoredTrait['of'], subjects: readonly number[], before: Day): Promise<readonly StoredTrait[]>
  /** Of these people, messages that occurred in [`from`, `until`], in the order of commits. */
  messagesBetween(people: readonly PersonId[], from: number, until: number): Promise<readonly ReadMessage[]>
  nudgeMarks(person: PersonId): Promise<readonly NudgeMark[]>

  /** For `uptake tail`: messages and rejected ones above a place, oldest first. */
  messagesAfter(seq: number, limit: number): Promise<readonly ReadMessage[]>
  newestSeq(): Promise<number>
  rejectedAfter(seq: number, limit: number): Promise<readonly (RejectedMessage & { readonly seq: number })[]>
  newestRejectedSeq(): Promise<number>

  /**
   * Runs one statement as a person wrote it, which may read everything and change nothing.
   * @throws UptakeError `invalid_option` for one that writes, that cannot be run, or for more than one
   */
  query(statement: string): Promise<QueryResult>

  close(): Promise<void>
}
