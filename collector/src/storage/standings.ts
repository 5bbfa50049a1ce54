import type { Day } from '@uptake/shared/scoring'
import type { ScoreStatus } from '@uptake/shared/wire'
import type { AccountId, SubjectKind, SubjectOf } from './subjects.ts'

/** What of a subject has been committed since it was last scored for the standings. */
export interface Touch {
  /** The earliest moment that a message committed since then is of; null where there is none. */
  readonly touchedAt: number | null
  /** The place of the newest message that touched it; below 0 where that is that all scores were thrown away. */
  readonly touchedSeq: number | null
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

/** How everybody stands and stood, and by which model. */
export interface StandingReads {
  /** Of the newest model that was recorded; null before the first. */
  modelVersion(): Promise<number | null>
  /** Every version, oldest first. */
  models(): Promise<readonly RecordedModel[]>
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
}

/** What writes down how everybody stands. */
export interface StandingWrites {
  /** The version of the model, a new one where it is not the newest already. */
  recordModel(model: string, createdAt: number): Promise<number>
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
}
