import { NUDGE_EVENTS, type NudgeEvent } from '@uptake/shared/wire'
import type { Database } from 'better-sqlite3'
import type { NudgeMark, Storage, Transaction } from '../storage.ts'
import type { Tables } from './tables.ts'

type MarkReads = Pick<Storage, 'nudgeMarks' | 'marksOfNudge' | 'nudgeSalt'>
type Columns = Tables['nudge_marks']

/** Of somebody who has more marks than are read, of each kind that a named nudge has. */
const NEWEST_OF_A_KIND = 10

/**
 * Two marks of one key become one that says what both do, in any order and any number of times: what of days before the border
 * is kept may be folded again in part.
 */
const MERGE_MARKS = `ON CONFLICT DO UPDATE SET
  account = CASE WHEN (excluded.first_at, excluded.account) < (first_at, account) THEN excluded.account ELSE account END,
  days = CASE WHEN (excluded.last_at, excluded.days) > (last_at, days) THEN excluded.days ELSE days END,
  first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`

/** Copies the marks of `:from` to `:into`. */
export const COPY_MARKS = `INSERT INTO nudge_marks
  SELECT :into, nudge, event, session, alone_at, first_at, last_at, days, account FROM nudge_marks WHERE person = :from
  ${MERGE_MARKS}`

export function createMarkWrites(db: Database): Pick<Transaction, 'addNudgeMarks'> {
  const add = db.prepare(`INSERT INTO nudge_marks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ${MERGE_MARKS}`)
  return {
    async addNudgeMarks(marks) {
      for (const { person, nudge, event, session, firstAt, lastAt, days, account } of marks) {
        const aloneAt = session === null ? firstAt : 0
        add.run(person, nudge, event, session ?? '', aloneAt, firstAt, lastAt, days, account ?? 0)
      }
    },
  }
}

/** What each gives is said at `Storage`. */
export function createMarkReads(db: Database): MarkReads {
  const newest = db.prepare<[number, number], Columns>(
    'SELECT * FROM nudge_marks WHERE person = ? ORDER BY last_at DESC LIMIT ?',
  )
  const newestOfKind = db.prepare<[number, string, string], Columns>(
    `SELECT * FROM nudge_marks WHERE person = ? AND nudge = ? AND event = ? ORDER BY first_at DESC LIMIT ${NEWEST_OF_A_KIND}`,
  )
  // What stands beside a minimum is of its row.
  const firsts = db.prepare<
    [string, number, string, number],
    Pick<Columns, 'person' | 'event' | 'first_at' | 'account'>
  >(
    `SELECT person, event, min(first_at) AS first_at, account FROM nudge_marks
     WHERE nudge = ? AND (person, event) > (?, ?) GROUP BY person, event ORDER BY person, event LIMIT ?`,
  )
  const salt = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'nudge_salt'`).pluck()

  return {
    async nudgeMarks(person, some) {
      const all = newest.all(person, some?.most ?? Number.MAX_SAFE_INTEGER).map(toMark)
      if (!some || all.length < some.most) return all
      const named = some.named.flatMap((nudge) =>
        NUDGE_EVENTS.flatMap((event) => newestOfKind.all(person, nudge, event).map(toMark)),
      )
      return [...named, ...all.filter(({ nudge }) => !some.named.includes(nudge))]
    },
    async marksOfNudge(nudge, after, limit) {
      const { person, event } = after ?? { person: 0, event: '' }
      return firsts.all(nudge, person, event, limit).map((row) => ({
        person: row.person,
        event: row.event as NudgeEvent,
        firstAt: row.first_at,
        account: row.account || null,
      }))
    },
    nudgeSalt: async () => salt.get() ?? '',
  }
}

const toMark = ({ person, nudge, event, session, first_at, last_at, days, account }: Columns): NudgeMark => ({
  person,
  nudge,
  event: event as NudgeEvent,
  session: session || null,
  firstAt: first_at,
  lastAt: last_at,
  days,
  account: account || null,
})
