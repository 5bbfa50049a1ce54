import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { UptakeError } from '../../errors.ts'
import type { StoreContents } from '../storage.ts'
import { checkSchema, checkWhole } from './check.ts'
import { connect, connectToRead } from './connect.ts'
import { holdAlone } from './hold-alone.ts'
import { toRefusal } from './refusals.ts'

/**
 * Copies a store as it is at one moment, beside whoever writes to it, and checks the copy; only a copy that is whole takes
 * the name of the target.
 * @throws UptakeError `invalid_file` where the store or the copy is damaged or of another kind, `invalid_option` where the
 *   target is there and `force` is not given, `unavailable` where the target is in use or the disk is full
 */
export async function copyStore(source: string, target: string, force: boolean): Promise<StoreContents> {
  refuseExisting(target, force)
  const folder = makeFolderBeside(target)
  try {
    const copy = join(folder, basename(target))
    // For nobody but its owner to read.
    closeSync(openSync(copy, 'wx', 0o600))
    await copyPages(source, copy)
    const contents = check(copy, source)
    // Somebody may have made it meanwhile.
    refuseExisting(target, force)
    putInPlace(copy, target)
    return contents
  } catch (error) {
    throw toRefusal(error, target)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function refuseExisting(target: string, force: boolean): void {
  if (force || !existsSync(target)) return
  throw new UptakeError(
    'invalid_option',
    `${target} is there already`,
    'Add --force to replace it, or choose another place.',
  )
}

/** A folder of its own, on the same disk, keeps what is unfinished apart; it stays where the process is killed. */
function makeFolderBeside(target: string): string {
  try {
    return mkdtempSync(join(dirname(target), `.${basename(target)}-`))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw toRefusal(error, target)
    throw new UptakeError('invalid_option', `there is no folder ${dirname(target)}`, 'Make it first.', error)
  }
}

async function copyPages(source: string, copy: string): Promise<void> {
  let db: Database | undefined
  try {
    db = connectToRead(source)
    // Were the moment not held, every commit of another process would begin the copy anew, and it would never end.
    db.exec('BEGIN')
    checkSchema(db, source)
    await db.backup(copy).catch((error: unknown) => {
      throw toRefusal(error, copy)
    })
  } catch (error) {
    throw toRefusal(error, source)
  } finally {
    db?.close()
  }
}

/** Damage is said of the source, whose pages the copy has. */
function check(copy: string, source: string): StoreContents {
  const db = connect(copy)
  try {
    // One file, with no other beside it that belongs to it.
    db.pragma('journal_mode = DELETE')
    return checkWhole(db, source)
  } catch (error) {
    throw toRefusal(error, source)
  } finally {
    db.close()
  }
}

function putInPlace(copy: string, target: string): void {
  const release = holdAlone(target)
  try {
    renameSync(copy, target)
    const folder = openSync(dirname(target), 'r')
    fsyncSync(folder)
    closeSync(folder)
  } finally {
    release()
  }
}
