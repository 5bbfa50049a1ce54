import type { Database } from 'better-sqlite3'
import { NEWEST_ERASURE } from './newest-erasure.ts'

/** Names of events and features are kept once, and referred to by a number; 0 stands for none. */
export interface Names {
  /** The number of a name, made where it is new. */
  intern(name: string | null): number
  has(name: string): boolean
  /** After a rollback: what was made in it is not there. */
  forget(): void
}

export function createNames(db: Database): Names {
  const select = db.prepare<[string], { id: number }>('SELECT id FROM names WHERE name = ?')
  const insert = db.prepare<[string]>('INSERT INTO names (name) VALUES (?)')
  // A name keeps its number for good, whoever writes, so that it may be remembered.
  const known = new Map<string, number>()
  const find = (name: string): number | undefined => {
    const id = known.get(name) ?? select.get(name)?.id
    if (id !== undefined) known.set(name, id)
    return id
  }
  return {
    intern(name) {
      if (name === null) return 0
      const id = find(name) ?? Number(insert.run(name).lastInsertRowid)
      known.set(name, id)
      return id
    },
    has: (name) => find(name) !== undefined,
    forget: () => known.clear(),
  }
}

/**
 * For each read, gives the name of a number, null for 0; what is not remembered is looked up, since others may have made it.
 * An erasure may have given names another text.
 */
export function createNameReader(db: Database): () => (id: number) => string | null {
  const select = db.prepare<[number], { name: string }>('SELECT name FROM names WHERE id = ?')
  const newestErasure = db.prepare<[], number>(`SELECT ${NEWEST_ERASURE}`).pluck()
  const known: (string | null)[] = [null]
  let knownSince: number | undefined
  const nameOf = (id: number): string | null => {
    const name = known[id]
    if (name !== undefined) return name
    const { name: found } = select.get(id) ?? {}
    if (found === undefined) throw new Error(`there is no name ${id}`)
    return (known[id] = found)
  }
  return () => {
    const newest = newestErasure.get()
    if (newest !== knownSince) known.length = 1
    knownSince = newest
    return nameOf
  }
}
