import type { ColumnType, Generated } from 'kysely'

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
  }
  anonymous: { anonymous_id: string; person: number }
  accounts: { id: Generated<number>; account_id: string; first_at: number; last_at: number }
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
    session_id: string | null
    body: string | null
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
    of: 'person' | 'account'
    subject: number
    name: string
    day: number
    occurred_at: number
    message_id: string
    value: string
  }
  nudge_marks: { person: number; nudge: string; event: string; count: number; last_at: number }
  rejected: {
    seq: Generated<number>
    received_at: number
    code: string
    detail: string
    type: string | null
    event: string | null
    user_id: string | null
  }
}
