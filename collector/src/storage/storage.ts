/**
 * What the collector keeps, in the domain's words. One implementation a database; `test/storage` holds each to the same
 * contract. Times are Unix milliseconds, a day is whole days since 1970-01-01 in the model's time zone.
 */
import type { Cell, Day } from '@uptake/shared/scoring'
import type { MessageType, NudgeEvent, RejectionCode, ScoreStatus } from '@uptake/shared/wire'

/** Internal ids: whole numbers above 0. */
export type PersonId = number
export type AccountId = number
/** What a score is of. */
export type SubjectKind = 'person' | 'account'

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

/** Events of one action with one feature in one account, by ascending day. */
export interface StoredCell extends Cell {
  readonly person: PersonId
  readonly account: AccountId | null
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
  readonly of: SubjectKind
  /** The person's or the account's id. */
  readonly subject: number
  readonly name: string
  readonly day: Day
  readonly occurredAt: number
  readonly messageId: string
  readonly value: unknown
}

/** What happened of one kind between a person and a nudge in one session: reports that repeat it are folded into one. */
export interface NudgeMark {
  readonly person: PersonId
  readonly nudge: string
  readonly event: NudgeEvent
  /** Null where the report has none: it is a session of its own. */
  readonly session: string | null
  readonly firstAt: number
  readonly lastAt: number
  /** Of a snooze: the last one's, 1, 3 or 7; null of anything else. */
  readonly days: number | null
  /** The first one's. */
  readonly account: AccountId | null
}

/** What is made of messages: scores read the first three, the choice of nudges the marks. */
export interface Folds {
  readonly rows: readonly StoredRow[]
  readonly interactions: readonly StoredInteraction[]
  readonly traits: readonly StoredTrait[]
  readonly marks: readonly NudgeMark[]
}

/** How far folding everything again by a version of the fold has come. */
export interface Refold {
  readonly version: string
  /** Messages that there were in the beginning, after the border or still to be removed. Others may come, or be folded twice, so that more may have been folded. */
  readonly total: number
  readonly folded: number
}
/**
 * What is folded again in one transaction: of a person rows, interactions, traits and marks, of an account its traits. What is
 * there of a subject is replaced as a whole, so that nothing reads half of it.
 */
