import type { Database } from 'better-sqlite3'
import type { Span, Storage, SubjectKind } from '../storage.ts'

type DeedReads = Pick<Storage, 'whoDid'>

/** What it gives is said at `Storage`. */
export function createDeedReads(db: Database): DeedReads {
  const actionId = db.prepare<[string], number>('SELECT id FROM names WHERE name = ?').pluck()
  const did = (table: string, rest: string) => db.prepare<Span & { id: number }>(`SELECT 1 FROM ${table} WHERE ${rest}`)
  const inTime = 'event = :id AND occurred_at > :after AND occurred_at <= :until LIMIT 1'
  const onDays = 'action = :id AND day > :after AND day <= :until LIMIT 1'
  // From an account to its members, of whom there are indexes.
  const ofMembers = (table: string) => `members CROSS JOIN ${table} USING (person, account)`
  const statements: Record<Parameters<Storage['whoDid']>[0], Record<SubjectKind, ReturnType<typeof did>>> = {
    time: {
      person: did('messages', `person = :subject AND ${inTime}`),
      account: did(ofMembers('messages'), `account = :subject AND ${inTime}`),
    },
    day: {
      person: did('rows', `person = :subject AND ${onDays}`),
      account: did(ofMembers('rows'), `account = :subject AND ${onDays}`),
    },
  }

  return {
    async whoDid(by, of, action, spans) {
      const id = actionId.get(action)
      if (id === undefined) return new Set()
      const some = spans.filter((span) => statements[by][of].get({ ...span, id }) !== undefined)
      return new Set(some.map(({ subject }) => subject))
    },
  }
}
