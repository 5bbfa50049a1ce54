import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'

/** Another process may be writing; it is waited for. */
const BUSY_TIMEOUT_MS = 10_000
/** In pages of 4 KiB: a checkpoint writes each page once, however often it was changed since the last. */
const CHECKPOINT_PAGES = 8_000

function connect(path: string, options?: { readonly: boolean }): Database {
  const db = new SqliteDatabase(path, { ...options, timeout: BUSY_TIMEOUT_MS })
  db.pragma('cache_size = -65536')
  db.pragma('temp_store = MEMORY')
  return db
}

/** The connection that writes; the file, and its folder, are made where they are new, for nobody but their owner to read. */
export function connectToWrite(path: string): Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  const db = connect(path)
  db.pragma('journal_mode = WAL')
  // Acknowledged means committed, and committed means on the disk.
  db.pragma('synchronous = FULL')
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  return db
}

/** A connection that sees what is committed, and changes nothing. */
export const connectToRead = (path: string): Database => connect(path, { readonly: true })
