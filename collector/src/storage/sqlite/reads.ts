import { type Kysely, sql } from 'kysely'
import type { NudgeEvent, RejectionCode } from '@uptake/shared/wire'
import type { Account, Person, Storage } from '../storage.ts'
import { MESSAGE_COLUMNS, type MessageColumns, toReadMessage } from './read-messages.ts'
import type { FoldReads } from './read-folds.ts'
import type { StandingReads } from './read-standings.ts'
import type { Tables } from './tables.ts'

type Reads = Omit<Storage, keyof FoldReads | keyof StandingReads | 'query' | 'transaction' | 'close'>

const toPerson = (row: { id: number; user_id: string | null; first_at: number; last_at: number }): Person => ({
  id: row.id,
  userId: row.user_id,
  firstAt: row.first_at,
  lastAt: row.last_at,
})
const toAccount = (row: { id: number; account_id: string; first_at: number; last_at: number }): Account => ({
  id: row.id,
  accountId: row.account_id,
  firstAt: row.first_at,
  lastAt: row.last_at,
})
/** Seen to ids as a condition: the driver binds no lists, and a text for each length would be prepared anew. */
const oneOf = (ids: readonly number[]) => sql<number>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** What each gives is said at `Storage`. */
export function createReads(db: Kysely<Tables>): Reads {
  const people = db.selectFrom('people').select(['id', 'user_id', 'first_at', 'last_at'])
  const accounts = db.selectFrom('accounts').select(['id', 'account_id', 'first_at', 'last_at'])

  async function newestSeq(): Promise<number> {
    const row = await db.selectFrom('messages').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
    return row?.seq ?? 0
  }

  return {
    async modelVersion() {
      const row = await db.selectFrom('models').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst()
      return row?.version ?? null
    },
    async models() {
      const rows = await db.selectFrom('models').selectAll().orderBy('version').execute()
      return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))
    },
    async foldVersion() {
      const row = await db.selectFrom('meta').select('value').where('key', '=', 'fold').executeTakeFirst()
      return row?.value ?? null
    },

    async personByUserId(userId) {
      const row = await people.where('user_id', '=', userId).executeTakeFirst()
      return row ? toPerson(row) : null
    },
    async accountByAccountId(accountId) {
      const row = await accounts.where('account_id', '=', accountId).executeTakeFirst()
      return row ? toAccount(row) : null
    },
    async usersAfter(after, limit) {
      const users = people.where('id', '>', after).where('user_id', 'is not', null).orderBy('id').limit(limit)
      return (await users.execute()).map(toPerson)
    },
    async accountsAfter(after, limit) {
      return (await accounts.where('id', '>', after).orderBy('id').limit(limit).execute()).map(toAccount)
    },
    async people(ids) {
      return (await people.where('id', 'in', oneOf(ids)).execute()).map(toPerson)
    },
    async members(of) {
      const rows = await db.selectFrom('members').selectAll().where('account', 'in', oneOf(of)).execute()
      return rows.map(({ account, person, first_at, last_at }) => ({
        account,
        person,
        firstAt: first_at,
        lastAt: last_at,
      }))
    },

    async messagesBetween(of, from, until, receivedBy = Number.MAX_SAFE_INTEGER) {
      const { rows } = await sql<MessageColumns>`SELECT ${sql.raw(MESSAGE_COLUMNS)}
        WHERE person IN ${oneOf(of)} AND occurred_at BETWEEN ${from} AND ${until} AND received_at <= ${receivedBy}
        ORDER BY seq`.execute(db)
      return rows.map(toReadMessage)
    },
    async nudgeMarks(person) {
      const rows = await db.selectFrom('nudge_marks').selectAll().where('person', '=', person).execute()
      return rows.map(({ nudge, event, count, last_at }) => ({
        person,
        nudge,
        event: event as NudgeEvent,
        count,
        lastAt: last_at,
      }))
    },

    async messagesAfter(seq, limit) {
      const { rows } = await sql<MessageColumns>`SELECT ${sql.raw(MESSAGE_COLUMNS)}
        WHERE seq > ${seq} ORDER BY seq LIMIT ${limit}`.execute(db)
      return rows.map(toReadMessage)
    },
    newestSeq,
    async changedSince(after) {
      // What is committed between these statements is for the next time.
      const seq = Math.max(after, await newestSeq())
      const changed = db.selectFrom('messages').where('seq', '>', after).where('seq', '<=', seq).distinct()
      const of = await changed.select('person').execute()
      const within = await changed.select('account').where('account', '<>', 0).execute()
      return { people: of.map(({ person }) => person), accounts: within.map(({ account }) => account), seq }
    },
    async rejectedAfter(seq, limit) {
      const rows = await db
        .selectFrom('rejected')
        .selectAll()
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(({ received_at, user_id, code, ...row }) => ({
        ...row,
        receivedAt: received_at,
        userId: user_id,
        code: code as RejectionCode,
      }))
    },
    async newestRejectedSeq() {
      const row = await db.selectFrom('rejected').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
      return row?.seq ?? 0
    },
  }
}
