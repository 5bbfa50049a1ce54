import { LIMITS, NUDGE_EVENTS, type NudgeEvent } from '@uptake/shared/wire'
import type { NudgeMark, PersonId } from '../storage/storage.ts'

interface NudgeMessage {
  readonly person: PersonId
  readonly event: string | null
  readonly occurredAt: number
  readonly body: Readonly<Record<string, unknown>> | null
}

const isNudgeEvent = (event: string | null): event is NudgeEvent => NUDGE_EVENTS.some((name) => name === event)

/** The marks that the reserved messages of a nudge's life leave on a person. */
export function nudgeMarksOf(messages: readonly NudgeMessage[]): NudgeMark[] {
  const marks: NudgeMark[] = []
  for (const { person, event, occurredAt, body } of messages) {
    const nudge = body?.['nudge']
    if (!isNudgeEvent(event) || typeof nudge !== 'string' || nudge.length > LIMITS.idCharacters) continue
    marks.push({ person, nudge, event, count: 1, lastAt: occurredAt })
  }
  return marks
}
