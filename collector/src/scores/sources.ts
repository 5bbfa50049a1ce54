import { type Model, traitNamesOf } from '@uptake/shared/model'
import type { Account, AccountId, Border, Member, Person, PersonId, StoredCell, StoredRow } from '../storage/storage.ts'
import { cellsOf } from '@uptake/shared/scoring'
import type { Folds } from '../ingest/fold-messages.ts'
import type { Instant } from './instant.ts'

/** What is known at an instant of some people, or of accounts and all who were seen in them. */
export interface Found extends Pick<Folds, 'interactions' | 'traits'> {
  readonly cells: readonly StoredCell[]
  /** When each was first seen; who is not in it had not been seen by then. */
  readonly people: ReadonlyMap<PersonId, { readonly firstAt: number }>
  readonly accounts: ReadonlyMap<AccountId, { readonly firstAt: number }>
  readonly members: readonly Pick<Member, 'account' | 'person' | 'firstAt'>[]
}

/** Where histories are read from: the folded rows, or the messages themselves, as far as the store's border lets them be. */
export interface Source {
  ofPeople(people: readonly Person[], at: Instant, border: Border | null): Promise<Found>
  ofAccounts(accounts: readonly Account[], at: Instant, border: Border | null): Promise<Found>
}

/**
 * Of more rows, or interactions, of one person a score reads the newest: one that anybody can make larger and larger would
 * hold up everybody's. Twenty a day for a thousand days.
 */
export const MOST_OF_ONE = 20_000
/** Of more traits of one person or account that the model does not score by, likewise. */
const MOST_TRAITS = 1_000

/** Of more members of one account, those who were seen last. */
export const MOST_MEMBERS = 10_000

/** The members that an account's score is made of. */
export function membersFor(members: readonly Member[]): readonly Member[] {
  const byAccount = [...Map.groupBy(members, ({ account }) => account).values()]
  if (byAccount.every(({ length }) => length <= MOST_MEMBERS)) return members
  const byLast = (a: Member, b: Member) => b.lastAt - a.lastAt || a.person - b.person
  return byAccount.flatMap((own) => (own.length <= MOST_MEMBERS ? own : own.toSorted(byLast).slice(0, MOST_MEMBERS)))
}

/** The traits that a score, and lists, are made of. */
export const traitsFor = (model: Model): { named: ReadonlySet<string>; others: number } => ({
  named: traitNamesOf(model),
  others: MOST_TRAITS,
})

/** Rows put together by whose they are, action and feature. */
export function toCells(rows: readonly StoredRow[]): StoredCell[] {
  const byOwner = Map.groupBy(rows, ({ person, account }) => `${person} ${account}`)
  return [...byOwner.values()].flatMap((own) => {
    const [{ person, account } = { person: 0, account: null }] = own
    return cellsOf(own).map((cell) => ({ ...cell, person, account }))
  })
}
