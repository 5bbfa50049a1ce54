import { MESSAGE_TYPES } from '@uptake/shared/wire'
import type { ReadMessage } from '../storage.ts'
import { fromUuidBytes } from './uuid-bytes.ts'

/** A row of `messages` with the names that its numbers stand for. */
export interface MessageColumns {
  seq: number
  key: Buffer
  message_id: string | null
  type: number
  person: number
  account: number
  event: string | null
  occurred_at: number
  received_at: number
  session_id: string | null
  session_key: Buffer | null
  body: string | null
  user_id: string | null
  account_id: string | null
}

/** Columns and joins that make `MessageColumns`. */
export const MESSAGE_COLUMNS = `seq, key, message_id, type, person, account, names.name AS event, occurred_at, received_at,
  session_id, session_key, body, people.user_id, accounts.account_id
  FROM messages LEFT JOIN names ON names.id = event JOIN people ON people.id = person
  LEFT JOIN accounts ON accounts.id = account`

export function toReadMessage(row: MessageColumns): ReadMessage {
  const type = MESSAGE_TYPES[row.type]
  if (type === undefined) throw new Error(`message ${row.seq} has a type that this version does not know: ${row.type}`)
  return {
    seq: row.seq,
    messageId: row.message_id ?? fromUuidBytes(row.key),
    type,
    person: row.person,
    account: row.account || null,
    event: row.event,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    sessionId: row.session_key === null ? row.session_id : fromUuidBytes(row.session_key),
    body: row.body === null ? null : (JSON.parse(row.body) as Record<string, unknown>),
    userId: row.user_id,
    accountId: row.account_id,
  }
}
