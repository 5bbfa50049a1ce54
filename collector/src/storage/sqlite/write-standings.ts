import type { Database } from 'better-sqlite3'
import type { StoredStanding, Transaction } from '../storage.ts'
import { ofEachKind } from './subjects.ts'

type StandingWrites = Pick<
  Transaction,
  'putStandings' | 'settle' | 'isSettledByAnother' | 'putHistory' | 'clearHistory' | 'putSnapshots' | 'clearScores'
>

const STANDING =
  'of, subject, id, day, as_of, model, status, score, band, change, noise, quiet, first_day, traits, usage, document'
/** What each does is said at `Transaction`. */
export function createStandingWrites(db: Database): StandingWrites {
  // The id is not in what is set: it never changes, and its index need not be touched.
  const putStanding = ofEachKind((_, table, id) =>
    db.prepare(
      `INSERT INTO standings (${STANDING})
       SELECT ?, id, ${id}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM ${table} WHERE id = ? AND ${id} IS NOT NULL
       ON CONFLICT DO UPDATE SET day = excluded.day, as_of = excluded.as_of, model = excluded.model,
         status = excluded.status, score = excluded.score, band = excluded.band, change = excluded.change,
         noise = excluded.noise, quiet = excluded.quiet, first_day = excluded.first_day, traits = excluded.traits,
         usage = excluded.usage, document = excluded.document`,
    ),
  )
  const settle = ofEachKind((_, table) =>
    db.prepare(`UPDATE ${table} SET touched_at = NULL WHERE id = ? AND touched_seq = ? AND touched_at IS NOT NULL`),
  )
  const settledByAnother = ofEachKind((_, table) =>
    db.prepare<[number, number | null]>(
      `SELECT 1 FROM ${table} WHERE id = ? AND touched_at IS NULL AND touched_seq IS NOT ?`,
    ),
  )
  const putHistory = ofEachKind((_, table, id) =>
    db.prepare(
      `INSERT OR REPLACE INTO history SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM ${table} WHERE id = ? AND ${id} IS NOT NULL`,
    ),
  )
  const clearHistory = db.prepare('DELETE FROM history WHERE of = ? AND subject = ? AND day >= ?')
  const putSnapshot = db.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const clear = [
    ...['standings', 'history'].map((table) => `DELETE FROM ${table}`),
    // Whoever scores next, in this process or another, finds everybody to be done again; whoever is scoring just now settles
    // nobody, since no message has a place below 0, and none of before is left.
    ...['people', 'accounts'].map(
      (table) => `UPDATE ${table} SET touched_at = first_at, touched_seq = -1 - abs(coalesce(touched_seq, 0))`,
    ),
  ].map((statement) => db.prepare(statement))

  return {
    async putStandings(standings) {
      for (const standing of standings) putStanding[standing.of].run(...valuesOf(standing), standing.subject)
    },
    settle: async (of, subject, touchedSeq) => void settle[of].run(subject, touchedSeq),
    isSettledByAnother: async (of, subject, touchedSeq) => settledByAnother[of].get(subject, touchedSeq) !== undefined,
    async putHistory(history) {
      for (const { of, subject, day, model, status, score, band, change, subscores } of history) {
        putHistory[of].run(of, day, model, status, score, band, change, subscores && JSON.stringify(subscores), subject)
      }
    },
    clearHistory: async (of, subject, fromDay) => void clearHistory.run(of, subject, fromDay),
    async putSnapshots(snapshots) {
      for (const { of, day, model, madeAt, subjects, scored, mean, medianChange } of snapshots) {
        putSnapshot.run(of, day, model, madeAt, subjects, scored, mean, medianChange)
      }
    },
    async clearScores() {
      for (const statement of clear) statement.run()
    },
  }
}

const valuesOf = (standing: StoredStanding): unknown[] => [
  standing.of,
  standing.day,
  standing.asOf,
  standing.model,
  standing.status,
  standing.score,
  standing.band,
  standing.change,
  standing.noise,
  standing.quiet,
  standing.firstDay,
  JSON.stringify(standing.traits),
  standing.usage,
  standing.document,
]
