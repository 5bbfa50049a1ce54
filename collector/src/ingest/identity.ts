import type { AccountId, Group, KnownPerson, PersonId, Transaction } from '../storage/storage.ts'
import type { ParsedMessage } from './parse-message.ts'

/** A message with whom it is of, and in which account. */
export interface ResolvedMessage extends ParsedMessage {
  readonly person: PersonId
  readonly account: AccountId | null
}

/** Somebody while a transaction resolves them: not stored yet where `id` is null. */
interface Somebody {
  id: PersonId | null
  readonly userId: string | null
  group: Group | null
  /** The user that this visitor has turned out to be. */
  becomes: Somebody | null
}

const created = (userId: string | null): Somebody => ({ id: null, userId, group: null, becomes: null })

function distinct(messages: readonly ParsedMessage[], ...fields: IdField[]): string[] {
  const ids = new Set<string>()
  for (const message of messages) {
    for (const field of fields) {
      const id = message[field]
      if (id !== null) ids.add(id)
    }
  }
  return [...ids]
}
type IdField = 'userId' | 'anonymousId' | 'previousId' | 'accountId'

/**
 * Resolves whom each message is of, in order, and writes down what that changes.
 *
 * An anonymous id belongs to the first user that a message with both ids names, and what it did alone is then that
 * user's; a second claim changes nothing. The account is the one that the message names, else the last that a group
 * message had put the person in.
 */
export async function resolveIdentity(
  transaction: Transaction,
  messages: readonly ParsedMessage[],
): Promise<ResolvedMessage[]> {
  const somebodyOf = createSomebodies()
  const users = somebodyOf(await transaction.users(distinct(messages, 'userId')))
  const anonymous = somebodyOf(await transaction.anonymous(distinct(messages, 'anonymousId', 'previousId')))
  const accounts = await transaction.accounts(distinct(messages, 'accountId'))
  const firstSeq = await transaction.nextSeq()

  const claimed = new Map<string, Somebody>()
  const merged: Somebody[] = []
  const grouped = new Set<Somebody>()

  function claim(anonymousId: string, user: Somebody): void {
    const owner = anonymous.get(anonymousId)
    if (owner && now(owner).userId !== null) return
    if (owner) {
      const visitor = now(owner)
      visitor.becomes = user
      merged.push(visitor)
      if ((visitor.group?.seq ?? 0) > (user.group?.seq ?? 0)) {
        user.group = visitor.group
        grouped.add(user)
      }
    }
    anonymous.set(anonymousId, user)
    claimed.set(anonymousId, user)
  }
  function whoSent({ userId, anonymousId, previousId }: ParsedMessage): Somebody {
    if (userId !== null) {
      const user = users.get(userId) ?? created(userId)
      users.set(userId, user)
      for (const id of [anonymousId, previousId]) if (id !== null) claim(id, user)
      return user
    }
    // The schema lets no message through that has neither id.
    const id = anonymousId ?? ''
    const owner = anonymous.get(id)
    if (owner) return now(owner)
    const visitor = created(null)
    anonymous.set(id, visitor)
    claimed.set(id, visitor)
    return visitor
  }

  const sent = messages.map((message, index) => {
    const sender = whoSent(message)
    const named = message.accountId === null ? null : (accounts.get(message.accountId) ?? null)
    if (message.type === 'group' && named !== null) {
      sender.group = { account: named, seq: firstSeq + index }
      grouped.add(sender)
    }
    return { message, sender, account: named ?? sender.group?.account ?? null }
  })

  for (const somebody of new Set(sent.map(({ sender }) => now(sender)))) {
    somebody.id ??= await transaction.addPerson(somebody.userId)
  }
  for (const visitor of merged) {
    if (visitor.id !== null) await transaction.mergePeople(visitor.id, idOf(visitor))
  }
  for (const [anonymousId, owner] of claimed) await transaction.setAnonymous(anonymousId, idOf(owner))
  for (const somebody of grouped) {
    if (somebody.becomes === null && somebody.group) await transaction.setGroup(idOf(somebody), somebody.group)
  }
  return sent.map(({ message, sender, account }) => ({
    ...message,
    userId: now(sender).userId,
    person: idOf(sender),
    account,
  }))
}

/** Who somebody is after what has been claimed so far. */
function now(somebody: Somebody): Somebody {
  return somebody.becomes ?? somebody
}

/** Everybody who sent a message has an id by the time that it is asked for. */
function idOf(somebody: Somebody): PersonId {
  const { id } = now(somebody)
  if (id === null) throw new Error('a person was resolved without being stored')
  return id
}

/** Several ids of one person, a user's and anonymous ones, lead to one `Somebody`. */
function createSomebodies(): (found: ReadonlyMap<string, KnownPerson>) => Map<string, Somebody> {
  const people = new Map<PersonId, Somebody>()
  return (found) => {
    const byKey = new Map<string, Somebody>()
    for (const [key, { id, userId, group }] of found) {
      const somebody = people.get(id) ?? { id, userId, group, becomes: null }
      people.set(id, somebody)
      byKey.set(key, somebody)
    }
    return byKey
  }
}
