import type { Model, SnapshotCycle } from '@uptake/shared/model'
import type { Subject } from '@uptake/shared/scoring'
import type { Score } from '@uptake/shared/wire'
import type { Account, Person, Storage } from '../storage/storage.ts'
import { toAnswerable } from './answerable.ts'
import { createBeside } from './beside.ts'
import type { Instant } from './instant.ts'
import { type Beside, type Standing, toStanding } from './standing.ts'
import { createSubjects, nobody } from './subjects.ts'

/**
 * Answers who stands where at an instant, by the shared scoring; a standing's `at` is the instant that it holds for, which
 * before the store's border is the end of the day. Each throws UptakeError `beyond_retention` for what was known then of such
 * a day.
 */
export interface Scores {
  /** `isKnown` says whether anybody by that id was ever seen. */
  ofUser(userId: string, at: Instant): Promise<Standing & { readonly isKnown: boolean }>
  ofAccount(accountId: string, at: Instant): Promise<Standing & { readonly isKnown: boolean }>
  /** Everybody who had been seen by then, in no order; of one account where it is named. */
  allUsers(at: Instant, accountId?: string): AsyncGenerator<Standing>
  allAccounts(at: Instant): AsyncGenerator<Standing>
}

const PEOPLE_A_READ = 200
const ACCOUNTS_A_READ = 50

/** The model in force, its version, and how often scores are written down. */
export interface InForce {
  readonly model: Model
  readonly version: number
  readonly cycle: SnapshotCycle
}

/** `isFolded` says whether the stored rows were folded by this model. */
export function createScores(
  storage: Storage,
  { model, version, cycle, isFolded = true }: InForce & { isFolded?: boolean },
): Scores {
  const subjects = createSubjects(storage, model, { isFolded })
  const userOf = ({ userId }: Person): Score['subject'] => ({ user: userId ?? '' })
  const accountOf = ({ accountId }: Account): Score['subject'] => ({ account: accountId })
  const beside = createBeside(storage, { version, cycle })
  async function* listUsers(people: readonly Person[], at: Instant, told: Beside): AsyncGenerator<Standing> {
    for (const [person, subject] of await subjects.ofPeople(people, at)) {
      yield toStanding(userOf(person), subject, at, told)
    }
  }
  const answerable = (asked: Instant) => toAnswerable(storage, model, asked)
  const answer = (isKnown: boolean, standing: Standing) => ({ ...standing, isKnown })

  return {
    async ofUser(userId, asked) {
      const at = await answerable(asked)
      const person = await storage.personByUserId(userId)
      const [found] = person ? await subjects.ofPeople([person], at) : []
      const subject: Subject = found?.[1] ?? nobody(model, at, 'person')
      return answer(person !== null, toStanding({ user: userId }, subject, at, await beside('person', at)))
    },
    async ofAccount(accountId, asked) {
      const at = await answerable(asked)
      const account = await storage.accountByAccountId(accountId)
      const [found] = account ? await subjects.ofAccounts([account], at) : []
      const subject: Subject = found?.[1] ?? nobody(model, at, 'account')
      return answer(account !== null, toStanding({ account: accountId }, subject, at, await beside('account', at)))
    },
    async *allUsers(asked, accountId) {
      const at = await answerable(asked)
      const told = await beside('person', at)
      if (accountId !== undefined) {
        const account = await storage.accountByAccountId(accountId)
        const members = account ? await storage.members([account.id]) : []
        const here = members.filter(({ firstAt }) => firstAt <= at.atMs).map(({ person }) => person)
        for (let from = 0; from < here.length; from += PEOPLE_A_READ) {
          const people = await storage.people(here.slice(from, from + PEOPLE_A_READ))
          // Visitors without a name are no users of the account.
          yield* listUsers(
            people.filter(({ userId }) => userId !== null),
            at,
            told,
          )
        }
        return
      }
      for (let people = await storage.usersAfter(0, PEOPLE_A_READ); people.length > 0;) {
        yield* listUsers(people, at, told)
        people = await storage.usersAfter(people.at(-1)?.id ?? 0, PEOPLE_A_READ)
      }
    },
    async *allAccounts(asked) {
      const at = await answerable(asked)
      const told = await beside('account', at)
      for (let accounts = await storage.accountsAfter(0, ACCOUNTS_A_READ); accounts.length > 0;) {
        for (const [account, subject] of await subjects.ofAccounts(accounts, at)) {
          yield toStanding(accountOf(account), subject, at, told)
        }
        accounts = await storage.accountsAfter(accounts.at(-1)?.id ?? 0, ACCOUNTS_A_READ)
      }
    },
  }
}
