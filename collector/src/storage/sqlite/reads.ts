import { type Kysely, sql } from 'kysely'
import type { Storage } from '../storage.ts'
import { toRejected } from './read-person.ts'
import { MESSAGE_COLUMNS, type MessageColumns, toReadMessage } from './read-messages.ts'
import { NEWEST_ERASURE } from './newest-erasure.ts'
import { NEWEST_SEQ } from './newest-seq.ts'
import type { Tables } from './tables.ts'

type Reads = Pick<
  Storage,
  | 'modelVersion'
  | 'models'
  | 'foldVersion'
  | 'messagesBetween'
  | 'messagesAfter'
  | 'newestSeq'
  | 'changedSince'
  | 'rejectedAfter'
  | 'newestRejectedSeq'
  | 'newestErasure'
  | 'erasures'
>

/** Seen to ids as a condition: the driver binds no lists, and a text for each length would be prepared anew. */
const oneOf = (ids: readonly number[]) => sql<number>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** What each gives is said at `Storage`. */
export function createReads(db: Kysely<Tables>): Reads {
  async function newestSeq(): Promise<number> {
    const { rows } = await sql<{ seq: number }>`SELECT ${sql.raw(NEWEST_SEQ)} AS seq`.execute(db)
    return rows[0]?.seq ?? 0
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

    async messagesBetween(of, from, until, receivedBy = Number.MAX_SAFE_INTEGER) {
      const { rows } = await sql<MessageColumns>`SELECT ${sql.raw(MESSAGE_COLUMNS)}
        WHERE person IN ${oneOf(of)} AND occurred_at BETWEEN ${from} AND ${until} AND received_at <= ${receivedBy}
        ORDER BY seq`.execute(db)
      return rows.map(toReadMessage)
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
      // Whoever has got a name by one of them is a user of the accounts that they were seen in without one.
      const named = await db
        .selectFrom('members')
        .innerJoin('accounts', 'accounts.id', 'account')
        .where('person', 'in', changed.select('person'))
        .where('touched_seq', '>', after)
        .select('account')
        .execute()
      const accounts = new Set([...within, ...named].map(({ account }) => account))
      return { people: of.map(({ person }) => person), accounts: [...accounts], seq }
    },
    async rejectedAfter(seq, limit) {
      const after = db.selectFrom('rejected').selectAll().where('seq', '>', seq)
      return (await after.orderBy('seq').limit(limit).execute()).map(toRejected)
    },
    async newestRejectedSeq() {
      const row = await db.selectFrom('rejected').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
      return row?.seq ?? 0
    },
    async newestErasure() {
      const { rows } = await sql<{ newest: number }>`SELECT ${sql.raw(NEWEST_ERASURE)} AS newest`.execute(db)
      return rows[0]?.newest ?? 0
    },
    async erasures() {
      const rows = await db.selectFrom('erasing').select('id').orderBy('id').execute()
      return rows.map(({ id }) => id)
    },
  }
}
