import type { Database } from 'better-sqlite3'
import type { Erasure, ErasureCounts, ErasureWrites, SubjectKind } from '../storage.ts'
import { createEraseMentions } from './erase-mentions.ts'
import { createEraseOwn } from './erase-own.ts'
import { createErasedIds } from './erased-ids.ts'
import type { Names } from './names.ts'
import { COUNT_ERASURE, NEWEST_ERASURE } from './newest-erasure.ts'
import { createPseudonyms, type ErasedId, type Pseudonyms } from './pseudonyms.ts'
import type { Tables } from './tables.ts'

const NOTHING_ERASED: ErasureCounts = {
  messages: 0,
  detached: 0,
  rows: 0,
  interactions: 0,
  traits: 0,
  members: 0,
  history: 0,
  nudges: 0,
  anonymousIds: 0,
  rejected: 0,
  mentions: 0,
}

/** What is being erased, in the middle of it. */
export interface Erasing {
  readonly of: SubjectKind
  /** 0 for somebody of whom nothing but the id is known, in what others did. */
  readonly subject: number
  readonly at: number
  readonly pseudonyms: Pseudonyms
  count(what: keyof ErasureCounts, more: number): void
}
/**
 * A part of an erasure, a turn of it: where the next turn goes on (it began at 0); null where the part is done. After any
 * end a turn may be done again.
 */
export type EraseStep = (erasing: Erasing, place: number, limit: number) => number | null

type Row = Tables['erasing'] & { id: number }

/**
 * What each does is said at `Transaction`. What is still to be done stands in a table, with the ids, so that it goes on
 * after any end; those are forgotten with the last turn.
 */
export function createEraseWrites(db: Database, names: Pick<Names, 'forget'>): ErasureWrites {
  const { remember, ...erasedIds } = createErasedIds(db)
  const own = createEraseOwn(db)
  const mentions = createEraseMentions(db)
  const steps: Record<SubjectKind, readonly EraseStep[]> = {
    person: [...own.person, ...mentions],
    account: [...own.account, ...mentions],
  }
  const underWay = db
    .prepare<[SubjectKind, string], number>(
      `SELECT erasing.id FROM erasing, json_each(ids) AS one WHERE of = ? AND one.value ->> 'id' = ?`,
    )
    .pluck()
  const get = db.prepare<[number], Row>('SELECT * FROM erasing WHERE id = ?')
  const add = db.prepare(`INSERT INTO erasing VALUES (${NEWEST_ERASURE}, ?, ?, ?, ?, hex(randomblob(32)), 0, 0, ?)`)
  const countErasure = db.prepare(COUNT_ERASURE)
  const go = db.prepare('UPDATE erasing SET step = ?, place = ?, counts = ? WHERE id = ?')
  const finish = db.prepare(`UPDATE erasing SET ids = '[]', salt = '', counts = ? WHERE id = ?`)
  const remove = db.prepare('DELETE FROM erasing WHERE id = ?')
  const hasName = db.prepare<[string]>('SELECT 1 FROM names WHERE name = ?')
  const rename = db.prepare('UPDATE names SET name = ? WHERE name = ?')

  /** Runs something with what is being erased; gives its counts afterwards. */
  function counting<Result>({ of, subject, at, ids, salt, counts }: Row, work: (erasing: Erasing) => Result) {
    const counted = { ...(JSON.parse(counts) as ErasureCounts) }
    const count = (what: keyof ErasureCounts, more: number) => void (counted[what] += more)
    const pseudonyms = createPseudonyms(JSON.parse(ids) as ErasedId[], salt)
    const result = work({ of, subject, at, pseudonyms, count })
    return { result, counts: counted }
  }

  return {
    ...erasedIds,
    async beginErasure(of, id, at, isWord) {
      const { subject, aliases } = own.find(of, id)
      // Whoever has the id again is somebody new.
      const begun = subject === 0 ? underWay.get(of, id) : undefined
      if (begun !== undefined) return begun
      const ids = [...new Set([id, ...aliases])].map((one) => ({
        id: one,
        isShared: hasName.get(one) !== undefined,
        isWord: isWord(one),
      }))
      for (const one of ids) remember(of, one.id, at)
      countErasure.run()
      const erasure = Number(
        add.run(of, subject, at, JSON.stringify(ids), JSON.stringify(NOTHING_ERASED)).lastInsertRowid,
      )
      const { counts } = counting(get.get(erasure)!, (erasing) => {
        for (const one of ids) if (one.isShared) rename.run(erasing.pseudonyms.of('', one.id), one.id)
        names.forget()
        own.begin(
          erasing,
          ids.map((one) => one.id),
        )
      })
      go.run(0, 0, JSON.stringify(counts), erasure)
      return erasure
    },
    async eraseNext(erasure, limit): Promise<Erasure | null> {
      const row = get.get(erasure)
      if (!row) return null
      const step = steps[row.of][row.step]
      if (!step || row.salt === '') return { counts: JSON.parse(row.counts) as ErasureCounts, isDone: true }
      const { result: place, counts } = counting(row, (erasing) => step(erasing, row.place, limit))
      const next = place === null ? row.step + 1 : row.step
      const isDone = next === steps[row.of].length
      go.run(next, place ?? 0, JSON.stringify(counts), erasure)
      if (isDone) finish.run(JSON.stringify(counts), erasure)
      return { counts, isDone }
    },
    endErasure: async (erasure) => void remove.run(erasure),
  }
}
