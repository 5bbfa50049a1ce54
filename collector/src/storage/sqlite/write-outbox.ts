import type { Database } from 'better-sqlite3'
import type { DueRequest, SubjectKind, Transaction } from '../storage.ts'
import { ofEachKind } from './subjects.ts'

type OutboxWrites = Pick<Transaction, 'addTrigger' | 'armNudge' | 'takeDue' | 'putAttempt' | 'reviveDead'>

/** What each does is said at `Transaction`. */
export function createOutboxWrites(db: Database): OutboxWrites {
  const isStill: Record<SubjectKind, string> = {
    person: 'coalesce(group_account, 0) = :account',
    account: 'id = :account',
  }
  const add = ofEachKind((of, table, id) =>
    db.prepare(
      `INSERT INTO outbox (id, nudge, of, subject, account, at, payload, status, attempts, next_at, is_armed)
       SELECT :id, :nudge, :of, id, :account, :at, :payload, iif(:payload IS NULL, 'held', 'pending'), 0,
         iif(:payload IS NULL, NULL, :at), 0
       FROM ${table} WHERE id = :subject AND ${id} = :subjectId AND ${isStill[of]}
       ON CONFLICT DO NOTHING`,
    ),
  )
  const arm = db.prepare('UPDATE outbox SET is_armed = 1 WHERE of = ? AND subject = ? AND nudge = ? AND is_armed = 0')
  const take = db.prepare<[number, number, number], DueRequest>(
    `UPDATE outbox SET next_at = ? WHERE seq IN (
       SELECT seq FROM outbox WHERE status = 'pending' AND next_at <= ? ORDER BY next_at, seq LIMIT ?)
     RETURNING id, nudge, payload, attempts`,
  )
  const attempted = db.prepare(
    `UPDATE outbox SET status = :status, attempts = :attempts, next_at = :nextAt, error = :error,
       payload = iif(:status = 'delivered', NULL, payload)
     WHERE id = :id AND status = 'pending'`,
  )
  const REVIVE = `UPDATE outbox SET status = 'pending', attempts = 0, next_at = ? WHERE status = 'dead'`
  const reviveAll = db.prepare(REVIVE)
  const revive = db.prepare(`${REVIVE} AND id IN (SELECT value FROM json_each(?))`)

  return {
    addTrigger: async (trigger) => void add[trigger.of].run({ ...trigger, account: trigger.account ?? 0 }),
    armNudge: async (of, subject, nudge) => void arm.run(of, subject, nudge),
    takeDue: async (nowMs, untilMs, limit) => take.all(untilMs, nowMs, limit),
    putAttempt: async (id, attempt) => void attempted.run({ id, nextAt: null, ...attempt }),
    async reviveDead(ids, nowMs) {
      const { changes } = ids === 'all' ? reviveAll.run(nowMs) : revive.run(nowMs, JSON.stringify(ids))
      return changes
    },
  }
}
