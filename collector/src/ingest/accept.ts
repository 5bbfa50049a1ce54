import type { Model } from '@uptake/shared/model'
import { RESERVED_EVENTS } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import type { RejectedMessage, Storage, Transaction } from '../storage/storage.ts'
import { createFold } from './fold-messages.ts'
import { foldVersionOf } from './fold-version.ts'
import { type ResolvedMessage, resolveIdentity } from './identity.ts'
import { nudgeMarksOf } from './nudge-marks.ts'
import type { ParsedMessage } from './parse-message.ts'
import { seenIn } from './seen.ts'
import { storeFolds } from './store-folds.ts'

/** Distinct names outside the model that are kept; beyond, events are kept without them. */
const MAX_EVENT_NAMES = 1_000

/** What goes into one transaction: messages to commit, in order, and those refused at the door, to be seen by who watches. */
export interface Submission {
  readonly messages: readonly ParsedMessage[]
  readonly rejected: readonly RejectedMessage[]
}

/** How many of a submission's messages were new. The others were known already. */
export type Commit = (submissions: readonly Submission[]) => Promise<number[]>

/**
 * Commits submissions together, in one transaction: all that was new, with whom it is of, and what it folds into.
 * @throws UptakeError `unavailable` where another process has folded the store by another model since this one started
 */
export function createCommit(storage: Storage, model: Model): Commit {
  const fold = createFold(model)
  const foldVersion = foldVersionOf(model)

  async function add(transaction: Transaction, messages: readonly ParsedMessage[]): Promise<void> {
    const resolved = await nameWithinLimits(transaction, await resolveIdentity(transaction, messages))
    await transaction.addMessages(resolved)
    await storeFolds(transaction, model, fold(resolved))
    await transaction.addNudgeMarks(nudgeMarksOf(resolved))
    await transaction.addSeen(seenIn(resolved))
  }

  async function nameWithinLimits(
    transaction: Transaction,
    messages: readonly ResolvedMessage[],
  ): Promise<ResolvedMessage[]> {
    const names = new Set<string>()
    for (const { event } of messages) {
      if (event !== null && !model.actions.has(event) && !RESERVED_EVENTS.has(event)) names.add(event)
    }
    if (names.size === 0) return [...messages]
    const admitted = await transaction.admitNames('event', [...names], MAX_EVENT_NAMES)
    return messages.map((message) =>
      message.event !== null && names.has(message.event) && !admitted.has(message.event)
        ? { ...message, event: null }
        : message,
    )
  }

  return (submissions) =>
    storage.transaction(async (transaction) => {
      const inForce = await transaction.foldVersion()
      if (inForce !== foldVersion) {
        const message = `another process ${inForce === null ? 'is folding' : 'has folded'} this store by another model`
        throw new UptakeError('unavailable', message, 'Restart the collector with the configuration that is in force.')
      }
      const ids = submissions.flatMap(({ messages }) => messages.map(({ messageId }) => messageId))
      const known = new Set(await transaction.knownMessages(ids))
      const fresh: ParsedMessage[] = []
      const accepted = submissions.map(({ messages }) => {
        const before = fresh.length
        for (const message of messages) {
          if (known.has(message.messageId)) continue
          known.add(message.messageId)
          fresh.push(message)
        }
        return fresh.length - before
      })
      if (fresh.length > 0) await add(transaction, fresh)
      await transaction.addRejected(submissions.flatMap(({ rejected }) => rejected))
      return accepted
    })
}
