import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'

const PAUSE_MS = 10
const MAX_TRIES = 500

/**
 * Writes all that is in the log into the file, and cuts the log off, so that nothing of before is in either.
 * @returns false where others were reading, or writing, for five seconds
 */
export async function emptyLog(db: Database): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (result?.busy === 0) return true
    if (tries === MAX_TRIES) return false
    await wait(PAUSE_MS)
  }
}