export interface RefoldTurn {
  readonly of: SubjectKind
  readonly subjects: readonly number[]
  /** All of theirs that are kept, in the order of commits; of one that has more than a turn takes, some. */
  readonly messages: readonly ReadMessage[]
  /** Set for one of several turns of the one subject. */
  readonly part: RefoldPart | null
}
export interface RefoldPart {
  readonly isFirst: boolean
  /** Where the next turn goes on; null for the last. */
  readonly next: { readonly until: number; readonly occurredAt: number; readonly seq: number } | null
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
interface User extends Person {
  readonly userId: string
}
export interface Account extends Seen {
  readonly id: AccountId
  readonly accountId: string
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
/** What of a subject has been committed since it was last scored for the standings. */
export interface Touch {
  /** The earliest moment that a message committed since then is of; null where there is none. */
  readonly touchedAt: number | null
  /** The place of the newest message that touched it; below 0 where that is that all scores were thrown away. */
  readonly touchedSeq: number | null
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

/** How a subject stood when it was last scored. */
export interface StoredStanding {
  readonly of: SubjectKind
  /** The person's or the account's id. */
  readonly subject: number
  /** The instant that it holds for, and its day. */
  readonly asOf: number
  readonly day: Day
  /** The version of the model. */
  readonly model: number
  readonly status: ScoreStatus
  readonly score: number | null
  readonly band: string | null
  readonly change: number | null
  /** What chance alone may make of the change. */
  readonly noise: number | null
  /** How probable its silence is, in [0, 1]. */
  readonly quiet: number | null
  readonly firstDay: Day
  /** As they were then. */
  readonly traits: Readonly<Record<string, unknown>>
  /** JSON that a store keeps as it is. */
  readonly usage: string
  /** The whole `Score` as JSON: most are read to be sorted and sifted, few to be shown. */
  readonly document: string
}
/** A standing beside those of everybody. */
export interface ListedStanding extends StoredStanding {
  /** The user's or the account's id outside. */
  readonly id: string
  /** The change less the median change in the newest snapshot; null where either is not known. */
  readonly adjusted: number | null
  /** A fall of ten points or more, adjusted where that is known, that chance does not explain. */
  readonly declining: boolean
}
/** Those without a score or a change come last in either direction; ties by ascending id. */
export type StandingSort = 'score' | '-score' | 'change' | '-change' | 'id' | '-id'
/** Where a page of standings ended. */
export interface StandingCursor {
  /** What it was sorted by, besides the id. */
  readonly value: number | null
  readonly id: string
}

/** How a subject stood at the end of a day. */
export interface StoredHistory {
  readonly of: SubjectKind
  readonly subject: number
  readonly day: Day
  readonly model: number
  readonly status: ScoreStatus
  readonly score: number | null
  readonly band: string | null
  readonly change: number | null
  readonly subscores: Readonly<Record<string, number>> | null
}
/** What everybody's history of a day comes to. */
interface Summary {
  readonly subjects: number
  /** Those with a score. */
  readonly scored: number
  /** Of the scores; null without any. */
  readonly mean: number | null
  /** Of the changes, of an even number the mean of the middle two; null without any. */
  readonly medianChange: number | null
}
/** The history of everybody at the end of a day is complete. */
export interface Snapshot extends Summary {
  readonly of: SubjectKind
  readonly day: Day
  readonly model: number
  readonly madeAt: number
}

interface RecordedModel {
  readonly version: number
  /** As it was recorded. */
  readonly model: string
  readonly createdAt: number
}

/** What is in a store that was copied and checked. */
export interface StoreContents {
  readonly messages: number
  /** When the newest message was received; null without any. */
  readonly newestAt: number | null
  readonly bytes: number
}

/** What a person's own statement gives. */
export interface QueryResult {
  readonly columns: readonly string[]
  /** One value a column. They are read as they are asked for, once. */
  readonly rows: Iterable<readonly unknown[]>
}

/** Somebody's time: after a moment (or a day) up to another, which is in it. */
export interface Span {
  /** The person's or the account's id. */
  readonly subject: number
  readonly after: number
  readonly until: number
}

/** That a webhook rule began to hold for a user or an account. */
interface Trigger {
  /** Place in the order in which rules fired. */
  readonly seq: number
  /** Of its request: the same at every attempt. */
  readonly id: string
  readonly nudge: string
  readonly of: SubjectKind
  /** The person's or the account's id. */
  readonly subject: number
  /** That account, or the one that the user was in then; null without one. */
  readonly account: AccountId | null
  readonly at: number
  /** What is held out to be compared with is never sent. */
  readonly arm: 'shown' | 'held'
}
export type TriggerStatus = 'pending' | 'delivered' | 'dead' | 'held'
/** What is known of a trigger's request. */
export interface OutboxEntry extends Trigger {
  /** The user's or the account's id outside. */
  readonly subjectId: string
  readonly status: TriggerStatus
  /** That have failed, or the one that did not. */
  readonly attempts: number
  /** Of what is pending; it may be under way until then. */
  readonly nextAt: number | null
  /** Why the last attempt failed; null where none has. */
  readonly error: string | null
  /** The request's body as JSON; null where it is not to be sent, or not any more. */
  readonly payload: string | null
}
/** A trigger as it is committed; without a payload it is held out. */
export type NewTrigger = Pick<
  OutboxEntry,
  'id' | 'nudge' | 'of' | 'subject' | 'subjectId' | 'account' | 'at' | 'payload'
>
/** What is to be sent now. */
export interface DueRequest {
  readonly id: string
  readonly nudge: string
  readonly payload: string
  readonly attempts: number
}
/** What came of an attempt. */
export type Attempt = Pick<OutboxEntry, 'attempts' | 'error'> &
  ({ readonly status: 'pending'; readonly nextAt: number } | { readonly status: 'delivered' | 'dead' })

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

/** What an erasure removed of a person or an account, or took their id out of. */
export interface ErasureCounts {
  /** Removed. */
  readonly messages: number
  /** Kept without them: what a person told of accounts, what members of an account did. */
  readonly detached: number
  readonly rows: number
  readonly interactions: number
  readonly traits: number
  readonly members: number
  readonly history: number
  readonly nudges: number
  readonly anonymousIds: number
  readonly rejected: number
  /** What is kept of others that held their id: messages, and what is left of messages that are gone. */
  readonly mentions: number
}
/** How far an erasure has come. */
export interface Erasure {
  readonly counts: ErasureCounts
  readonly isDone: boolean
}

/** Writes of one transaction. Every list may be empty. */
export interface Transaction {
  /**
   * The version of the fold that all rows, interactions, traits and marks are made by; null before the first, and while they are
   * being made again by another.
   */
  foldVersion(): Promise<string | null>
  /** The place that the next message takes: above all that there ever were. */
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
  /**
   * Everything of `from`, a visitor, becomes `into`'s, a user's; `from` is gone. Touches the user, and the accounts that
   * the visitor was seen in, from when the visitor was seen first: the next message is what brings it about.
   */
  mergePeople(from: PersonId, into: PersonId): Promise<void>

