import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Makes each change of a kind, such as "DELETE ON messages", take a millisecond in a store: what makes thousands of them is still
 * in the middle of it when a busy machine comes to end it.
 * @returns what makes them as fast as before
 */
export function slowDown(data: string, change: string): () => void {
  const database = new Database(join(data, 'uptake.db'))
  database.exec(`CREATE TRIGGER slowly BEFORE ${change} BEGIN SELECT hex(zeroblob(2000000)); END`)
  return () => {
    database.exec('DROP TRIGGER slowly')
    database.close()
  }
}
