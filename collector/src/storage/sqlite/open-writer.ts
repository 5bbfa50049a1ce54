import type { Database } from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { checkAtStart } from './check.ts'
import { connectToWrite } from './connect.ts'
import { migrations } from './migrations.ts'
import { toRefusal } from './refusals.ts'

/**
 * Opens a store to write, made where it is new, and brought to the newest schema.
 * @throws UptakeError where it cannot be opened, and what to do: `invalid_file`, `invalid_option`, `unavailable`
 */
export async function openWriter(path: string): Promise<Database> {
  let db: Database | undefined
  try {
    checkAtStart(path)
    db = connectToWrite(path)
    await migrate(db)
    return db
  } catch (error) {
    db?.close()
    throw toRefusal(error, path)
  }
}

/** Another process may be opening the same new file: whoever has the lock migrates, the others find it done. */
async function migrate(db: Database): Promise<void> {
  db.exec('BEGIN IMMEDIATE')
  // The connection outlives this kysely, which would close it with itself.
  const kysely = new Kysely<never>({ dialect: new SqliteDialect({ database: db }) })
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) {
    db.exec('ROLLBACK')
    throw error
  }
  db.exec('COMMIT')
}
