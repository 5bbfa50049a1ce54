import type { Model } from '@uptake/shared/model'
import { createFold } from '../ingest/fold-messages.ts'
import { seenIn } from '../ingest/seen.ts'
import type { Border, PersonId, ReadMessage, Seen, Storage, SubjectKind } from '../storage/storage.ts'
import type { Instant } from './instant.ts'
import { type Found, MOST_OF_ONE, type Source, toCells, traitsFor } from './sources.ts'

/**
 * Folds the messages themselves: for what had been received by an instant, and for a model that folds otherwise than the
 * one in force. Whom a message is of is what was resolved when it, or a later claim, was committed. Days before the store's
 * border have none: they come from the rows, as they were folded when their messages were removed, whenever those had been
 * received.
 */
export function fromMessages(storage: Storage, model: Model): Source {
  const fold = createFold(model)
  const someTraits = traitsFor(model)
  const read = (people: readonly PersonId[], { atMs, receivedBy }: Instant, border: Border | null) =>
    storage.messagesBetween(people, border?.at ?? Number.MIN_SAFE_INTEGER, atMs, receivedBy ?? undefined)
  const toFound = (messages: readonly ReadMessage[], border: Border | null): Found => {
    const { rows, ...folds } = fold(messages, border)
    return { ...folds, cells: toCells(rows), ...seenIn(messages) }
  }
  /** What days before the border hold, of those up to the instant's. */
  async function rowsOf(people: readonly PersonId[], traitsOf: TraitsOf, at: Instant, border: Border): Promise<Parts> {
    const before = Math.min(border.day, at.day + 1)
    const [cells, interactions, traits] = await Promise.all([
      storage.cells(people, before, MOST_OF_ONE),
      storage.interactions(people, before, MOST_OF_ONE),
      storage.traits(...traitsOf, before, someTraits),
    ])
    return { cells, interactions, traits }
  }

  return {
    async ofPeople(people, at, border) {
      const ids = people.map(({ id }) => id)
      const found = toFound(await read(ids, at, border), border)
      if (border === null) return found
      const older = await rowsOf(ids, ['person', ids], at, border)
      return { ...together(older, found), people: new Map([...found.people, ...seenBefore(people, at, border)]) }
    },
    async ofAccounts(accounts, at, border) {
      const ids = new Set(accounts.map(({ id }) => id))
      const members = await storage.members([...ids])
      const people = [...new Set(members.map(({ person }) => person))]
      const messages = await read(people, at, border)
      const found = toFound(
        messages.filter(({ account }) => account !== null && ids.has(account)),
        border,
      )
      if (border === null) return found
      const older = await rowsOf(people, ['account', [...ids]], at, border)
      const keyOf = ({ account, person }: Found['members'][number]) => `${account} ${person}`
      const before = members.filter(({ firstAt }) => isBefore(firstAt, at, border))
      return {
        ...together(older, found),
        accounts: new Map([...found.accounts, ...seenBefore(accounts, at, border)]),
        members: [...new Map([...found.members, ...before].map((member) => [keyOf(member), member])).values()],
      }
    },
  }
}

type TraitsOf = [of: SubjectKind, subjects: readonly number[]]
type Parts = Pick<Found, 'cells' | 'interactions' | 'traits'>
const together = (older: Parts, found: Found): Found => ({
  ...found,
  cells: [...older.cells, ...found.cells],
  interactions: [...older.interactions, ...found.interactions],
  traits: [...older.traits, ...found.traits],
})

/** Whether a message was of then that is gone. */
const isBefore = (atMs: number, at: Instant, border: Border): boolean => atMs < border.at && atMs <= at.atMs
const seenBefore = <Id extends number>(
  some: readonly (Seen & { readonly id: Id })[],
  at: Instant,
  border: Border,
): [Id, Seen][] => some.filter(({ firstAt }) => isBefore(firstAt, at, border)).map((one) => [one.id, one])
