import type { RejectedMessage, Transaction } from '../storage/storage.ts'
import type { Submission } from './accept.ts'
import type { ParsedMessage } from './parse-message.ts'

/** How long messages of an erased person, from before, are dropped: they may wait in a queue that was offline. */
export const REMEMBERED_MS = 30 * 86_400_000

/** What may be taken of those who were erased. */
interface WithoutErased {
  /**
   * The message as it may be taken; null where it is of an erased person, or tells of an erased account, from before.
   * What else happened in the account then happened without one.
   */
  kept(message: ParsedMessage): ParsedMessage | null
  /** What was refused, without the id of somebody who was erased. */
  nameless(rejected: RejectedMessage): RejectedMessage
}

/** Looks up who of the senders was erased. What happened after the newest erasure is spared that. */
export async function withoutErased(
  transaction: Transaction,
  submissions: readonly Submission[],
): Promise<WithoutErased> {
  const newestAt = await transaction.newestErasureAt()
  if (newestAt === null) return { kept: (message) => message, nameless: (rejected) => rejected }
  const ids = { person: new Set<string>(), account: new Set<string>() }
  for (const { messages, rejected } of submissions) {
    for (const { userId } of rejected) if (userId !== null) ids.person.add(userId)
    for (const message of messages) {
      if (message.occurredAt > newestAt) continue
      const sender = senderOf(message)
      if (sender !== null) ids.person.add(sender)
      if (message.accountId !== null) ids.account.add(message.accountId)
    }
  }
  const people = await transaction.erasedAt('person', [...ids.person])
  const accounts = await transaction.erasedAt('account', [...ids.account])
  const isErased = (at: ReadonlyMap<string, number>, id: string | null, { occurredAt, receivedAt }: ParsedMessage) => {
    const erasedAt = id === null ? undefined : at.get(id)
    return erasedAt !== undefined && occurredAt <= erasedAt && receivedAt < erasedAt + REMEMBERED_MS
  }
  return {
    kept(message) {
      if (isErased(people, senderOf(message), message)) return null
      if (!isErased(accounts, message.accountId, message)) return message
      return message.type === 'group' ? null : { ...message, accountId: null }
    },
    nameless: (rejected) => (people.has(rejected.userId ?? '') ? { ...rejected, userId: null } : rejected),
  }
}

const senderOf = ({ userId, anonymousId }: ParsedMessage): string | null => userId ?? anonymousId
