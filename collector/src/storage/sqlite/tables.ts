import type { ScoreStatus } from '@uptake/shared/wire'
import type { ColumnType, Generated } from 'kysely'
import type { SubjectKind, TriggerStatus } from '../storage.ts'

/** The tables as kysely sees them. Where there is no account or feature the id is 0: a key holds no NULL. */
export interface Tables {
  meta: { key: string; value: string }
  models: { version: number; model: string; created_at: number }
  names: { id: Generated<number>; name: string }
  people: {
    id: Generated<number>
    user_id: string | null
    group_account: number | null
    group_seq: number | null
    first_at: number
    last_at: number
    touched_at: number | null
    touched_seq: number | null
  }
  anonymous: { anonymous_id: string; person: number }
  accounts: {
    id: Generated<number>
    account_id: string
    first_at: number
    last_at: number
    touched_at: number | null
    touched_seq: number | null
  }
  members: { account: number; person: number; first_at: number; last_at: number }
  messages: {
    seq: number
    key: ColumnType<Buffer>
    /** Null where the key is the id itself. */
    message_id: string | null
    /** Place in MESSAGE_TYPES. */
    type: number
    person: number
    account: number
    event: number
    occurred_at: number
    received_at: number
    /** Null where there is none, and where `session_key` has it. */
    session_id: string | null
    body: string | null
    session_key: Buffer | null
  }
  removed: { key: ColumnType<Buffer> }
  erasing: {
    id: Generated<number>
    of: SubjectKind
    subject: number
    at: number
    ids: string
    salt: string
    step: number
    place: number
    counts: string
  }
  rows: {
    person: number
    account: number
    action: number
    feature: number
    day: number
    count: number
    volume: number
  }
  interactions: { person: number; account: number; action: number; counterpart: string; day: number }
  traits: {
    of: SubjectKind
    subject: number
    name: string
    day: number
    occurred_at: number
    message_id: string
    value: string
  }
  nudge_marks: {
    person: number
    nudge: string
    event: string
    /** Empty where there is none. */
    session: string
    /** Of a report without a session when it was, else 0. */
    alone_at: number
    first_at: number
    last_at: number
    days: number | null
    account: number
  }
  rejected: {
    seq: Generated<number>
    received_at: number
    code: string
    detail: string
    type: string | null
    event: string | null
    user_id: string | null
  }
  outbox: {
    seq: number
    id: string
    nudge: string
    of: SubjectKind
    subject: number
    account: number
    at: number
    payload: string | null
    status: TriggerStatus
    attempts: number
    next_at: number | null
    error: string | null
    is_armed: 0 | 1
  }
  standings: {
    of: SubjectKind
    subject: number
    /** The user's or the account's, which never changes: pages are sorted by it. */
    id: string
    day: number
    as_of: number
    model: number
    status: ScoreStatus
    score: number | null
    band: string | null
    change: number | null
    noise: number | null
    quiet: number | null
    first_day: number
    traits: string
    usage: string
    document: string
  }
  /** A view: standings beside the newest snapshot. */
  adjusted_standings: Tables['standings'] & { adjusted: number | null; declining: 0 | 1 }
  history: {
    of: SubjectKind
    subject: number
    day: number
    model: number
    status: ScoreStatus
    score: number | null
    band: string | null
    change: number | null
    subscores: string | null
  }
  snapshots: {
    of: SubjectKind
    day: number
    model: number
    made_at: number
    subjects: number
    scored: number
    mean: number | null
    median_change: number | null
  }
}
