import type { Database } from 'better-sqlite3'
import { UptakeError } from '../../errors.ts'
import type { QueryResult } from '../storage.ts'

const HINT =
  'Give one SELECT (or WITH … SELECT) over user_scores, account_scores, score_history or events; nothing else is run.'

function refused(why: string, cause?: unknown): UptakeError {
  return new UptakeError('invalid_option', `the query ${why}`, HINT, cause)
}
function failed(error: unknown): UptakeError {
  if (error instanceof UptakeError) return error
  return refused(`cannot be run: ${error instanceof Error ? error.message : String(error)}`, error)
}

/** Runs one statement that only reads, on a connection that is its own until its rows have been read. */
export function createQuery(connect: () => Database): { run(statement: string): QueryResult; close(): void } {
  const running = new Set<() => void>()

  function run(text: string): QueryResult {
    const db = connect()
    let rows: IterableIterator<unknown[]> | undefined
    const end = () => {
      running.delete(end)
      rows?.return?.()
      db.close()
    }
    running.add(end)
    try {
      const statement = db.prepare<[], unknown[]>(text)
      // A connection that may not write still copies its file elsewhere (VACUUM INTO) and opens others (ATTACH).
      if (!statement.reader || !statement.readonly) throw refused('does more than read')
      rows = statement.raw().iterate()
      return { columns: statement.columns().map(({ name }) => name), rows: read(rows, end) }
    } catch (error) {
      end()
      throw failed(error)
    }
  }
  function* read(rows: Iterable<unknown[]>, end: () => void): Generator<unknown[]> {
    try {
      yield* rows
    } catch (error) {
      throw failed(error)
    } finally {
      end()
    }
  }

  return {
    run,
    close() {
      for (const end of running) end()
    },
  }
}
