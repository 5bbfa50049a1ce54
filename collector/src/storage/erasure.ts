import type { SubjectKind } from './subjects.ts'

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

/** Which erasures there were. */
export interface ErasureReads {
  /** The number of the newest erasure that ever began; 0 before the first. */
  newestErasure(): Promise<number>
  /** The numbers of erasures that have not ended. */
  erasures(): Promise<readonly number[]>
  /**
   * Overwrites what was removed, as far as it is in files still.
   * @returns false where somebody was reading all the time, so that it could not be done
   */
  overwriteRemoved(): Promise<boolean>
}

/** What erases. */
export interface ErasureWrites {
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
}
