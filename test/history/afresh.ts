import type { ReadMessage } from '@uptake/collector/src/storage/storage.ts'
import type { Model } from '@uptake/shared/model'
import { accountSubject, type Day, personSubject, startOfDay, type Subject } from '@uptake/shared/scoring'
import { historiesOf, type KnownMessage } from '../vectors/history-of.ts'

/** No user id has a control character: such a one is a visitor's. */
const VISITOR = '\u0001'

/** A message as it was committed, for the pure functions: of whom and in which account is what was resolved. */
function toKnown({ messageId, type, person, userId, accountId, event, occurredAt, body }: ReadMessage): KnownMessage {
  return {
    messageId,
    type: type === 'track' || type === 'group' ? type : 'identify',
    userId: userId ?? `${VISITOR}${person}`,
    ...(accountId !== null && { groupId: accountId }),
    ...(event !== null && { event }),
    ...(body && { properties: body, traits: body }),
    timestamp: new Date(occurredAt).toISOString(),
  }
}

/** Users and accounts by the ids that they have outside, ready to be scored. */
export interface Afresh {
  readonly today: Day
  readonly users: ReadonlyMap<string, Subject>
  readonly accounts: ReadonlyMap<string, Subject>
}

/** Folds messages in memory, and nothing of the collector's but what it resolved, up to an instant. */
export function afresh(model: Model, messages: readonly ReadMessage[], atMs: number): Afresh {
  const { today, people, accounts } = historiesOf(model, messages.map(toKnown), new Date(atMs).toISOString())
  const isUser = ([id]: readonly [string, unknown]): boolean => !id.startsWith(VISITOR)
  const users = [...people].filter(isUser)
  return {
    today,
    users: new Map(users.map(([id, history]) => [id, personSubject(model, history, today)])),
    accounts: new Map(
      [...accounts].map(([id, { members, ...account }]) => {
        const named = new Map([...members].filter(isUser))
        return [id, accountSubject(model, { ...account, members: named }, today)]
      }),
    ),
  }
}

/** The last instant of a day. */
export const endOf = ({ timeZone }: Model, day: Day): number => startOfDay(timeZone, day + 1) - 1
