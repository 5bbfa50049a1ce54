import type { RejectionCode } from '@uptake/shared/wire'
import type { Database } from 'better-sqlite3'
import type { RejectedMessage, Storage } from '../storage.ts'
import { MESSAGE_COLUMNS, type MessageColumns, toReadMessage } from './read-messages.ts'
import type { Tables } from './tables.ts'

type PersonReads = Pick<Storage, 'messagesOf' | 'anonymousIdsOf' | 'accountsOf' | 'rejectedOf'>
type RejectedColumns = Omit<Tables['rejected'], 'seq'> & { seq: number }

/** What is held on one person. What each gives is said at `Storage`. */
export function createPersonReads(db: Database): PersonReads {
  const messages = db.prepare<[number, number, number, number], MessageColumns>(
    `SELECT ${MESSAGE_COLUMNS} WHERE person = ? AND (occurred_at, seq) > (?, ?) ORDER BY occurred_at, seq LIMIT ?`,
  )
  const anonymous = db.prepare<[number], string>('SELECT anonymous_id FROM anonymous WHERE person = ?').pluck()
  const accounts = db.prepare<[number], { id: number; accountId: string; firstAt: number; lastAt: number }>(
    `SELECT id, account_id AS accountId, members.first_at AS firstAt, members.last_at AS lastAt
     FROM members JOIN accounts ON id = account WHERE person = ? ORDER BY account_id`,
  )
  const rejected = db.prepare<[string], RejectedColumns>('SELECT * FROM rejected WHERE user_id = ? ORDER BY seq')

  return {
    async messagesOf(person, after, limit) {
      const { occurredAt, seq } = after ?? { occurredAt: Number.MIN_SAFE_INTEGER, seq: 0 }
      return messages.all(person, occurredAt, seq, limit).map(toReadMessage)
    },
    anonymousIdsOf: async (person) => anonymous.all(person),
    accountsOf: async (person) => accounts.all(person),
    rejectedOf: async (userId) => rejected.all(userId).map(toRejected),
  }
}

export const toRejected = (row: RejectedColumns): RejectedMessage & { readonly seq: number } => {
  const { received_at, user_id, code, ...rest } = row
  return { ...rest, receivedAt: received_at, userId: user_id, code: code as RejectionCode }
}
