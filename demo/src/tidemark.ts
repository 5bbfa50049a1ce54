import { createContext, use } from 'react'
import type { Account, Person } from './people/accounts.ts'
import { nameOf } from './people/whoever.ts'
import type { Deeds } from './workspace/deeds.ts'
import type { Workspace } from './workspace/types.ts'

/** The dialog that is open over the page. */
export type Opened =
  | { readonly dialog: 'new-report' | 'import' | 'people' }
  | { readonly dialog: 'share'; readonly report: string }

/** What every part of the app may read and do. */
export interface Tidemark {
  readonly account: Account
  readonly person: Person
  readonly workspace: Workspace
  readonly deeds: Deeds
  readonly open: (opened: Opened) => void
  /** Says in passing that something was done. */
  readonly say: (words: string) => void
}

const Context = createContext<Tidemark | null>(null)
export const TidemarkProvider = Context.Provider

export function useTidemark(): Tidemark {
  const tidemark = use(Context)
  if (tidemark === null) throw new Error('useTidemark is for parts inside the app')
  return tidemark
}

/** Names of the account's people by id; "you" for the one who is there. */
export function useNames(): { readonly nameOf: (id: string) => string; readonly youOr: (id: string) => string } {
  const { account, person } = useTidemark()
  const name = (id: string) => nameOf(account, id)
  return { nameOf: name, youOr: (id) => (id === person.id ? 'you' : name(id)) }
}
