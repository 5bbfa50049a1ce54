import { UptakeError } from '../errors.ts'
import { hasSqlite, openSqlite } from './sqlite/open-sqlite.ts'
import type { Storage } from './storage.ts'

/** Opens the store in a data folder, made where it is new; the one place that names a database. */
export function openStorage(dataFolder: string): Promise<Storage> {
  return openSqlite(dataFolder)
}

/**
 * Opens a store that is there already.
 * @throws UptakeError `invalid_option` where there is none
 */
export async function openExistingStorage(dataFolder: string): Promise<Storage> {
  if (hasSqlite(dataFolder)) return openSqlite(dataFolder)
  const hint = 'Give the folder of a collector by --data, or start one there first.'
  throw new UptakeError('invalid_option', `there is no store in ${dataFolder}`, hint)
}
