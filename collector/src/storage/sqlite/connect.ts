import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { UptakeError } from '../../errors.ts'

/** Another process may be writing; it is waited for. */
const BUSY_TIMEOUT_MS = 10_000
/** In pages of 4 KiB: a checkpoint writes each page once, however often it was changed since the last. */
const CHECKPOINT_PAGES = 8_000

/** A connection to a file, as it is. */
export function connect(path: string, options?: { readonly: boolean }): Database {
  return closedOnError(new SqliteDatabase(path, { ...options, timeout: BUSY_TIMEOUT_MS }), (db) => {
    // In KiB. There are several connections; what is not in their caches is in the system's.
    db.pragma('cache_size = -32768')
    db.pragma('temp_store = MEMORY')
  })
}

/**
 * The connection that writes; the file, and its folder, are made where they are new, for nobody but their owner to read.
 * @throws UptakeError `unavailable` where another file takes its place meanwhile
 */
export function connectToWrite(path: string): Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Opened and closed again while it is open elsewhere in this process, it would lose its locks.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const file = statSync(path).ino
  return closedOnError(connect(path), (db) => {
    db.pragma('journal_mode = WAL')
    // From here on it is held. The log that it found by its name may be of another file already.
    if (statSync(path).ino !== file) {
      throw new UptakeError('unavailable', `${path} was replaced while it was being opened`, 'Start again.')
    }
    // Acknowledged means committed, and committed means on the disk.
    db.pragma('synchronous = FULL')
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    // What is erased is gone from the file too, and so is what had been removed, or replaced, before.
    db.pragma('secure_delete = ON')
  })
}

/** A connection that sees what is committed, and changes nothing. */
export const connectToRead = (path: string): Database => connect(path, { readonly: true })

/** The first thing that is asked of a connection reads the file, which may be none of a database. */
function closedOnError(db: Database, prepare: (db: Database) => void): Database {
  try {
    prepare(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
