import type { Model } from '@uptake/shared/model'
import {
  type Activation,
  activationOf,
  type Day,
  nextActionsOfAccount,
  nextActionsOfPerson,
  scoreAccount,
  type Scored,
  scorePerson,
  type Traits,
} from '@uptake/shared/scoring'
import type { NextAction, Score } from '@uptake/shared/wire'
import type { Person, Storage } from '../storage/storage.ts'
import { createHistories } from './histories.ts'
import type { Instant } from './instant.ts'

/** A score with what else is asked of its subject. */
export interface Standing {
  /** Whether anybody by that id was ever seen. */
  readonly isKnown: boolean
  readonly score: Score
  readonly nextActions: NextAction[]
  readonly activation: Activation | null
}

/** What a list is made of. */
export interface Listed {
  readonly score: Score
  readonly traits: Traits
}

/** Answers who stands where at an instant, from the stored rows by the shared scoring. */
export interface Scores {
  ofUser(userId: string, at: Instant): Promise<Standing>
  ofAccount(accountId: string, at: Instant): Promise<Standing>
  /** Everybody who had been seen by then, in no order; of one account where it is named. */
  allUsers(at: Instant, accountId?: string): AsyncGenerator<Listed>
  allAccounts(at: Instant): AsyncGenerator<Listed>
}

const PEOPLE_A_READ = 500
const ACCOUNTS_A_READ = 100

export function createScores(storage: Storage, model: Model, version: number): Scores {
  const histories = createHistories(storage, model)
  const toScore = (subject: Score['subject'], scored: Scored, at: Instant): Score => ({
    subject,
    ...scored,
    interval: null,
    trend: null,
    model: { version, profile: null },
    asOf: new Date(at.atMs).toISOString(),
  })

  async function* listPeople(people: readonly Person[], at: Instant): AsyncGenerator<Listed> {
    const found = await histories.ofPeople(people, at)
    for (const { id, userId } of people) {
      const history = found.get(id)
      if (!history || userId === null) continue
      const scored = scorePerson(model, history, at.day)
      yield { score: toScore({ user: userId }, scored, at), traits: history.traits }
    }
  }

  return {
    async ofUser(userId, at) {
      const person = await storage.personByUserId(userId)
      const found = person && (await histories.ofPeople([person], at)).get(person.id)
      const history = found ?? { ...comingTomorrow(at), rows: [], interactions: [] }
      return {
        isKnown: person !== null,
        score: toScore({ user: userId }, scorePerson(model, history, at.day), at),
        nextActions: nextActionsOfPerson(model, history, at.day),
        activation: activationOf(model, history),
      }
    },
    async ofAccount(accountId, at) {
      const account = await storage.accountByAccountId(accountId)
      const found = account && (await histories.ofAccounts([account], at)).get(account.id)
      const history = found ?? { ...comingTomorrow(at), members: new Map() }
      return {
        isKnown: account !== null,
        score: toScore({ account: accountId }, scoreAccount(model, history, at.day), at),
        nextActions: nextActionsOfAccount(model, history, at.day),
        activation: null,
      }
    },
    async *allUsers(at, accountId) {
      if (accountId !== undefined) {
        const account = await storage.accountByAccountId(accountId)
        const members = account ? await storage.members([account.id]) : []
        const here = members.filter(({ firstAt }) => firstAt <= at.atMs).map(({ person }) => person)
        for (let from = 0; from < here.length; from += PEOPLE_A_READ) {
          yield* listPeople(await storage.people(here.slice(from, from + PEOPLE_A_READ)), at)
        }
        return
      }
      for (let people = await storage.usersAfter(0, PEOPLE_A_READ); people.length > 0;) {
        yield* listPeople(people, at)
        people = await storage.usersAfter(people.at(-1)?.id ?? 0, PEOPLE_A_READ)
      }
    },
    async *allAccounts(at) {
      for (let accounts = await storage.accountsAfter(0, ACCOUNTS_A_READ); accounts.length > 0;) {
        const found = await histories.ofAccounts(accounts, at)
        for (const { id, accountId } of accounts) {
          const history = found.get(id)
          if (!history) continue
          const scored = scoreAccount(model, history, at.day)
          yield { score: toScore({ account: accountId }, scored, at), traits: history.traits }
        }
        accounts = await storage.accountsAfter(accounts.at(-1)?.id ?? 0, ACCOUNTS_A_READ)
      }
    },
  }
}

/** Whoever had not been seen by then has been known for no day yet. */
const comingTomorrow = ({ day }: Instant): { firstSeen: Day; traits: Traits } => ({ firstSeen: day + 1, traits: {} })
