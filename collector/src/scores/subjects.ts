import type { Model } from '@uptake/shared/model'
import { accountSubject, type Day, personSubject, type Subject } from '@uptake/shared/scoring'
import type { Account, Person, Storage } from '../storage/storage.ts'
import { fromMessages } from './from-messages.ts'
import { fromRows } from './from-rows.ts'
import { createHistories } from './histories.ts'
import type { Instant } from './instant.ts'

/** Makes people and accounts ready to be scored at an instant, and at any day before. */
export interface Subjects {
  /** Of those who had been seen by then, in the order given. */
  readonly ofPeople: <Some extends Person>(people: readonly Some[], at: Instant) => Promise<[Some, Subject][]>
  readonly ofAccounts: <Some extends Account>(accounts: readonly Some[], at: Instant) => Promise<[Some, Subject][]>
}

/** By rows where they hold what is asked for: as folded by the model in force, and all that is known now. */
export function createSubjects(
  storage: Storage,
  model: Model,
  { isFolded = true }: { isFolded?: boolean } = {},
): Subjects {
  const replayed = createHistories(storage, model, fromMessages(storage, model))
  const stored = isFolded ? createHistories(storage, model, fromRows(storage, model)) : replayed
  const histories = ({ receivedBy }: Instant) => (receivedBy === null ? stored : replayed)

  return {
    async ofPeople<Some extends Person>(people: readonly Some[], at: Instant) {
      const found = await histories(at).ofPeople(people, at)
      return people.flatMap((person): [Some, Subject][] => {
        const history = found.get(person.id)
        return history ? [[person, personSubject(model, history, at.day)]] : []
      })
    },
    async ofAccounts<Some extends Account>(accounts: readonly Some[], at: Instant) {
      const found = await histories(at).ofAccounts(accounts, at)
      return accounts.flatMap((account): [Some, Subject][] => {
        const history = found.get(account.id)
        return history ? [[account, accountSubject(model, history, at.day)]] : []
      })
    },
  }
}

/** Somebody of whom nothing had been seen by then: known from tomorrow on. */
export function nobody(model: Model, { day }: Instant, of: 'person' | 'account'): Subject {
  const firstSeen: Day = day + 1
  return of === 'person'
    ? personSubject(model, { firstSeen, cells: [], interactions: [], traits: [] }, day)
    : accountSubject(model, { firstSeen, members: new Map(), traits: [] }, day)
}