  addMessages(messages: readonly StoredMessage[]): Promise<void>
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
  /** Adds counts and volumes to those that are there. */
  addRows(rows: readonly StoredRow[]): Promise<void>
  addInteractions(interactions: readonly StoredInteraction[]): Promise<void>
  addTraits(traits: readonly StoredTrait[]): Promise<void>
  /** One that is there already of its person, nudge, event and session is widened. */
  addNudgeMarks(marks: readonly NudgeMark[]): Promise<void>
  /**
   * Widens the time in which people, accounts and members were seen, and touches people and accounts by the newest message;
   * makes members where they are new.
   */
  addSeen(seen: {
    readonly people: ReadonlyMap<PersonId, Seen>
    readonly accounts: ReadonlyMap<AccountId, Seen>
    readonly members: readonly Member[]
  }): Promise<void>
  addRejected(rejected: readonly RejectedMessage[]): Promise<void>

  /** Each takes the place of the one before of its subject. Of whoever is gone meanwhile nothing is kept. */
  putStandings(standings: readonly StoredStanding[]): Promise<void>
  /** Nothing touches the subject any more, where what touched it last is still that message. */
  settle(of: SubjectKind, subject: number, touchedSeq: number): Promise<void>
  /** Whether what touched the subject last is another message than that one, which another process has settled already. */
  isSettledByAnother(of: SubjectKind, subject: number, touchedSeq: number | null): Promise<boolean>
  /** Each takes the place of the one before of its subject and day. */
  putHistory(history: readonly StoredHistory[]): Promise<void>
  /** Throws away a subject's history from a day on. */
  clearHistory(of: SubjectKind, subject: number, fromDay: Day): Promise<void>
  /** Each takes the place of the one before of its kind and day. */
  putSnapshots(snapshots: readonly Snapshot[]): Promise<void>
  /** Throws away all standings and histories, to be made again: everybody is touched. Snapshots stay: they say since when there is a history. */
  clearScores(): Promise<void>

  /**
   * A rule fires: it is noted, and so is the request, due at once. Nothing is where it has fired already, nor of whoever is
   * gone meanwhile, or in another account than the trigger says.
   */
  addTrigger(trigger: NewTrigger): Promise<void>
  /** The rule may fire for the subject again. */
  armNudge(of: SubjectKind, subject: number, nudge: string): Promise<void>
  /**
   * Takes requests that are due, the longest first. Until `untilMs` nobody else takes them; from then on they are due again,
   * unless it was said what came of them.
   */
  takeDue(nowMs: number, untilMs: number, limit: number): Promise<readonly DueRequest[]>
  /** Of what is pending still; what was delivered loses its payload. */
  putAttempt(id: string, attempt: Attempt): Promise<void>
  /** Dead requests, those of the ids or all, are due again; resolves to how many that were. */
  reviveDead(ids: readonly string[] | 'all', nowMs: number): Promise<number>

  /**
   * Begins to fold everything again by a version, anew where that had begun already. Until the end `foldVersion` is null
   * where it was another. Messages may be committed meanwhile, by the same version. What days before the border hold is never
   * touched: their messages are gone.
   */
  beginRefold(version: string): Promise<void>
  /** Null where nothing is being folded again. */
  refold(): Promise<Refold | null>
  /** Subjects that have no more than that many messages together, or some of those of one; null where none are left. */
  nextToRefold(messages: number): Promise<RefoldTurn | null>
  /** What is there of the turn's subjects is replaced by what its messages fold into; after the last part of several. */
  putRefolded(turn: RefoldTurn, folds: Folds): Promise<void>
  /** From now on all is of the version that it was folded again by. */
  endRefold(): Promise<void>

