import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SqliteError } from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { UptakeError } from '../../errors.ts'
import type { Storage } from '../storage.ts'
import { beginImmediate } from './begin.ts'
import { createBorderRead } from './border.ts'
import { connectToRead } from './connect.ts'
import { createNames } from './names.ts'
import { createMarkReads } from './nudge-marks.ts'
import { openWriter } from './open-writer.ts'
import { overwriteRemoved } from './overwrite-removed.ts'
import { createQuery } from './query.ts'
import { createDeedReads } from './read-deeds.ts'
import { createFoldReads } from './read-folds.ts'
import { createOutboxReads } from './read-outbox.ts'
import { createSubjectReads } from './read-subjects.ts'
import { createStandingReads } from './read-standings.ts'
import { createPersonReads } from './read-person.ts'
import { createReads } from './reads.ts'
import type { Tables } from './tables.ts'
import { createTransaction } from './transaction.ts'

const FILE = 'uptake.db'

/** What the disk, the file, or another process that writes, is to blame for. */
function toUnavailable(error: unknown): unknown {
  if (!(error instanceof SqliteError) || !/^SQLITE_(BUSY|FULL|IOERR|READONLY|CORRUPT|NOTADB)/.test(error.code)) {
    return error
  }
  const hint = /CORRUPT|NOTADB/.test(error.code)
    ? 'Nothing of this was stored; the file is damaged. Stop the collector, and restore a backup.'
    : 'Nothing of this was stored; try again when another process has done writing, or there is room.'
  return new UptakeError('unavailable', `the store cannot be written: ${error.message}`, hint, error)
}

/** Whether there is a store in a folder. */
export const hasSqlite = (folder: string): boolean => existsSync(fileOf(folder))
/** The store's file in a folder. */
export const fileOf = (folder: string): string => join(folder, FILE)

/**
 * Opens the SQLite file in a folder, made where it is new and brought to the newest schema. Writes go through one
 * connection, one transaction after the other; reads through another, so that they see only what is committed.
 */
export async function openSqlite(folder: string): Promise<Storage> {
  const path = fileOf(folder)
  const writer = await openWriter(path)
  // From here on whoever waits lets others go first.
  writer.pragma('busy_timeout = 0')
  const names = createNames(writer)
  const transaction = createTransaction(writer, names)
  const readerDb = connectToRead(path)
  const reader = new Kysely<Tables>({ dialect: new SqliteDialect({ database: readerDb }) })

  // Changes with what other connections commit, who alone give names another text.
  const version = (): unknown => writer.pragma('data_version', { simple: true })
  let known = version()
  const forgetChanged = (): void => {
    const now = version()
    if (now !== known) names.forget()
    known = now
  }

  const run = async <T>(work: (tx: typeof transaction) => Promise<T>): Promise<T> => {
    try {
      await beginImmediate(writer)
      forgetChanged()
      const result = await work(transaction)
      writer.exec('COMMIT')
      return result
    } catch (error) {
      names.forget()
      if (writer.inTransaction) writer.exec('ROLLBACK')
      throw toUnavailable(error)
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  function afterOthers<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }

  const border = createBorderRead(readerDb)
  const queries = createQuery(() => connectToRead(path))

  return {
    ...createReads(reader),
    ...createSubjectReads(readerDb),
    ...createFoldReads(readerDb),
    ...createDeedReads(readerDb),
    ...createMarkReads(readerDb),
    ...createPersonReads(readerDb),
    ...createOutboxReads(readerDb),
    ...createStandingReads(readerDb, reader),
    border: async () => border(),
    query: async (statement) => queries.run(statement),
    transaction: (work) => afterOthers(() => run(work)),
    overwriteRemoved: () =>
      afterOthers(() =>
        overwriteRemoved(writer).catch((error: unknown) => {
          throw toUnavailable(error)
        }),
      ),
    async close() {
      await last
      queries.close()
      await reader.destroy()
      if (readerDb.open) readerDb.close()
      writer.close()
    },
  }
}
