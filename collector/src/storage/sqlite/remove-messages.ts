import type { Database } from 'better-sqlite3'
import type { Border, RemovalTurn, Transaction } from '../storage.ts'
import { createBorderRaise, createBorderRead } from './border.ts'
import { toMessageKey } from './message-key.ts'
import { KEEP_NEWEST_SEQ } from './newest-seq.ts'

type Removal = Pick<Transaction, 'border' | 'removeMessages' | 'removedMessages'>

/** The key in `meta` of how many messages were ever removed. */
export const REMOVED_KEY = 'removed_messages'
/** Adds to it. */
export const COUNT_REMOVED = `INSERT INTO meta VALUES ('${REMOVED_KEY}', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value`
/** More are never looked at in one turn. */
const PEOPLE_A_TURN = 1_000

interface Old {
  seq: number
  key: Buffer
  occurred_at: number
  received_at: number
}

/**
 * What each does is said at `Transaction`. Messages are looked for person by person, whose index has them by time: an index
 * of all by time would cost room and time for every message that comes, to be read once a day.
 */
export function createRemoval(db: Database): Removal {
  const border = createBorderRead(db)
  const raise = createBorderRaise(db)
  const people = db.prepare<[number, number], number>('SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ?').pluck()
  const old = db.prepare<[number, number, number], Old>(
    'SELECT seq, key, occurred_at, received_at FROM messages WHERE person = ? AND occurred_at < ? ORDER BY occurred_at LIMIT ?',
  )
  const keepPlace = db.prepare(KEEP_NEWEST_SEQ)
  const keepCount = db.prepare(COUNT_REMOVED)
  const keepKey = db.prepare('INSERT INTO removed VALUES (?) ON CONFLICT DO NOTHING')
  const remove = db.prepare('DELETE FROM messages WHERE seq = ?')
  const greatestKey = db.prepare<[], Buffer | null>('SELECT max(key) FROM removed').pluck()
  const hasKey = db.prepare<[Buffer]>('SELECT 1 FROM removed WHERE key = ?')

  /** Of so many people, or of some and a part of one more; who comes next is behind the last who has none left. */
  function find(before: Border, after: number, limit: number): { messages: Old[]; after: number | null } {
    const messages: Old[] = []
    const among = people.all(after, PEOPLE_A_TURN)
    let done = after
    for (const person of among) {
      messages.push(...old.all(person, before.at, limit - messages.length))
      if (messages.length === limit) return { messages, after: done }
      done = person
    }
    return { messages, after: among.length < PEOPLE_A_TURN ? null : done }
  }

  return {
    border: async () => border(),
    async removeMessages(before, after, limit): Promise<RemovalTurn> {
      const found = find(before, after, limit)
      if (found.messages.length > 0) {
        raise(before)
        keepPlace.run()
        keepCount.run(String(found.messages.length))
        for (const { seq, key, occurred_at, received_at } of found.messages) {
          // It happened when it came, since it named no time: sent again, it would happen anew.
          if (occurred_at === received_at) keepKey.run(key)
          remove.run(seq)
        }
      }
      return { occurredAt: found.messages.map(({ occurred_at }) => occurred_at), after: found.after }
    },
    async removedMessages(ids) {
      const greatest = greatestKey.get()
      if (!greatest) return new Set()
      const isRemoved = (key: Buffer) => key.compare(greatest) <= 0 && hasKey.get(key) !== undefined
      return new Set(ids.filter((id) => isRemoved(toMessageKey(id).bytes)))
    },
  }
}
