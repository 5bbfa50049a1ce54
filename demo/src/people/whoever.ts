import { ACCOUNTS, type Account, type Person } from './accounts.ts'

export interface Who {
  readonly account: Account
  readonly person: Person
}

/** `fresh-user_7` as one would write a name: "Fresh User 7". */
const toName = (id: string): string =>
  id
    .split(/[-_.\s]+/)
    .filter((word) => word !== '')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join(' ') || id

const [FIRST] = ACCOUNTS
if (FIRST === undefined) throw new Error('the demo has no accounts')

/**
 * Who is meant by the address's `user` and `account`. Ids that no story is told of are somebody new, in an account that
 * may be new too; without ids it is the first person there is.
 */
export function whoIs(userId: string | null, accountId: string | null): Who {
  const home = ACCOUNTS.find((account) => account.people.some((person) => person.id === userId))
  const known = ACCOUNTS.find((account) => account.id === accountId)
  const account: Account =
    known ?? (accountId === null ? (home ?? FIRST!) : { ...FIRST!, id: accountId, name: toName(accountId), people: [] })
  const [first] = account.people
  const person = account.people.find((candidate) => candidate.id === userId)
  if (person !== undefined) return { account, person }
  if (userId === null && first !== undefined) return { account, person: first }
  const id = userId ?? 'somebody'
  const newcomer: Person = { id, name: toName(id), role: 'Newcomer' }
  return { account: { ...account, people: [...account.people, newcomer] }, person: newcomer }
}

/** A person's name, from their id too where the account does not know them. */
export function nameOf(account: Account, id: string): string {
  return account.people.find((person) => person.id === id)?.name ?? toName(id)
}
