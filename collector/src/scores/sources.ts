import type { Account, AccountId, Member, Person, PersonId } from '../storage/storage.ts'
import type { Folds } from '../ingest/fold-messages.ts'
import type { Instant } from './instant.ts'

/** What is known at an instant of some people, or of accounts and all who were seen in them. */
export interface Found extends Folds {
  /** When each was first seen; who is not in it had not been seen by then. */
  readonly people: ReadonlyMap<PersonId, { readonly firstAt: number }>
  readonly accounts: ReadonlyMap<AccountId, { readonly firstAt: number }>
  readonly members: readonly Pick<Member, 'account' | 'person' | 'firstAt'>[]
}

/** Where histories are read from: the folded rows, or the messages themselves. */
export interface Source {
  ofPeople(people: readonly Person[], at: Instant): Promise<Found>
  ofAccounts(accounts: readonly Account[], at: Instant): Promise<Found>
}
