import type { Cell, Day } from '@uptake/shared/scoring'
import type { NudgeEvent } from '@uptake/shared/wire'
import type { ReadMessage } from './messages.ts'
import type { AccountId, PersonId, SubjectKind } from './subjects.ts'

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

/** What messages were folded into. */
export interface FoldReads {
  /** As at `RefoldWrites`. */
  foldVersion(): Promise<string | null>
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
}

/** What folds messages. */
export interface FoldWrites {
  /** Adds counts and volumes to those that are there. */
  addRows(rows: readonly StoredRow[]): Promise<void>
  addInteractions(interactions: readonly StoredInteraction[]): Promise<void>
  addTraits(traits: readonly StoredTrait[]): Promise<void>
  /** One that is there already of its person, nudge, event and session is widened. */
  addNudgeMarks(marks: readonly NudgeMark[]): Promise<void>
}

/** What folds everything again. */
export interface RefoldWrites {
  /**
   * The version of the fold that all rows, interactions, traits and marks are made by; null before the first, and while they are
   * being made again by another.
   */
  foldVersion(): Promise<string | null>
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
}
