import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { isBusy } from './begin.ts'
import { bytesOf } from './check.ts'

const PAUSE_MS = 10
const MAX_TRIES = 500
/** To make it anew takes about 5 ms a MiB, in which nobody writes and this process does nothing else, and as much memory. */
const MAX_BYTES_MADE_ANEW = 64 * 2 ** 20

/**
 * Makes the file anew, writes all that is in the log into it, and cuts the log off, so that nothing of before is in either.
 * `secure_delete` alone leaves some: where a page is divided, or two share their rows, what goes to the other stays behind in
 * the free room of the first. That of a larger file is left.
 * @returns false where others were reading, or writing, for five seconds
 */
export async function overwriteRemoved(db: Database): Promise<boolean> {
  let isAnew = bytesOf(db) > MAX_BYTES_MADE_ANEW
  for (let tries = 1; ; tries++) {
    isAnew ||= makeAnew(db)
    if (isAnew && isLogEmptied(db)) return true
    if (tries === MAX_TRIES) return false
    await wait(PAUSE_MS)
  }
}

function makeAnew(db: Database): boolean {
  try {
    db.exec('VACUUM')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}
function isLogEmptied(db: Database): boolean {
  const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  return result?.busy === 0
}
