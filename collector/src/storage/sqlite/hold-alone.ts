import { existsSync } from 'node:fs'
import { type Database, SqliteError } from 'better-sqlite3'
import { UptakeError } from '../../errors.ts'
import { connect } from './connect.ts'
import { toRefusal } from './refusals.ts'

/**
 * Holds a file that is to be replaced so that nobody has it open, and nothing is left beside it that would be applied to
 * what takes its place. One that is not there, or not to be opened, needs no holding.
 * @returns lets go
 * @throws UptakeError `unavailable` where somebody has it open, or may have
 */
export function holdAlone(path: string): () => void {
  const db = existsSync(path) ? open(path) : null
  const close = () => db?.close()
  const beside = ['-wal', '-shm', '-journal'].map((ending) => path + ending).filter((file) => existsSync(file))
  if (beside.length === 0) return close
  close()
  const hint = 'Stop the collector that may have it in use; where none runs, move it elsewhere. Then run this again.'
  throw new UptakeError('unavailable', `beside ${path}, which cannot be opened, there is ${beside.join(', ')}`, hint)
}

/** Null for what is no database, or one too damaged to be opened: what is beside that goes when it is closed, if nobody has it open. */
function open(path: string): Database | null {
  let db: Database | undefined
  try {
    db = connect(path)
    // Whoever has the file open holds it shared for as long, so that only the last one can do this. And whoever opens it now
    // has to write first to change this back, which the database refuses in a file that is at its place no more.
    db.pragma('busy_timeout = 0')
    db.pragma('journal_mode = DELETE')
    db.exec('BEGIN EXCLUSIVE')
    return db
  } catch (error) {
    db?.close()
    const code = error instanceof SqliteError ? error.code : ''
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return null
    if (!code.startsWith('SQLITE_BUSY')) throw toRefusal(error, path)
    const hint = 'Stop the collector and whatever else works on it, then run this again.'
    throw new UptakeError('unavailable', `${path} is in use`, hint, error)
  }
}
