import { createHmac } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { SubjectKind, Transaction } from '../storage.ts'

/** Remembers who was erased without knowing them: by hashes of their ids, under a key that no other store has. */
export interface ErasedIds extends Pick<Transaction, 'newestErasureAt' | 'erasedAt' | 'forgetErased'> {
  remember(of: SubjectKind, id: string, at: number): void
}

export function createErasedIds(db: Database): ErasedIds {
  const readKey = db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'erasure_key'`).pluck()
  let key: string | undefined
  const hashOf = (of: SubjectKind, id: string) =>
    createHmac('sha256', (key ??= readKey.get()!))
      .update(`${of} ${id}`)
      .digest()
  const add = db.prepare('INSERT INTO erased VALUES (?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)')
  const newest = db.prepare<[], number | null>('SELECT max(at) FROM erased').pluck()
  const at = db.prepare<[Buffer], number>('SELECT at FROM erased WHERE hash = ?').pluck()
  const forget = db.prepare('DELETE FROM erased WHERE at < ?')

  return {
    remember: (of, id, when) => void add.run(hashOf(of, id), when),
    newestErasureAt: async () => newest.get() ?? null,
    async erasedAt(of, ids) {
      const found = ids.map((id) => [id, at.get(hashOf(of, id))] as const)
      return new Map(found.filter((entry): entry is [string, number] => entry[1] !== undefined))
    },
    forgetErased: async (before) => void forget.run(before),
  }
}
