import { hash } from 'node:crypto'
import { LIMITS, type Message, type MessageType, type RejectionCode } from '@uptake/shared/wire'
import { messageSchema, missingField, type ParsedShape, withTextIds } from '@uptake/shared/wire/schema'
import { parseTime } from '../parse-time.ts'
import { cleanse } from './cleanse.ts'

/** A message that may be committed: every field checked, its time corrected. */
export interface ParsedMessage {
  readonly messageId: string
  readonly type: MessageType
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly previousId: string | null
  /** The account that the message itself names. */
  readonly accountId: string | null
  readonly event: string | null
  readonly sessionId: string | null
  readonly occurredAt: number
  readonly receivedAt: number
  readonly body: Record<string, unknown> | null
}

export interface Refusal {
  readonly code: RejectionCode
  readonly detail: string
}

/** What a message does not say of itself. */
export interface Delivery {
  readonly receivedAt: number
  /** When the client's clock says that it sent the request. */
  readonly sentAt?: unknown
  readonly context?: Message['context'] | undefined
  /** A bound of every message's size; up to `LIMITS.messageBytes` spares measuring each. */
  readonly bytes: number
}

const DAY_MS = 86_400_000
/** Of other types nothing is kept: pages carry addresses, which nobody asked to be stored. */
const BODY_OF: Partial<Record<MessageType, (message: ParsedShape) => ParsedShape['properties']>> = {
  track: ({ properties }) => properties,
  identify: ({ traits }) => traits,
  group: ({ traits }) => traits,
}

/**
 * Turns what a client sent into a message, or says why it can't be taken. Strings in properties and traits are made
 * well-formed in place.
 */
export function parseMessage(
  input: unknown,
  delivery: Delivery,
  { retentionDays, randomId }: { retentionDays: number | null; randomId: () => string },
): ParsedMessage | Refusal {
  const invalid = (detail: string): Refusal => ({ code: 'invalid_message', detail })
  if (delivery.bytes > LIMITS.messageBytes) {
    const bytes = Buffer.byteLength(JSON.stringify(input))
    if (bytes > LIMITS.messageBytes) {
      const detail = `The message has ${bytes} bytes, more than ${LIMITS.messageBytes}. Send less in its properties.`
      return { code: 'message_too_large', detail }
    }
  }
  const { success, data: message, error } = messageSchema.safeParse(withTextIds(input))
  if (!success) {
    const issue = error.issues[0]
    return invalid(`${issue?.path.join('.') || 'message'}: ${issue?.message}`)
  }
  const missing = missingField(message)
  if (missing) return invalid(`${missing}: missing; a ${message.type} needs it`)

  const body = BODY_OF[message.type]?.(message) ?? null
  const fault = body && cleanse(body)
  if (fault) return invalid(fault)

  const said = message.timestamp ?? message.originalTimestamp
  const stamped = said == null ? null : parseTime(said)
  if (said != null && stamped === null) {
    return invalid(`timestamp: not a time (${said}). Send ISO 8601, such as 2026-01-31T09:30:00.000Z.`)
  }
  const sentAt = parseTime(message.sentAt ?? delivery.sentAt)
  const skewMs = stamped === null || sentAt === null ? 0 : delivery.receivedAt - sentAt
  const occurredAt = stamped === null ? delivery.receivedAt : stamped + skewMs
  if (occurredAt > delivery.receivedAt + DAY_MS) {
    const detail = `The message is of ${new Date(occurredAt).toISOString()}, more than a day ahead. Set the clock, or send sentAt.`
    return { code: 'in_the_future', detail }
  }
  if (retentionDays !== null && occurredAt < delivery.receivedAt - retentionDays * DAY_MS) {
    return {
      code: 'too_old',
      detail: `The message is older than ${retentionDays} days, which is how long data is kept.`,
    }
  }

  const groupId = message.context?.groupId ?? delivery.context?.groupId ?? null
  return {
    messageId: message.messageId ?? (stamped === null ? randomId() : contentId(input as object, groupId)),
    type: message.type,
    userId: message.userId ?? null,
    anonymousId: message.anonymousId ?? null,
    previousId: message.previousId ?? null,
    accountId: message.type === 'group' ? (message.groupId ?? null) : groupId,
    event: message.type === 'track' ? (message.event ?? null) : null,
    sessionId: message.context?.sessionId ?? delivery.context?.sessionId ?? null,
    occurredAt,
    receivedAt: delivery.receivedAt,
    body,
  }
}

/** The same for a message that is sent again; `sentAt` is then another. */
function contentId(message: object, groupId: string | null): string {
  const { sentAt: _, ...content } = message as { sentAt?: unknown }
  return `content-${hash('sha256', JSON.stringify([content, groupId]), 'base64url')}`
}
