import { parseRecord } from './parse-record.ts'

/** Who acts, as far as is known. */
export interface Identity {
  anonymousId: string
  userId?: string
  groupId?: string
}

export interface Session {
  id: string
  activeAt: number
}

/** A session ends after so long without an action. */
export const SESSION_PAUSE_MS: number = 30 * 60_000

/** One call of the client, copied. `name` is the event, the user or the account; `data` the JSON of properties or traits. */
export interface Call {
  type: 'track' | 'identify' | 'group' | 'reset'
  at: number
  name: string
  data?: string | undefined
}

/** Returns who acts from this call on. Another user than the one before is another person: nothing of theirs goes over. */
export function nextIdentity(identity: Identity, { type, name }: Call, newId: () => string): Identity {
  if (type === 'group') return name === identity.groupId ? identity : { ...identity, groupId: name }
  if (type === 'reset') return { anonymousId: newId() }
  if (type === 'track' || name === identity.userId) return identity
  return identity.userId === undefined ? { ...identity, userId: name } : { anonymousId: newId(), userId: name }
}

/** Returns the session that an action at `at` belongs to. */
export function nextSession(session: Session | undefined, at: number, newId: () => string): Session {
  const continues = session && at - session.activeAt <= SESSION_PAUSE_MS
  return { id: continues ? session.id : newId(), activeAt: at }
}

/** Reads a stored identity; undefined for anything else. */
export function parseIdentity(text: string | undefined): Identity | undefined {
  const { anonymousId, userId, groupId } = parseRecord(text) ?? {}
  if (typeof anonymousId !== 'string') return undefined
  return { anonymousId, ...(typeof userId === 'string' && { userId }), ...(typeof groupId === 'string' && { groupId }) }
}

/** Reads a stored session; undefined for anything else. */
export function parseSession(text: string | undefined): Session | undefined {
  const { id, activeAt } = parseRecord(text) ?? {}
  return typeof id === 'string' && typeof activeAt === 'number' ? { id, activeAt } : undefined
}
