import type { Database } from 'better-sqlite3'
import { NEWEST_SEQ } from './newest-seq.ts'
import { COPY_MARKS } from './nudge-marks.ts'

const NEXT_SEQ = `${NEWEST_SEQ} + 1`

/** Moves everything of a visitor to the user that they turn out to be, and removes the visitor. */
export function createMergePeople(db: Database): (from: number, into: number) => void {
  const prepare = (text: string) => db.prepare<{ from: number; into: number }>(text)
  const steps = [
    'UPDATE messages SET person = :into WHERE person = :from',
    'UPDATE anonymous SET person = :into WHERE person = :from',
    // Whoever is to be folded again still is; one who is half done begins anew, with what the visitor brings.
    `INSERT OR REPLACE INTO refold (of, subject)
     SELECT DISTINCT 'person', :into FROM refold WHERE of = 'person' AND subject IN (:from, :into)`,
    `DELETE FROM refold WHERE of = 'person' AND subject = :from`,
    `INSERT INTO rows SELECT :into, account, action, feature, day, count, volume FROM rows WHERE person = :from
     ON CONFLICT DO UPDATE SET count = count + excluded.count, volume = volume + excluded.volume`,
    'DELETE FROM rows WHERE person = :from',
    // A visitor could not know that a counterpart would be their own user id: oneself never counts.
    `INSERT INTO interactions SELECT :into, account, action, counterpart, day FROM interactions
     WHERE person = :from AND counterpart IS NOT (SELECT user_id FROM people WHERE id = :into) ON CONFLICT DO NOTHING`,
    'DELETE FROM interactions WHERE person = :from',
    `INSERT INTO traits SELECT of, :into, name, day, occurred_at, message_id, value FROM traits
     WHERE of = 'person' AND subject = :from
     ON CONFLICT DO UPDATE SET occurred_at = excluded.occurred_at, message_id = excluded.message_id, value = excluded.value
     WHERE (excluded.occurred_at, excluded.message_id) > (occurred_at, message_id)`,
    `DELETE FROM traits WHERE of = 'person' AND subject = :from`,
    COPY_MARKS,
    'DELETE FROM nudge_marks WHERE person = :from',
    // Whoever had no name was no user of the account.
    `UPDATE accounts SET touched_at = min(coalesce(accounts.touched_at, member.first_at), member.first_at),
       touched_seq = ${NEXT_SEQ}
     FROM members AS member WHERE member.person = :from AND accounts.id = member.account`,
    `INSERT INTO members SELECT account, :into, first_at, last_at FROM members WHERE person = :from
     ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    'DELETE FROM members WHERE person = :from',
    `UPDATE people SET first_at = min(people.first_at, visitor.first_at), last_at = max(people.last_at, visitor.last_at),
       touched_at = min(coalesce(people.touched_at, visitor.first_at), visitor.first_at), touched_seq = ${NEXT_SEQ}
     FROM people AS visitor WHERE people.id = :into AND visitor.id = :from`,
    // Of two groups the one that came later counts.
    `UPDATE people SET group_account = visitor.group_account, group_seq = visitor.group_seq
     FROM people AS visitor WHERE people.id = :into AND visitor.id = :from
       AND visitor.group_seq > coalesce(people.group_seq, 0)`,
  ].map(prepare)
  const remove = db.prepare<[number]>('DELETE FROM people WHERE id = ?')
  return (from, into) => {
    for (const step of steps) step.run({ from, into })
    remove.run(from)
  }
}
