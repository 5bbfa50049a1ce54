import type { Database } from 'better-sqlite3'
import type { Border } from '../storage.ts'

const KEY = 'border'

/** Reads since when messages are kept; null where none was ever removed. */
export function createBorderRead(db: Database): () => Border | null {
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
  return () => {
    const value = read.get(KEY)
    return value === undefined ? null : (JSON.parse(value) as Border)
  }
}

/** Writes down a border, unless the one that is there is later, by its day or by its time. */
export function createBorderRaise(db: Database): (border: Border) => void {
  const read = createBorderRead(db)
  const write = db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  return (border) => {
    const before = read()
    if (before && (before.day >= border.day || before.at >= border.at)) return
    write.run(KEY, JSON.stringify(border))
  }
}
