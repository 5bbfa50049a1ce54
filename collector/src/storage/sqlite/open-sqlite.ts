import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Storage } from '../storage.ts'
import { migrations } from './migrations.ts'
import { createNames } from './names.ts'
import { createReads } from './reads.ts'
import type { Tables } from './tables.ts'
import { createTransaction } from './transaction.ts'

const FILE = 'uptake.db'
/** Another process may be writing; it is waited for. */
const BUSY_TIMEOUT_MS = 10_000

function connect(path: string, options?: { readonly: boolean }): Database {
  const db = new SqliteDatabase(path, { ...options, timeout: BUSY_TIMEOUT_MS })
  db.pragma('cache_size = -65536')
  db.pragma('temp_store = MEMORY')
  return db
}

async function migrate(db: Database): Promise<void> {
  // The connection outlives this kysely, which would close it with itself.
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: db }) })
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/**
 * Opens the SQLite file in a folder, made where it is new and brought to the newest schema. Writes go through one
 * connection, one transaction after the other; reads through another, so that they see only what is committed.
 */
export async function openSqlite(folder: string): Promise<Storage> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, FILE)
  const writer = connect(path)
  writer.pragma('journal_mode = WAL')
  // Acknowledged means committed, and committed means on the disk.
  writer.pragma('synchronous = FULL')
  writer.pragma('wal_autocheckpoint = 8000')
  await migrate(writer)
  const names = createNames(writer)
  const transaction = createTransaction(writer, names)
  const readerDb = connect(path, { readonly: true })
  const reader = new Kysely<Tables>({ dialect: new SqliteDialect({ database: readerDb }) })

  const run = async <T>(work: (tx: typeof transaction) => Promise<T>): Promise<T> => {
    writer.exec('BEGIN IMMEDIATE')
    try {
      const result = await work(transaction)
      writer.exec('COMMIT')
      return result
    } catch (error) {
      names.forget()
      if (writer.inTransaction) writer.exec('ROLLBACK')
      throw error
    }
  }
  let last: Promise<unknown> = Promise.resolve()

  return {
    ...createReads(reader),
    transaction(work) {
      const result = last.then(() => run(work))
      last = result.catch(() => undefined)
      return result
    },
    async close() {
      await last
      await reader.destroy()
      if (readerDb.open) readerDb.close()
      writer.close()
    },
  }
}
