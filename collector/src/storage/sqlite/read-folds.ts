import type { Database } from 'better-sqlite3'
import type { Storage, StoredCell, StoredInteraction, StoredRow, StoredTrait, SubjectKind } from '../storage.ts'
import { createNameReader } from './names.ts'
import type { Tables } from './tables.ts'

type FoldReads = Pick<Storage, 'rows' | 'cells' | 'interactions' | 'traits'>

type CellColumns = Pick<Tables['rows'], 'account' | 'action' | 'feature'> & {
  days: string
  counts: string
  volumes: string
}
type TraitColumns = Omit<Tables['traits'], 'of' | 'subject'>
type SomeTraits = Parameters<Storage['traits']>[3]
const TRAITS = 'SELECT name, day, occurred_at, message_id, value FROM traits'
const ALL = Number.MAX_SAFE_INTEGER

interface Bounded<Columns> {
  /** All of them, as far as one more than `most`. */
  all(range: Range): Columns[]
  newest(range: Range): Columns[]
}
type Range = { readonly person: number; readonly before: number; readonly most: number }

/** Hardly anybody has more than the most: to look for the newest, which takes sorting, is left to those who have. */
function bounded<Columns>(
  db: Database,
  table: string,
  key: string,
  values: string,
  select: (some: string) => string,
): Bounded<Columns> {
  const of = `SELECT ${key}, ${values} FROM ${table} WHERE person = :person AND day < :before`
  const all = db.prepare<Range, Columns>(select(`${of} ORDER BY ${key}, day LIMIT :most + 1`))
  const newest = db.prepare<Range, Columns>(
    select(`SELECT * FROM (${of} ORDER BY day DESC, ${key} LIMIT :most) ORDER BY ${key}, day`),
  )
  return { all: (range) => all.all(range), newest: (range) => newest.all(range) }
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
  const cells = bounded<CellColumns>(
    db,
    'rows',
    'account, action, feature',
    'day, count, volume',
    (some) =>
      `SELECT account, action, feature, json_group_array(day) AS days, json_group_array(count) AS counts,
       json_group_array(volume) AS volumes
     FROM (${some}) GROUP BY account, action, feature`,
  )
  const interactions = bounded<Omit<Tables['interactions'], 'person'>>(
    db,
    'interactions',
    'account, action, counterpart',
    'day',
    (some) => some,
  )
  const traits = db.prepare<[SubjectKind, number, number, number], TraitColumns>(
    `${TRAITS} WHERE of = ? AND subject = ? AND day < ? ORDER BY name, day LIMIT ?`,
  )
  const namedTraits = db.prepare<[SubjectKind, number, number, string], TraitColumns>(
    `${TRAITS} WHERE of = ? AND subject = ? AND day < ? AND name IN (SELECT value FROM json_each(?)) ORDER BY name, day`,
  )
  // What stands beside a maximum is of its row.
  const otherTraits = db.prepare<[SubjectKind, number, number, string, number], TraitColumns>(
    `${TRAITS.replace('day', 'max(day) AS day')} WHERE of = ? AND subject = ? AND day < ?
       AND name NOT IN (SELECT value FROM json_each(?)) GROUP BY name ORDER BY 2 DESC, name LIMIT ?`,
  )
  function traitsOf(of: SubjectKind, subject: number, before: number, some: SomeTraits): TraitColumns[] {
    const all = traits.all(of, subject, before, some ? some.others + 1 : ALL)
    if (!some || all.length <= some.others) return all
    const named = JSON.stringify([...some.named])
    return [...namedTraits.all(of, subject, before, named), ...otherTraits.all(of, subject, before, named, some.others)]
  }
  const readNames = createNameReader(db)

  return {
    async rows(people, before) {
      const read: StoredRow[] = []
      const nameOf = readNames()
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
    async cells(people, before, most = ALL) {
      const nameOf = readNames()
      const toCell = (
        person: number,
        { account, action, feature, days, counts, volumes }: CellColumns,
      ): StoredCell => ({
        person,
        account: account || null,
        action: nameOf(action) ?? '',
        feature: nameOf(feature),
        days: toNumbers(days),
        counts: toNumbers(counts),
        volumes: toNumbers(volumes),
      })
      return people.flatMap((person) => {
        const read = cells.all({ person, before, most }).map((columns) => toCell(person, columns))
        if (read.reduce((sum, { days }) => sum + days.length, 0) <= most) return read
        return cells.newest({ person, before, most }).map((columns) => toCell(person, columns))
      })
    },
    async interactions(people, before, most = ALL) {
      const read: StoredInteraction[] = []
      const nameOf = readNames()
      for (const person of people) {
        const all = interactions.all({ person, before, most })
        const some = all.length > most ? interactions.newest({ person, before, most }) : all
        for (const { account, action, counterpart, day } of some) {
          read.push({ person, account: account || null, action: nameOf(action) ?? '', counterpart, day })
        }
      }
      return read
    },
    async traits(of, subjects, before, some) {
      const read: StoredTrait[] = []
      for (const subject of subjects) {
        for (const { name, day, occurred_at, message_id, value } of traitsOf(of, subject, before, some)) {
          const occurred = { day, occurredAt: occurred_at, messageId: message_id }
          read.push({ of, subject, name, ...occurred, value: JSON.parse(value) as unknown })
        }
      }
      return read
    },
  }
}
