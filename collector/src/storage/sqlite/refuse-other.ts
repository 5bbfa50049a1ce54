import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { UptakeError } from '../../errors.ts'

/** What every database begins with; its log, and other files, do not. */
const HEADER = 'SQLite format 3\0'

/**
 * Refuses to have a file replaced by a backup that is none itself: the log of a store that is in use, or anybody's.
 * @throws UptakeError `invalid_option`
 */
export function refuseOther(file: string): void {
  if (!existsSync(file) || begins(file) === HEADER) return
  throw new UptakeError('invalid_option', `${file} is no backup`, 'Give another name, or remove it first.')
}

function begins(file: string): string {
  const start = Buffer.alloc(HEADER.length)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, start, 0, start.length, 0)
  } catch {
    // A folder cannot be read.
  } finally {
    closeSync(descriptor)
  }
  return start.toString('latin1')
}
