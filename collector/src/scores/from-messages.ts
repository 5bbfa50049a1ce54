import type { Model } from '@uptake/shared/model'
import { createFold } from '../ingest/fold-messages.ts'
import { seenIn } from '../ingest/seen.ts'
import type { PersonId, ReadMessage, Storage } from '../storage/storage.ts'
import type { Instant } from './instant.ts'
import { type Found, type Source, toCells } from './sources.ts'

/**
 * Folds the messages themselves: for what had been received by an instant, and for a model that folds otherwise than the
 * one in force. Whom a message is of is what was resolved when it, or a later claim, was committed.
 */
export function fromMessages(storage: Storage, model: Model): Source {
  const fold = createFold(model)
  const read = (people: readonly PersonId[], { atMs, receivedBy }: Instant) =>
    storage.messagesBetween(people, Number.MIN_SAFE_INTEGER, atMs, receivedBy ?? undefined)
  const toFound = (messages: readonly ReadMessage[]): Found => {
    const { rows, ...folds } = fold(messages)
    return { ...folds, cells: toCells(rows), ...seenIn(messages) }
  }

  return {
    ofPeople: async (people, at) =>
      toFound(
        await read(
          people.map(({ id }) => id),
          at,
        ),
      ),
    async ofAccounts(accounts, at) {
      const ids = new Set(accounts.map(({ id }) => id))
      const members = await storage.members([...ids])
      const messages = await read([...new Set(members.map(({ person }) => person))], at)
      return toFound(messages.filter(({ account }) => account !== null && ids.has(account)))
    },
  }
}