  /**
   * Begins to erase whoever has an id, a user with all anonymous ids of theirs: from now on nobody has it, and no score is
   * theirs. What messages and others hold goes by `eraseNext`. Where nobody has it any more, one that is under way
   * goes on instead.
   * @param isWord - whether a text means something else too, so that what is kept of others keeps it
   * @returns the erasure's number
   */
  beginErasure(of: SubjectKind, id: string, at: number, isWord: (text: string) => boolean): Promise<number>
  /** Goes on with so many messages at most; null where there is no such erasure, or it has ended. */
  eraseNext(erasure: number, messages: number): Promise<Erasure | null>
  /** What was erased is gone from the file: nothing is known of the erasure any more. */
  endErasure(erasure: number): Promise<void>
  /** When the newest erasure that is remembered began; null without any. */
  newestErasureAt(): Promise<number | null>
  /** Those of the ids that belonged to somebody who was erased, and when, as far as it is remembered. */
  erasedAt(of: SubjectKind, ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Remembers no longer who was erased before. */
  forgetErased(before: number): Promise<void>

  /** What `defaultHoldout` gives from now on. */
  setDefaultHoldout(share: number): Promise<void>
  /** The version of the model, a new one where it is not the newest already. */
  recordModel(model: string, createdAt: number): Promise<number>
}

export interface Storage {
  /** Runs `work` after every transaction before it, all or nothing; resolves once it is on disk. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>

  /** Of the newest model that was recorded; null before the first. */
  modelVersion(): Promise<number | null>
  /** Every version, oldest first. */
  models(): Promise<readonly RecordedModel[]>
  /** As at `Transaction`. */
  foldVersion(): Promise<string | null>
  border(): Promise<Border | null>

  personByUserId(userId: string): Promise<Person | null>
  accountByAccountId(accountId: string): Promise<Account | null>
  /** Users (not visitors) by ascending id, those above `after`. */
  usersAfter(after: PersonId, limit: number): Promise<readonly Person[]>
  accountsAfter(after: AccountId, limit: number): Promise<readonly Account[]>
  people(ids: readonly PersonId[]): Promise<readonly Person[]>
  members(accounts: readonly AccountId[]): Promise<readonly Member[]>

  /** Subjects by ascending id, those above `after`, that something has touched. */
  touched<Of extends SubjectKind>(of: Of, after: number, limit: number): Promise<readonly (SubjectOf[Of] & Touch)[]>
  /** The same, with those too that have no standing of that day or later by that version of the model. */
  unscored<Of extends SubjectKind>(
    of: Of,
    current: { readonly day: Day; readonly model: number },
    after: number,
    limit: number,
  ): Promise<readonly (SubjectOf[Of] & Touch)[]>
  /** A page of standings, in the order of `sort`; of the members of one account where it is named. */
  standings(
    of: SubjectKind,
    page: {
      readonly sort: StandingSort
      readonly after: StandingCursor | null
      readonly limit: number
      readonly account?: AccountId | undefined
    },
  ): Promise<readonly ListedStanding[]>
  /** By ascending day, both ends inclusive. */
  history(of: SubjectKind, subject: number, fromDay: Day, toDay: Day): Promise<readonly StoredHistory[]>
  /** The newest day of each that has a history by that version of the model. */
  lastHistoryDays(of: SubjectKind, subjects: readonly number[], model: number): Promise<ReadonlyMap<number, Day>>
  summary(of: SubjectKind, day: Day): Promise<Summary>
  newestSnapshot(of: SubjectKind, onOrBefore: Day): Promise<Snapshot | null>
  /** Those from a day on, by ascending day. */
  snapshots(of: SubjectKind, fromDay: Day): Promise<readonly Snapshot[]>

