import type { Database } from 'better-sqlite3'
import type { FoldWrites } from '../storage.ts'
import type { Names } from './names.ts'
import { createMarkWrites } from './nudge-marks.ts'

/** What each does is said at `Transaction`. */
export function createFoldWrites(db: Database, names: Names): FoldWrites {
  const addRow = db.prepare(
    `INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, volume = volume + excluded.volume`,
  )
  const addInteraction = db.prepare('INSERT INTO interactions VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const addTrait = db.prepare(
    `INSERT INTO traits VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET occurred_at = excluded.occurred_at, message_id = excluded.message_id, value = excluded.value
     WHERE (excluded.occurred_at, excluded.message_id) > (occurred_at, message_id)`,
  )

  return {
    ...createMarkWrites(db),
    async addRows(rows) {
      for (const { person, account, action, feature, day, count, volume } of rows) {
        addRow.run(person, account ?? 0, names.intern(action), names.intern(feature), day, count, volume)
      }
    },
    async addInteractions(interactions) {
      for (const { person, account, action, counterpart, day } of interactions) {
        addInteraction.run(person, account ?? 0, names.intern(action), counterpart, day)
      }
    },
    async addTraits(traits) {
      for (const { of, subject, name, day, occurredAt, messageId, value } of traits) {
        addTrait.run(of, subject, name, day, occurredAt, messageId, JSON.stringify(value))
      }
    },
  }
}
