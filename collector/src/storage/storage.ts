/**
 * What the collector keeps, in the domain's words. One implementation a database; `test/storage` holds each to the same
 * contract. Times are Unix milliseconds, a day is whole days since 1970-01-01 in the model's time zone.
 */
import type { ErasureReads, ErasureWrites } from './erasure.ts'
import type { FoldReads, FoldWrites, RefoldWrites } from './folds.ts'
import type { MessageReads, MessageWrites } from './messages.ts'
import type { NudgeReads, NudgeWrites } from './nudges.ts'
import type { StandingReads, StandingWrites } from './standings.ts'
import type { SubjectReads, SubjectWrites } from './subjects.ts'

export type * from './erasure.ts'
export type * from './folds.ts'
export type * from './messages.ts'
export type * from './nudges.ts'
export type * from './standings.ts'
export type * from './subjects.ts'

/** What a person's own statement gives. */
export interface QueryResult {
  readonly columns: readonly string[]
  /** One value a column. They are read as they are asked for, once. */
  readonly rows: Iterable<readonly unknown[]>
}

/** What is in a store that was copied and checked. */
export interface StoreContents {
  readonly messages: number
  /** When the newest message was received; null without any. */
  readonly newestAt: number | null
  readonly bytes: number
}

/** Writes of one transaction. Every list may be empty. */
export interface Transaction
  extends SubjectWrites, MessageWrites, FoldWrites, RefoldWrites, StandingWrites, NudgeWrites, ErasureWrites {}

export interface Storage extends SubjectReads, MessageReads, FoldReads, StandingReads, NudgeReads, ErasureReads {
  /** Runs `work` after every transaction before it, all or nothing; resolves once it is on disk. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /**
   * Runs one statement as a person wrote it, which may read everything and change nothing.
   * @throws UptakeError `invalid_option` for one that writes, that cannot be run, or for more than one
   */
  query(statement: string): Promise<QueryResult>
  close(): Promise<void>
}
