import type { Database } from 'better-sqlite3'
import type { OutboxEntry, Storage, SubjectKind } from '../storage.ts'
import type { Tables } from './tables.ts'

type OutboxReads = Pick<
  Storage,
  'firedNudges' | 'triggersOf' | 'triggersAbout' | 'undelivered' | 'countUndelivered' | 'nextDueAt' | 'defaultHoldout'
>
type Row = Tables['outbox'] & { subject_id: string }

const UNDELIVERED = `status IN ('pending', 'dead')`

/** What each gives is said at `Storage`. */
export function createOutboxReads(db: Database): OutboxReads {
  const fired = db.prepare<[SubjectKind, string], { subject: number; nudges: string }>(
    `SELECT subject, json_group_array(nudge) AS nudges FROM outbox
     WHERE is_armed = 0 AND of = ? AND subject IN (SELECT value FROM json_each(?)) GROUP BY subject`,
  )
  const ofNudge = db.prepare<[string, number, number], Tables['outbox']>(
    'SELECT * FROM outbox WHERE nudge = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const entries = (rest: string) =>
    `SELECT outbox.*, coalesce(user_id, account_id) AS subject_id FROM outbox
     LEFT JOIN people ON of = 'person' AND people.id = subject
     LEFT JOIN accounts ON of = 'account' AND accounts.id = subject ${rest}`
  const about = db.prepare<[SubjectKind, number], Row>(entries('WHERE of = ? AND subject = ? ORDER BY seq'))
  const undelivered = db.prepare<[number], Row>(entries(`WHERE ${UNDELIVERED} ORDER BY seq DESC LIMIT ?`))
  const count = db.prepare<[], { pending: number; dead: number }>(
    `SELECT count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE status = 'dead') AS dead
     FROM outbox WHERE ${UNDELIVERED}`,
  )
  const nextDue = db.prepare<[], number | null>(`SELECT min(next_at) FROM outbox WHERE status = 'pending'`).pluck()
  const holdout = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'default_holdout'`).pluck()

  return {
    async firedNudges(of, subjects) {
      const rows = fired.all(of, JSON.stringify(subjects))
      return new Map(rows.map(({ subject, nudges }) => [subject, new Set(JSON.parse(nudges) as string[])]))
    },
    triggersOf: async (nudge, after, limit) => ofNudge.all(nudge, after, limit).map(toTrigger),
    triggersAbout: async (of, subject) => about.all(of, subject).map(toEntry),
    undelivered: async (limit) => undelivered.all(limit).map(toEntry),
    countUndelivered: async () => count.get() ?? { pending: 0, dead: 0 },
    nextDueAt: async () => nextDue.get() ?? null,
    async defaultHoldout() {
      const share = holdout.get()
      return share === undefined ? null : Number(share)
    },
  }
}

const toTrigger = ({ seq, id, nudge, of, subject, account, at, status }: Tables['outbox']) => ({
  seq,
  id,
  nudge,
  of,
  subject,
  account: account || null,
  at,
  arm: status === 'held' ? ('held' as const) : ('shown' as const),
})
const toEntry = (row: Row): OutboxEntry => {
  const { status, attempts, next_at: nextAt, error, payload, subject_id: subjectId } = row
  return { ...toTrigger(row), subjectId, status, attempts, nextAt, error, payload }
}
