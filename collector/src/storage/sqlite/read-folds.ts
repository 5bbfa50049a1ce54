import type { Database } from 'better-sqlite3'
import type { Storage, StoredCell, StoredInteraction, StoredRow, StoredTrait, SubjectKind } from '../storage.ts'
import { createNameReader } from './names.ts'
import type { Tables } from './tables.ts'

export type FoldReads = Pick<Storage, 'rows' | 'cells' | 'interactions' | 'traits'>

type CellColumns = Pick<Tables['rows'], 'account' | 'action' | 'feature'> & {
  days: string
  counts: string
  volumes: string
}
const toNumbers = (json: string): number[] => JSON.parse(json) as number[]

/**
 * The hot path of every score: prepared statements of the driver, run once a person, which gives the order of the key
 * without sorting. What is known of each row is not read again, and names are looked up here, not joined.
 */
export function createFoldReads(db: Database): FoldReads {
  const rows = db.prepare<[number, number], Omit<Tables['rows'], 'person'>>(
    `SELECT account, action, feature, day, count, volume FROM rows WHERE person = ? AND day < ?
     ORDER BY account, action, feature, day`,
  )
  // One row a cell instead of one a day: what the driver makes of a row costs more than to read a list of numbers.
  const cells = db.prepare<[number, number], CellColumns>(
    `SELECT account, action, feature, json_group_array(day) AS days, json_group_array(count) AS counts,
       json_group_array(volume) AS volumes
     FROM (SELECT * FROM rows WHERE person = ? AND day < ? ORDER BY account, action, feature, day)
     GROUP BY account, action, feature`,
  )
  const interactions = db.prepare<[number, number], Omit<Tables['interactions'], 'person'>>(
    `SELECT account, action, counterpart, day FROM interactions WHERE person = ? AND day < ?
     ORDER BY account, action, counterpart, day`,
  )
  const traits = db.prepare<[SubjectKind, number, number], Omit<Tables['traits'], 'of' | 'subject'>>(
    `SELECT name, day, occurred_at, message_id, value FROM traits WHERE of = ? AND subject = ? AND day < ?
     ORDER BY name, day`,
  )
  const nameOf = createNameReader(db)

  return {
    async rows(people, before) {
      const read: StoredRow[] = []
      for (const person of people) {
        for (const { account, action, feature, day, count, volume } of rows.all(person, before)) {
          read.push({
            person,
            account: account || null,
            action: nameOf(action) ?? '',
            feature: nameOf(feature),
            day,
            count,
            volume,
          })
        }
      }
      return read
    },
    async cells(people, before) {
      const read: StoredCell[] = []
      for (const person of people) {
        for (const { account, action, feature, days, counts, volumes } of cells.all(person, before)) {
          read.push({
            person,
            account: account || null,
            action: nameOf(action) ?? '',
            feature: nameOf(feature),
            days: toNumbers(days),
            counts: toNumbers(counts),
            volumes: toNumbers(volumes),
          })
        }
      }
      return read
    },
    async interactions(people, before) {
      const read: StoredInteraction[] = []
      for (const person of people) {
        for (const { account, action, counterpart, day } of interactions.all(person, before)) {
          read.push({ person, account: account || null, action: nameOf(action) ?? '', counterpart, day })
        }
      }
      return read
    },
    async traits(of, subjects, before) {
      const read: StoredTrait[] = []
      for (const subject of subjects) {
        for (const { name, day, occurred_at, message_id, value } of traits.all(of, subject, before)) {
          const occurred = { day, occurredAt: occurred_at, messageId: message_id }
          read.push({ of, subject, name, ...occurred, value: JSON.parse(value) as unknown })
        }
      }
      return read
    },
  }
}
