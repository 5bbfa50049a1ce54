import type { Model } from '@uptake/shared/model'
import { RESERVED_EVENTS } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import type { Border, RejectedMessage, Storage, Transaction } from '../storage/storage.ts'
import { withoutErased } from './erased.ts'
import { createFold } from './fold-messages.ts'
import { foldVersionOf } from './fold-version.ts'
import { type ResolvedMessage, resolveIdentity } from './identity.ts'
import type { ParsedMessage, Refusal } from './parse-message.ts'
import { seenIn } from './seen.ts'
import { storeFolds } from './store-folds.ts'

/** Distinct names outside the model that are kept; beyond, events are kept without them. */
const MAX_EVENT_NAMES = 1_000

/** What goes into one transaction: messages to commit, in order, and those refused at the door, to be seen by who watches. */
export interface Submission {
  readonly messages: readonly ParsedMessage[]
  readonly rejected: readonly RejectedMessage[]
}

/** What became of a submission's messages. Those that are neither were known already. */
export interface Committed {
  /** How many were new. */
  readonly accepted: number
  /** Those that may not be taken, by their places: from before the border, or of who was erased since. */
  readonly refused: ReadonlyMap<number, Refusal>
}
export type Commit = (submissions: readonly Submission[]) => Promise<Committed[]>

const TOO_OLD: Refusal = {
  code: 'too_old',
  detail: 'The message is of a day whose messages have been removed. Leave out what is older than data is kept.',
}
const ERASED: Refusal = {
  code: 'erased',
  detail: 'The message is of somebody who was erased after it happened. Leave it out.',
}

/**
 * Commits submissions together, in one transaction: all that was new, with whom it is of, and what it folds into.
 * @param isLive - messages are received at this moment: a past one of the clock is no reason to refuse them for good
 * @throws UptakeError `unavailable` where another process has folded the store by another model since this one started, or
 *   the clock is before the border
 */
export function createCommit(storage: Storage, model: Model, { isLive = false } = {}): Commit {
  const fold = createFold(model)
  const foldVersion = foldVersionOf(model)

  async function add(
    transaction: Transaction,
    messages: readonly ParsedMessage[],
    border: Border | null,
  ): Promise<void> {
    const resolved = await nameWithinLimits(transaction, await resolveIdentity(transaction, messages))
    await transaction.addMessages(resolved)
    await storeFolds(transaction, model, fold(resolved, border))
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
      const border = await transaction.border()
      if (
        isLive &&
        border !== null &&
        submissions.some(({ messages: [first] }) => first && first.receivedAt < border.at)
      ) {
        // Refused as too old, it would be lost for good to whoever sends it.
        const message = 'messages arrive before the day that older ones were removed up to: a clock is, or was, wrong'
        const hint = 'Set the clock. If it was ahead when messages were removed, restore a backup of before.'
        throw new UptakeError('unavailable', message, hint)
      }
      const gone = border === null ? NONE : await transaction.removedMessages(ids.filter((id) => !known.has(id)))
      const isTooOld = ({ messageId, occurredAt }: ParsedMessage) =>
        border !== null && (occurredAt < border.at || gone.has(messageId))
      const erased = await withoutErased(transaction, submissions)
      const fresh: ParsedMessage[] = []
      const toTell = submissions.flatMap(({ rejected }) => rejected.map(erased.nameless))
      const committed = submissions.map(({ messages }) => {
        const before = fresh.length
        const refused = new Map<number, Refusal>()
        for (const [place, sent] of messages.entries()) {
          if (known.has(sent.messageId)) continue
          const message = erased.kept(sent)
          if (message !== null && !isTooOld(message)) {
            known.add(message.messageId)
            fresh.push(message)
            continue
          }
          const why = message === null ? ERASED : TOO_OLD
          refused.set(place, why)
          const { type, event, userId, receivedAt } = sent
          toTell.push(erased.nameless({ ...why, type, event, userId, receivedAt }))
        }
        return { accepted: fresh.length - before, refused }
      })
      if (fresh.length > 0) await add(transaction, fresh, border)
      await transaction.addRejected(toTell)
      return committed
    })
}

const NONE: ReadonlySet<string> = new Set()
