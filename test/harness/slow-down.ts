import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Makes each change of a kind, such as "DELETE ON messages", take longer in a store: what makes thousands of them is still
 * in the middle of it when a busy machine comes to end it.
 * @param ms - on a machine at rest; not so long that the first transaction, of a thousand changes, is not over in time
 * @returns what makes them as fast as before
 */
export function slowDown(data: string, change: string, ms = 1): () => void {
  const database = new Database(join(data, 'uptake.db'))
  database.exec(`CREATE TRIGGER slowly BEFORE ${change} BEGIN SELECT hex(zeroblob(${2_000_000 * ms})); END`)
  return () => {
    database.exec('DROP TRIGGER slowly')
    database.close()
  }
}
