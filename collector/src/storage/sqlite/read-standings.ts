import type { Database } from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { ListedStanding, Snapshot, Storage, StoredHistory, SubjectKind, SubjectOf, Touch } from '../storage.ts'
import { createStandingPages } from './standing-pages.ts'
import { ofEachKind, type SubjectColumns, toSubject } from './subjects.ts'
import type { Tables } from './tables.ts'

type StandingReads = Pick<
  Storage,
  'touched' | 'unscored' | 'standings' | 'history' | 'lastHistoryDays' | 'summary' | 'newestSnapshot' | 'snapshots'
>

/** What each gives is said at `Storage`. */
export function createStandingReads(db: Database, query: Kysely<Tables>): StandingReads {
  const subjects = (id: string) => `id, ${id} AS outside_id, first_at, last_at, touched_at, touched_seq`
  const touched = ofEachKind((_, table, id) =>
    db.prepare<[number, number], SubjectColumns>(
      `SELECT ${subjects(id)} FROM ${table} WHERE id > ? AND touched_at IS NOT NULL AND ${id} IS NOT NULL
       ORDER BY id LIMIT ?`,
    ),
  )
  const unscored = ofEachKind((of, table, id) =>
    db.prepare<[number, number, number, number], SubjectColumns>(
      `SELECT ${subjects(id)} FROM ${table}
       WHERE id > ? AND ${id} IS NOT NULL AND (touched_at IS NOT NULL OR NOT EXISTS (
         SELECT 1 FROM standings INDEXED BY standings_by_day WHERE of = '${of}' AND subject = ${table}.id AND day >= ? AND model = ?))
       ORDER BY id LIMIT ?`,
    ),
  )
  const pageOf = createStandingPages(db)
  const standing = db.prepare<[SubjectKind, number], Tables['adjusted_standings']>(
    'SELECT * FROM adjusted_standings WHERE of = ? AND subject = ?',
  )
  // Of one model all days are made together: where the newest is of another, so are the others.
  const lastDay = db.prepare<[SubjectKind, number, number], { day: number | null }>(
    'SELECT max(day) AS day FROM history WHERE of = ? AND subject = ? AND model = ?',
  )
  const history = db.prepare<[SubjectKind, number, number, number], Tables['history']>(
    'SELECT * FROM history WHERE of = ? AND subject = ? AND day BETWEEN ? AND ? ORDER BY day',
  )
  const summary = db.prepare<
    [SubjectKind, number],
    { subjects: number; scored: number; mean: number | null; n: number }
  >(
    `SELECT count(*) AS subjects, count(score) AS scored, avg(score) AS mean, count(change) AS n
     FROM history INDEXED BY history_by_day WHERE of = ? AND day = ?`,
  )
  const median = db.prepare<[SubjectKind, number, number, number], { change: number | null }>(
    `SELECT avg(change) AS change FROM (
       SELECT change FROM history INDEXED BY history_by_day WHERE of = ? AND day = ? AND change IS NOT NULL ORDER BY change LIMIT ? OFFSET ?)`,
  )
  const newestSnapshot = db.prepare<[SubjectKind, number], Tables['snapshots']>(
    'SELECT * FROM snapshots WHERE of = ? AND day <= ? ORDER BY day DESC LIMIT 1',
  )
  const snapshots = query.selectFrom('snapshots').selectAll()

  return {
    async touched<Of extends SubjectKind>(of: Of, after: number, limit: number): Promise<(SubjectOf[Of] & Touch)[]> {
      return touched[of].all(after, limit).map((row) => toSubject(of, row))
    },
    async unscored<Of extends SubjectKind>(
      of: Of,
      { day, model }: { day: number; model: number },
      after: number,
      limit: number,
    ): Promise<(SubjectOf[Of] & Touch)[]> {
      return unscored[of].all(after, day, model, limit).map((row) => toSubject(of, row))
    },
    async standings(of, page) {
      // Another process may have thrown one away since the page was found.
      const rows = pageOf(of, page).map((subject) => standing.get(of, subject))
      return rows.filter((row) => row !== undefined).map(toListedStanding)
    },

    history: async (of, subject, fromDay, toDay) => history.all(of, subject, fromDay, toDay).map(toHistory),
    async lastHistoryDays(of, among, model) {
      const days = among.map((subject) => [subject, lastDay.get(of, subject, model)?.day ?? null] as const)
      return new Map(days.filter((entry): entry is [number, number] => entry[1] !== null))
    },
    async summary(of, day) {
      const { n = 0, ...counts } = summary.get(of, day) ?? { subjects: 0, scored: 0, mean: null }
      const middle = n === 0 ? undefined : median.get(of, day, 2 - (n % 2), Math.floor((n - 1) / 2))
      return { ...counts, medianChange: middle?.change ?? null }
    },
    async newestSnapshot(of, onOrBefore) {
      const row = newestSnapshot.get(of, onOrBefore)
      return row ? toSnapshot(row) : null
    },
    async snapshots(of, fromDay) {
      return (await snapshots.where('of', '=', of).where('day', '>=', fromDay).orderBy('day').execute()).map(toSnapshot)
    },
  }
}

function toListedStanding(row: Tables['adjusted_standings']): ListedStanding {
  const { as_of, first_day, traits, declining, ...rest } = row
  return {
    ...rest,
    asOf: as_of,
    firstDay: first_day,
    traits: JSON.parse(traits) as Record<string, unknown>,
    declining: declining === 1,
  }
}
const toHistory = ({ subscores, ...row }: Tables['history']): StoredHistory => ({
  ...row,
  subscores: subscores === null ? null : (JSON.parse(subscores) as Record<string, number>),
})
const toSnapshot = ({ made_at, median_change, ...row }: Tables['snapshots']): Snapshot => ({
  ...row,
  madeAt: made_at,
  medianChange: median_change,
})
