import type { Database } from 'better-sqlite3'
import type { Account, Person, Storage } from '../storage.ts'
import type { Tables } from './tables.ts'

type SubjectReads = Pick<
  Storage,
  'personByUserId' | 'accountByAccountId' | 'usersAfter' | 'accountsAfter' | 'people' | 'groupsOf' | 'members'
>

type PersonColumns = Pick<Tables['people'], 'user_id' | 'first_at' | 'last_at'> & { id: number }
type AccountColumns = Pick<Tables['accounts'], 'account_id' | 'first_at' | 'last_at'> & { id: number }

const toPerson = (row: PersonColumns): Person => ({
  id: row.id,
  userId: row.user_id,
  firstAt: row.first_at,
  lastAt: row.last_at,
})
const toAccount = (row: AccountColumns): Account => ({
  id: row.id,
  accountId: row.account_id,
  firstAt: row.first_at,
  lastAt: row.last_at,
})

/** Whom every score begins with: statements that are prepared once. What each gives is said at `Storage`. */
export function createSubjectReads(db: Database): SubjectReads {
  const PERSON = 'SELECT id, user_id, first_at, last_at FROM people'
  const ACCOUNT = 'SELECT id, account_id, first_at, last_at FROM accounts'
  // The driver binds no lists.
  const ONE_OF = '(SELECT value FROM json_each(?))'
  const person = db.prepare<[string], PersonColumns>(`${PERSON} WHERE user_id = ?`)
  const account = db.prepare<[string], AccountColumns & Pick<Tables['accounts'], 'touched_seq'>>(
    'SELECT id, account_id, first_at, last_at, touched_seq FROM accounts WHERE account_id = ?',
  )
  const usersAfter = db.prepare<[number, number], PersonColumns>(
    `${PERSON} WHERE id > ? AND user_id IS NOT NULL ORDER BY id LIMIT ?`,
  )
  const accountsAfter = db.prepare<[number, number], AccountColumns>(`${ACCOUNT} WHERE id > ? ORDER BY id LIMIT ?`)
  const people = db.prepare<[string], PersonColumns>(`${PERSON} WHERE id IN ${ONE_OF}`)
  const members = db.prepare<[string], Tables['members']>(
    `SELECT account, person, first_at, last_at FROM members WHERE account IN ${ONE_OF}`,
  )
  const groups = db.prepare<[string], AccountColumns & { person: number }>(
    `SELECT people.id AS person, accounts.* FROM people JOIN accounts ON accounts.id = group_account
     WHERE people.id IN ${ONE_OF}`,
  )

  return {
    async personByUserId(userId) {
      const row = person.get(userId)
      return row ? toPerson(row) : null
    },
    async accountByAccountId(accountId) {
      const row = account.get(accountId)
      return row ? { ...toAccount(row), touchedSeq: row.touched_seq } : null
    },
    usersAfter: async (after, limit) => usersAfter.all(after, limit).map(toPerson),
    accountsAfter: async (after, limit) => accountsAfter.all(after, limit).map(toAccount),
    people: async (ids) => people.all(JSON.stringify(ids)).map(toPerson),
    groupsOf: async (ids) => new Map(groups.all(JSON.stringify(ids)).map((row) => [row.person, toAccount(row)])),
    members: async (of) =>
      members.all(JSON.stringify(of)).map(({ first_at, last_at, ...member }) => ({
        ...member,
        firstAt: first_at,
        lastAt: last_at,
      })),
  }
}