  /**
   * Of these people, those of days before `before`: person after person, each one's by account, action, feature and day
   * (interactions by counterpart instead of feature, traits by name and day). Names come in the order in which they were
   * made known. Where somebody has more than `most`, or cells of more days, the newest by day, ties by the rest; all by
   * default.
   */
  rows(people: readonly PersonId[], before: Day): Promise<readonly StoredRow[]>
  /** The same rows, put together by action and feature: what every score reads. */
  cells(people: readonly PersonId[], before: Day, most?: number): Promise<readonly StoredCell[]>
  interactions(people: readonly PersonId[], before: Day, most?: number): Promise<readonly StoredInteraction[]>
  /**
   * Each day's. Where somebody has more than `others`, of those named each day's, and of others the newest, so many at most:
   * those that changed last.
   */
  traits(
    of: StoredTrait['of'],
    subjects: readonly number[],
    before: Day,
    some?: { readonly named: ReadonlySet<string>; readonly others: number },
  ): Promise<readonly StoredTrait[]>
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
  /**
   * All, whatever nudge they are of. Whoever sends may make many: where somebody has `most` or more, of each nudge that is named
   * the newest few of each kind, and those of others that are among the newest so many.
   */
  nudgeMarks(
    person: PersonId,
    some?: { readonly named: readonly string[]; readonly most: number },
  ): Promise<readonly NudgeMark[]>
  /** When each person's first of each kind was, by ascending person and then event, those behind one. */
  marksOfNudge(
    nudge: string,
    after: Pick<NudgeMark, 'person' | 'event'> | null,
    limit: number,
  ): Promise<readonly Pick<NudgeMark, 'person' | 'event' | 'firstAt' | 'account'>[]>
  /** What arms are drawn by: another in each store, and the same for good. */
  nudgeSalt(): Promise<string>
  /** Of a person, by ascending time and then place, those behind a message. */
  messagesOf(
    person: PersonId,
    after: { readonly occurredAt: number; readonly seq: number } | null,
    limit: number,
  ): Promise<readonly ReadMessage[]>
  anonymousIdsOf(person: PersonId): Promise<readonly string[]>
  /** In which accounts a person was seen, and when. */
  accountsOf(person: PersonId): Promise<readonly Account[]>
  rejectedOf(userId: string): Promise<readonly RejectedMessage[]>

  /** The accounts that group messages put people in last; of people in none nothing. */
  groupsOf(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Account>>

  /** The webhook rules that fired for each of these subjects and have not armed again since. */
  firedNudges(of: SubjectKind, subjects: readonly number[]): Promise<ReadonlyMap<number, ReadonlySet<string>>>
  /**
   * Those of the spans' subjects who did an action in their time, of an account anybody in it: by the times of messages that
   * are kept, or by the days of rows, which stay.
   */
  whoDid(by: 'time' | 'day', of: SubjectKind, action: string, spans: readonly Span[]): Promise<ReadonlySet<number>>

  /** Of one webhook rule, in the order in which it fired, those behind a place. */
  triggersOf(nudge: string, after: number, limit: number): Promise<readonly Trigger[]>
  /** All of one subject, oldest first. */
  triggersAbout(of: SubjectKind, subject: number): Promise<readonly OutboxEntry[]>
  /** What is pending or dead, the newest first. */
  undelivered(limit: number): Promise<readonly OutboxEntry[]>
  countUndelivered(): Promise<{ readonly pending: number; readonly dead: number }>
  /** When the first of what is pending is due; null where nothing is pending. */
  nextDueAt(): Promise<number | null>
  /** The share that is held out of nudges where a rule does not say; null before it was set. */
  defaultHoldout(): Promise<number | null>

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
  rejectedAfter(seq: number, limit: number): Promise<readonly (RejectedMessage & { readonly seq: number })[]>
  newestRejectedSeq(): Promise<number>

  /** The number of the newest erasure that ever began; 0 before the first. */
  newestErasure(): Promise<number>
  /** The numbers of erasures that have not ended. */
  erasures(): Promise<readonly number[]>
  /**
   * Overwrites what was removed, as far as it is in files still.
   * @returns false where somebody was reading all the time, so that it could not be done
   */
  overwriteRemoved(): Promise<boolean>

  /**
   * Runs one statement as a person wrote it, which may read everything and change nothing.
   * @throws UptakeError `invalid_option` for one that writes, that cannot be run, or for more than one
   */
  query(statement: string): Promise<QueryResult>

  close(): Promise<void>
}
