import type { Database, Statement } from 'better-sqlite3'
import type { AccountId, StandingCursor, StandingSort, SubjectKind } from '../storage.ts'

interface Page {
  readonly sort: StandingSort
  readonly after: StandingCursor | null
  readonly limit: number
  readonly account?: AccountId | undefined
}
/** A stretch of the order that an index gives without sorting, behind the cursor. */
interface Stretch {
  readonly where: string
  readonly values: readonly unknown[]
  readonly order: string
}

/** The order of a sort, cut where what it is sorted by ends being the cursor's, and where it ends being known. */
function stretchesOf({ sort, after }: Page): Stretch[] {
  const column = sort.replace('-', '')
  const [beyond, direction] = sort.startsWith('-') ? ['<', 'DESC'] : ['>', 'ASC']
  if (column === 'id') {
    const order = `id ${direction}`
    return [
      after === null ? { where: 'TRUE', values: [], order } : { where: `id ${beyond} ?`, values: [after.id], order },
    ]
  }
  const unknown = { where: `${column} IS NULL`, values: [], order: 'id' }
  const order = `${column} ${direction}, id`
  if (after === null) return [{ where: `${column} IS NOT NULL`, values: [], order }, unknown]
  if (after.value === null) return [{ where: `${column} IS NULL AND id > ?`, values: [after.id], order: 'id' }]
  return [
    { where: `${column} = ? AND id > ?`, values: [after.value, after.id], order: 'id' },
    { where: `${column} ${beyond} ?`, values: [after.value], order },
    unknown,
  ]
}

/**
 * Finds the subjects of a page of standings, from indexes alone. Ids are compared by their bytes, where JavaScript
 * compares UTF-16: the two differ for characters above U+FFFF against those from U+E000 on.
 */
export function createStandingPages(db: Database): (of: SubjectKind, page: Page) => number[] {
  const statements = new Map<string, Statement<unknown[], number>>()
  const prepare = (text: string) => {
    const statement = statements.get(text) ?? db.prepare<unknown[], number>(text).pluck()
    statements.set(text, statement)
    return statement
  }
  return (of, page) => {
    const subjects: number[] = []
    // Members of one account are few beside everybody: they are looked up and sorted.
    const from = page.account === undefined ? 'standings' : 'members CROSS JOIN standings ON subject = person'
    const within = page.account === undefined ? '' : 'AND account = ?'
    const account = page.account === undefined ? [] : [page.account]
    for (const { where, values, order } of stretchesOf(page)) {
      if (subjects.length >= page.limit) break
      const find = prepare(`SELECT subject FROM ${from} WHERE of = ? ${within} AND ${where} ORDER BY ${order} LIMIT ?`)
      subjects.push(...find.all(of, ...account, ...values, page.limit - subjects.length))
    }
    return subjects
  }
}
