/** Who acts, as far as is known, and the session that it belongs to. The browser's: its tabs share it. */
export interface Visit extends Named {
  anonymousId: string
  sessionId: string
  /** Of the last action, rounded up to a minute: it is stored, and is not worth storing more often. */
  activeAt: number
}

/** Whom an action names: nobody, a user or their account. */
export interface Named {
  userId?: string | undefined
  groupId?: string | undefined
}

/** A session ends after so long without an action. */
export const SESSION_PAUSE_MS: number = 30 * 60_000
const MINUTE_MS = 60_000

/**
 * Returns the visit from an action on. Another user than the one before is another person: nothing of theirs goes over.
 */
export function nextVisit(before: Visit | undefined, named: Named, at: number, newId: (at: number) => string): Visit {
  const isOther = before?.userId && named.userId && named.userId !== before.userId
  const same = isOther ? undefined : before
  return {
    ...same,
    ...named,
    anonymousId: same?.anonymousId ?? newId(at),
    sessionId: same && at - same.activeAt <= SESSION_PAUSE_MS ? same.sessionId : newId(at),
    activeAt: Math.ceil(at / MINUTE_MS) * MINUTE_MS,
  }
}
