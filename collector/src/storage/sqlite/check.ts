import { existsSync, statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { StoreContents } from '../storage.ts'
import { connectToRead } from './connect.ts'
import { migrations } from './migrations.ts'
import { damaged, foreign, newer } from './refusals.ts'

/** To look at every page of so much takes a fifth of a second, which may be had at each start. */
const MAX_BYTES_AT_START = 64 * 1024 * 1024
/** Of whatever is not in the row that a message refers to. No constraint of the schema's says so. */
const DANGLING = `SELECT seq FROM messages WHERE person NOT IN (SELECT id FROM people)
  OR account <> 0 AND account NOT IN (SELECT id FROM accounts) OR event <> 0 AND event NOT IN (SELECT id FROM names) LIMIT 1`

/**
 * Refuses a file that cannot be opened as a store: of another kind, of a newer schema, or damaged. Of a large one damage is
 * seen only in what is read here, which is the header, the size and the schema. None, and an empty one, may become a store.
 * @throws UptakeError `invalid_file`
 */
export function checkAtStart(path: string): void {
  const isEmpty = !existsSync(path) || statSync(path).size === 0
  const wal = `${path}-wal`
  // The database throws such a log away.
  if (isEmpty && existsSync(wal) && statSync(wal).size > 0) throw damaged(path, `it is empty, and ${wal} is not`)
  if (isEmpty) return
  const db = connectToRead(path)
  try {
    if (isNew(db)) return
    checkSchema(db, path)
    if (bytesOf(db) <= MAX_BYTES_AT_START) checkBy(db, path, 'quick_check')
  } finally {
    db.close()
  }
}

/**
 * Reads all of a store: its structure, whether indexes say what tables do, and whether messages are of somebody.
 * @param path - what the file is called to whoever is told that it is damaged
 * @throws UptakeError `invalid_file`
 */
export function checkWhole(db: Database, path: string): StoreContents {
  checkSchema(db, path)
  checkBy(db, path, 'integrity_check')
  const dangling = db.prepare<[], { seq: number }>(DANGLING).get()
  if (dangling) throw damaged(path, `message ${dangling.seq} is of nobody that is in it`)
  const { messages } = db.prepare('SELECT count(*) AS messages FROM messages').get() as { messages: number }
  const newest = db
    .prepare<[], { at: number }>('SELECT received_at AS at FROM messages ORDER BY seq DESC LIMIT 1')
    .get()
  return { messages, newestAt: newest?.at ?? null, bytes: bytesOf(db) }
}

export const bytesOf = (db: Database): number =>
  Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))

const isNew = (db: Database): boolean => db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined

/** Refuses what is not ours, and what this version does not know. */
export function checkSchema(db: Database, path: string): void {
  const hasMigrations = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'kysely_migration'`).get() !== undefined
  const names = hasMigrations
    ? (db.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[])
    : []
  const [first = ''] = Object.keys(migrations)
  if (!names.includes(first)) throw foreign(path)
  const unknown = names.findLast((name) => !(name in migrations))
  if (unknown !== undefined) throw newer(path, unknown)
}

function checkBy(db: Database, path: string, pragma: 'quick_check' | 'integrity_check'): void {
  const found = String(db.pragma(`${pragma}(1)`, { simple: true }))
  if (found !== 'ok') throw damaged(path, found.split('\n').at(-1) ?? found)
}
