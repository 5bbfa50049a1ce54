import type { Day } from '@uptake/shared/scoring'
import type { MessageType, RejectionCode } from '@uptake/shared/wire'
import type { AccountId, PersonId } from './subjects.ts'

/** A message as it is committed: identity, account and time resolved. */
export interface StoredMessage {
  readonly messageId: string
  readonly type: MessageType
  readonly person: PersonId
  readonly account: AccountId | null
  /** Of a track message; null where it has none, or where too many names are known already. */
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

/** A message that was not taken, kept for whoever watches (the newest 1,000). */
export interface RejectedMessage {
  readonly receivedAt: number
  readonly code: RejectionCode
  readonly detail: string
  readonly type: string | null
  readonly event: string | null
  readonly userId: string | null
}

/** Since when messages are kept: of what happened before, only what it was folded into is, by whole days before `day`. */
export interface Border {
  /** What is kept of an earlier time than its beginning, by a model of another time zone, counts as of it. */
  readonly day: Day
  /** The first moment of that day by the time zone of the model that set it. */
  readonly at: number
}

/** What came of a turn of removing messages. */
export interface RemovalTurn {
  /** When those that were removed had happened. */
  readonly occurredAt: readonly number[]
  /** Behind whom the next turn goes on; null after the last person. */
  readonly after: PersonId | null
}

/** What was committed, and what was not taken. */
export interface MessageReads {
  /** Null where no message was ever removed. */
  border(): Promise<Border | null>
  /**
   * Of these people, messages that occurred in [`from`, `until`], in the order of commits; only those received by then
   * (inclusive) where that is given.
   */
  messagesBetween(
    people: readonly PersonId[],
    from: number,
    until: number,
    receivedBy?: number,
  ): Promise<readonly ReadMessage[]>
  /** Of a person, by ascending time and then place, those behind a message. */
  messagesOf(
    person: PersonId,
    after: { readonly occurredAt: number; readonly seq: number } | null,
    limit: number,
  ): Promise<readonly ReadMessage[]>
  /** For `uptake tail`: messages and rejected ones above a place, oldest first. */
  messagesAfter(seq: number, limit: number): Promise<readonly ReadMessage[]>
  /** The place of the newest message that ever was; 0 before the first. */
  newestSeq(): Promise<number>
  /**
   * Whom the messages above a place are of, and the accounts that they change: those that they are in, and those of visitors
   * who got a name by them; with the place of the newest of them.
   */
  changedSince(
    seq: number,
  ): Promise<{ readonly people: readonly PersonId[]; readonly accounts: readonly AccountId[]; readonly seq: number }>
  rejectedOf(userId: string): Promise<readonly RejectedMessage[]>
  rejectedAfter(seq: number, limit: number): Promise<readonly (RejectedMessage & { readonly seq: number })[]>
  newestRejectedSeq(): Promise<number>
}

/** What commits messages, and removes old ones. */
export interface MessageWrites {
  /** The place that the next message takes: above all that there ever were. */
  nextSeq(): Promise<number>
  /** Those of the ids that a committed message has. */
  knownMessages(messageIds: readonly string[]): Promise<ReadonlySet<string>>
  /**
   * Those of the names that are known, or are made known now: at most `limit` of a kind ever, so that a flood of names
   * cannot fill the store.
   */
  admitNames(kind: 'event' | 'feature', names: readonly string[], limit: number): Promise<ReadonlySet<string>>
  addMessages(messages: readonly StoredMessage[]): Promise<void>
  addRejected(rejected: readonly RejectedMessage[]): Promise<void>
  /** Null where no message was ever removed. */
  border(): Promise<Border | null>
  /**
   * Removes messages from before a border, of people by ascending id above `after`, so many at most. Where it removes one,
   * the store's border is that one from now on, unless it has a later one. All that they were folded into stays, and of
   * those that were given no time of their own the id.
   */
  removeMessages(before: Border, after: PersonId, limit: number): Promise<RemovalTurn>
  /** Those of the ids that a removed message had, as far as they are kept: by its time it could not be told again. */
  removedMessages(messageIds: readonly string[]): Promise<ReadonlySet<string>>
}
