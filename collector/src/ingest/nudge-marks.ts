import { LIMITS, NUDGE_EVENTS, type NudgeEvent } from '@uptake/shared/wire'
import type { NudgeMark, StoredMessage } from '../storage/storage.ts'

type NudgeMessage = Pick<StoredMessage, 'person' | 'account' | 'event' | 'occurredAt' | 'sessionId' | 'body'>

/** For how many days somebody may snooze a nudge. */
const SNOOZES: ReadonlySet<unknown> = new Set([1, 3, 7])
const SNOOZED_DAYS = 1

const isNudgeEvent = (event: string | null): event is NudgeEvent => NUDGE_EVENTS.some((name) => name === event)

/** The mark that a reserved message of a nudge's life leaves on a person; null for any other message. */
export function nudgeMarkOf({ person, account, event, occurredAt, sessionId, body }: NudgeMessage): NudgeMark | null {
  const nudge = body?.['nudge']
  if (!isNudgeEvent(event) || typeof nudge !== 'string' || nudge.length > LIMITS.idCharacters) return null
  const days = SNOOZES.has(body?.['days']) ? (body?.['days'] as number) : SNOOZED_DAYS
  return {
    person,
    nudge,
    event,
    session: sessionId,
    firstAt: occurredAt,
    lastAt: occurredAt,
    days: event === 'nudge_snoozed' ? days : null,
    account,
  }
}
