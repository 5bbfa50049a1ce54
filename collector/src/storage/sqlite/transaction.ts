import { MESSAGE_TYPES } from '@uptake/shared/wire'
import type { Database } from 'better-sqlite3'
import type { KnownPerson, Transaction } from '../storage.ts'
import { createEraseWrites } from './erase.ts'
import { createMergePeople } from './merge-people.ts'
import { type MessageKey, toMessageKey } from './message-key.ts'
import type { Names } from './names.ts'
import { NEWEST_ACCOUNT } from './newest-account.ts'
import { NEWEST_SEQ } from './newest-seq.ts'
import { createRefoldWrites } from './refold.ts'
import { createRemoval } from './remove-messages.ts'
import { toUuidBytes } from './uuid-bytes.ts'
import { createFoldWrites } from './write-folds.ts'
import { createOutboxWrites } from './write-outbox.ts'
import { createStandingWrites } from './write-standings.ts'

const MAX_REJECTED = 1_000
/** What `first_at` and `last_at` are until something is seen; within the same transaction something is. */
const UNSEEN = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER] as const

interface PersonColumns {
  id: number
  user_id: string | null
  group_account: number | null
  group_seq: number | null
}

const toKnownPerson = (row: PersonColumns): KnownPerson => ({
  id: row.id,
  userId: row.user_id,
  group: row.group_account === null ? null : { account: row.group_account, seq: row.group_seq ?? 0 },
})

