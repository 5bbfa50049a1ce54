/** Who acts, as far as is known, and the session that it belongs to. The browser's: its tabs share it. */
export interface Visit {
  anonymousId: string
  userId?: string | undefined
  groupId?: string | undefined
  sessionId: string
  /** Of the last action, rounded up to a minute: it is stored, and is not worth storing more often. */
  activeAt: number
}

/** What was done, as it goes over the wire, less the stamp. */
export interface Content {
  type: 'track' | 'identify' | 'group' | 'reset'
  event?: string
  userId?: string
  groupId?: string
  properties?: unknown
  traits?: unknown
}

/** A session ends after so long without an action. */
export const SESSION_PAUSE_MS: number = 30 * 60_000
const MINUTE_MS = 60_000

/** Returns the visit from an action on. Another user than the one before is another person: nothing of theirs goes over. */
export function nextVisit(before: Visit | undefined, content: Content, at: number, newId: () => string): Visit {
  const { type, userId = before?.userId, groupId } = content
  const isOther = type === 'reset' || (before?.userId && userId !== before.userId)
  const same = isOther ? undefined : before
  return {
    anonymousId: same?.anonymousId ?? newId(),
    userId: type === 'reset' ? undefined : userId,
    groupId: groupId ?? same?.groupId,
    sessionId: same && at - same.activeAt <= SESSION_PAUSE_MS ? same.sessionId : newId(),
    activeAt: Math.ceil(at / MINUTE_MS) * MINUTE_MS,
  }
}

/** Returns who does what is done from here on: a user in an account, or empty for nobody. Ids hold no control characters. */
export function ownerOf(visit: Visit | undefined): string {
  return visit?.userId ? `${visit.userId}\n${visit.groupId ?? ''}` : ''
}

/** Returns the user of an owner. */
export function userOf(owner: string): string | undefined {
  return owner.split('\n')[0]
}
