import { setTimeout as wait } from 'node:timers/promises'
import { type Database, SqliteError } from 'better-sqlite3'

const PAUSE_MS = 5
const MAX_TRIES = 2_000

export const isBusy = (error: unknown): boolean => error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')

/**
 * Begins a transaction that writes, once no other process is in one, for ten seconds at most. The driver would wait for the
 * lock in one piece, and with it everything else that this process does.
 */
export async function beginImmediate(db: Database): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      db.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!isBusy(error) || tries === MAX_TRIES) throw error
      await wait(PAUSE_MS)
    }
  }
}
