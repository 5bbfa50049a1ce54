import { existsSync, mkdirSync } from 'node:fs'
import { UptakeError } from '../errors.ts'
import { copyStore } from './sqlite/copy.ts'
import { refuseOther } from './sqlite/refuse-other.ts'
import { fileOf, hasSqlite, openSqlite } from './sqlite/open-sqlite.ts'
import { toRefusal } from './sqlite/refusals.ts'
import type { Storage, StoreContents } from './storage.ts'

/** Opens the store in a data folder, made where it is new; the one place that names a database. */
export function openStorage(dataFolder: string): Promise<Storage> {
  return openSqlite(dataFolder)
}

/**
 * Opens a store that is there already.
 * @throws UptakeError `invalid_option` where there is none
 */
export async function openExistingStorage(dataFolder: string): Promise<Storage> {
  refuseMissing(dataFolder)
  return openSqlite(dataFolder)
}

/**
 * Writes all that is in a store to a file, as it is at one moment, beside whoever takes messages in, and checks the file.
 * @param force - whether a backup that is there is replaced
 * @throws UptakeError as `copyStore` says, and where there is no store
 */
export async function backupStorage(dataFolder: string, file: string, force: boolean): Promise<StoreContents> {
  refuseMissing(dataFolder)
  if (force) refuseOther(file)
  return copyStore(fileOf(dataFolder), file, force)
}

/**
 * Makes what is in a backup the store of a data folder, which nobody may have open.
 * @param force - whether a store that is there is replaced
 * @throws UptakeError as `copyStore` says, and where there is no such file
 */
export async function restoreStorage(file: string, dataFolder: string, force: boolean): Promise<StoreContents> {
  if (!existsSync(file)) {
    throw new UptakeError('invalid_option', `there is no file ${file}`, 'Give a file that `uptake backup` has made.')
  }
  const store = fileOf(dataFolder)
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw toRefusal(error, store)
  }
  return copyStore(file, store, force)
}

function refuseMissing(dataFolder: string): void {
  if (hasSqlite(dataFolder)) return
  const hint = 'Give the folder of a collector by --data, or start one there first.'
  throw new UptakeError('invalid_option', `there is no store in ${dataFolder}`, hint)
}
