import { openSqlite } from './sqlite/open-sqlite.ts'
import type { Storage } from './storage.ts'

/** Opens the store in a data folder; the one place that names a database. */
export function openStorage(dataFolder: string): Promise<Storage> {
  return openSqlite(dataFolder)
}