/** The hot path: prepared statements of the driver. What each does is said at `Transaction`. */
export function createTransaction(db: Database, names: Names): Transaction {
  const PERSON = 'id, user_id, group_account, group_seq'
  const getMeta = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
  const setMeta = db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const newestSeq = db.prepare<[], number>(`SELECT ${NEWEST_SEQ}`).pluck()
  const greatestKey = db.prepare<[], { key: Buffer | null }>('SELECT max(key) AS key FROM messages')
  const hasMessage = db.prepare<[Buffer]>('SELECT 1 FROM messages WHERE key = ?')
  const user = db.prepare<[string], PersonColumns>(`SELECT ${PERSON} FROM people WHERE user_id = ?`)
  const visitor = db.prepare<[string], PersonColumns>(
    // As a join it takes ten times as long.
    `SELECT ${PERSON} FROM people WHERE id = (SELECT person FROM anonymous WHERE anonymous_id = ?)`,
  )
  const account = db.prepare<[string], { id: number }>('SELECT id FROM accounts WHERE account_id = ?')
  const addAccount = db.prepare(
    `INSERT INTO accounts (id, account_id, first_at, last_at) VALUES (${NEWEST_ACCOUNT} + 1, ?, ?, ?)`,
  )
  const addPerson = db.prepare('INSERT INTO people (user_id, first_at, last_at) VALUES (?, ?, ?)')
  const setAnonymous = db.prepare(
    'INSERT INTO anonymous VALUES (?, ?) ON CONFLICT DO UPDATE SET person = excluded.person',
  )
  const setGroup = db.prepare('UPDATE people SET group_account = ?, group_seq = ? WHERE id = ?')
  const addMessage = db.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const widen = (table: string) =>
    db.prepare(
      `UPDATE ${table} SET first_at = min(first_at, ?), last_at = max(last_at, ?),
         touched_at = min(coalesce(touched_at, ?), ?), touched_seq = ? WHERE id = ?`,
    )
  const seenPerson = widen('people')
  const seenAccount = widen('accounts')
  const seenMember = db.prepare(
    `INSERT INTO members (first_at, last_at, account, person) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
  )
  const addRejected = db.prepare(
    'INSERT INTO rejected (received_at, code, detail, type, event, user_id) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const trimRejected = db.prepare('DELETE FROM rejected WHERE seq <= (SELECT max(seq) FROM rejected) - ?')
  const newestModel = db.prepare<[], { version: number; model: string }>(
    'SELECT version, model FROM models ORDER BY version DESC LIMIT 1',
  )
  const addModel = db.prepare('INSERT INTO models VALUES (?, ?, ?)')
  const folds = createFoldWrites(db, names)
  const mergePeople = createMergePeople(db)

  function find<T>(keys: readonly string[], one: (key: string) => T | undefined): Map<string, T> {
    const found = new Map<string, T>()
    for (const key of keys) {
      const value = one(key)
      if (value !== undefined) found.set(key, value)
    }
    return found
  }
  const person = (columns: PersonColumns | undefined) => columns && toKnownPerson(columns)

  // Whoever adds messages has asked before which are known, so that most keys are there already.
  let keys: ReadonlyMap<string, MessageKey> = new Map()
  const keyOf = (messageId: string) => keys.get(messageId) ?? toMessageKey(messageId)

  return {
    ...createStandingWrites(db),
    ...createOutboxWrites(db),
    ...createRemoval(db),
    ...createEraseWrites(db, names),
    nextSeq: async () => (newestSeq.get() ?? 0) + 1,

    async knownMessages(ids) {
      keys = new Map(ids.map((id) => [id, toMessageKey(id)]))
      // Ids that grow with time, as version 7 does, are mostly above all that is stored; they need no look-up.
      const greatest = greatestKey.get()?.key ?? Buffer.alloc(0)
      const isStored = (key: Buffer) => key.compare(greatest) <= 0 && hasMessage.get(key) !== undefined
      return new Set(ids.filter((id) => isStored(keyOf(id).bytes)))
    },
    users: async (ids) => find(ids, (id) => person(user.get(id))),
    anonymous: async (ids) => find(ids, (id) => person(visitor.get(id))),
    accounts: async (ids) =>
      find(ids, (id) => account.get(id)?.id ?? Number(addAccount.run(id, ...UNSEEN).lastInsertRowid)),

    async admitNames(kind, wanted, limit) {
      const fresh = wanted.filter((name) => !names.has(name))
      if (fresh.length === 0) return new Set(wanted)
      const used = Number(getMeta.get(`names.${kind}`)?.value ?? 0)
      const refused = new Set(fresh.slice(Math.max(0, limit - used)))
      const admitted = fresh.filter((name) => !refused.has(name))
      for (const name of admitted) names.intern(name)
      setMeta.run(`names.${kind}`, String(used + admitted.length))
      return new Set(wanted.filter((name) => !refused.has(name)))
    },
    addPerson: async (userId) => Number(addPerson.run(userId, ...UNSEEN).lastInsertRowid),
    setAnonymous: async (anonymousId, of) => void setAnonymous.run(anonymousId, of),
    setGroup: async (of, group) => void setGroup.run(group.account, group.seq, of),
    mergePeople: async (from, into) => mergePeople(from, into),

    async addMessages(messages) {
      let seq = newestSeq.get() ?? 0
      for (const message of messages) {
        const key = keyOf(message.messageId)
        const session = message.sessionId === null ? null : toUuidBytes(message.sessionId)
        addMessage.run(
          ++seq,
          key.bytes,
          key.text,
          MESSAGE_TYPES.indexOf(message.type),
          message.person,
          message.account ?? 0,
          names.intern(message.event),
          message.occurredAt,
          message.receivedAt,
          session ? null : message.sessionId,
          message.body && JSON.stringify(message.body),
          session,
        )
      }
    },
    ...folds,
    ...createRefoldWrites(db, folds),
    async addSeen({ people, accounts, members }) {
      const seq = newestSeq.get() ?? 0
      for (const [id, { firstAt, lastAt }] of people) seenPerson.run(firstAt, lastAt, firstAt, firstAt, seq, id)
      for (const [id, { firstAt, lastAt }] of accounts) seenAccount.run(firstAt, lastAt, firstAt, firstAt, seq, id)
      for (const { account: within, person: of, firstAt, lastAt } of members) {
        seenMember.run(firstAt, lastAt, within, of)
      }
    },
    async addRejected(rejected) {
      for (const { receivedAt, code, detail, type, event, userId } of rejected) {
        addRejected.run(receivedAt, code, detail, type, event, userId)
      }
      if (rejected.length > 0) trimRejected.run(MAX_REJECTED)
    },

    setDefaultHoldout: async (share) => void setMeta.run('default_holdout', String(share)),
    async recordModel(model, createdAt) {
      const newest = newestModel.get()
      if (newest?.model === model) return newest.version
      const version = (newest?.version ?? 0) + 1
      addModel.run(version, model, createdAt)
      return version
    },
  }
}
