import type { AccountId, SubjectKind } from './subjects.ts'

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

/** Which webhook rules fired, what became of their requests, and what arms are drawn by. */
export interface NudgeReads {
  /** What arms are drawn by: another in each store, and the same for good. */
  nudgeSalt(): Promise<string>
  /** The share that is held out of nudges where a rule does not say; null before it was set. */
  defaultHoldout(): Promise<number | null>
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
}

/** The outbox. */
export interface NudgeWrites {
  /** What `defaultHoldout` gives from now on. */
  setDefaultHoldout(share: number): Promise<void>
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
}
