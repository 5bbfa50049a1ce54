import { hash } from 'node:crypto'
import { LIMITS, type MessageType, type RejectionCode } from '@uptake/shared/wire'
import { messageSchema, missingField, type ParsedShape, withTextIds } from '@uptake/shared/wire/schema'
import { parseTime } from '../parse-time.ts'
import { cleanse } from './cleanse.ts'
import { type Permission, whyForbidden } from './permission.ts'

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
  /** When the client's clock says that it sent the request, in Unix milliseconds; null where it does not say. */
  readonly sentAt?: number | null
  /** The default of the message's own, as it was sent. */
  readonly context?: unknown
  /** Whom the message may name; left out, anybody. */
  readonly permission?: Permission | undefined
  /** A bound of every message's size; up to `LIMITS.messageBytes` spares measuring each. */
  readonly bytes: number
}

export interface ParseOptions {
  /** What happened longer before its arrival is refused; null for no limit. */
  readonly retentionDays: number | null
  /** Makes the id of a message that has neither an id nor a time. */
  readonly randomId: () => string
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
export function parseMessage(input: unknown, delivery: Delivery, options: ParseOptions): ParsedMessage | Refusal {
  try {
    return parse(input, delivery, options)
  } catch (error) {
    // What is nested thousands deep can't even be walked.
    if (error instanceof RangeError) return invalid(`nested deeper than ${LIMITS.levels} levels. Send it flatter.`)
    throw error
  }
}

const invalid = (detail: string): Refusal => ({ code: 'invalid_message', detail })

function parse(input: unknown, delivery: Delivery, { retentionDays, randomId }: ParseOptions): ParsedMessage | Refusal {
  if (delivery.bytes > LIMITS.messageBytes) {
    const bytes = Buffer.byteLength(JSON.stringify(input))
    if (bytes > LIMITS.messageBytes) {
      const detail = `The message has ${bytes} bytes, more than ${LIMITS.messageBytes}. Send less in its properties.`
      return { code: 'message_too_large', detail }
    }
  }
  const given = withTraits(withContext(input, delivery.context))
  const { success, data: message, error } = messageSchema.safeParse(withTextIds(given))
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
    return invalid(`timestamp: not a time (${said.slice(0, 40)}). Send ISO 8601, such as 2026-01-31T09:30:00.000Z.`)
  }
  const sentAt = message.sentAt == null ? (delivery.sentAt ?? null) : parseTime(message.sentAt)
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

  const groupId = message.context?.groupId ?? null
  const parsed: ParsedMessage = {
    messageId: message.messageId?.toWellFormed() || (stamped === null ? randomId() : contentId(message)),
    type: message.type,
    userId: message.userId ?? null,
    anonymousId: message.anonymousId ?? null,
    previousId: message.type === 'alias' ? (message.previousId ?? null) : null,
    accountId: message.type === 'group' ? (message.groupId ?? null) : groupId,
    event: message.type === 'track' ? (message.event ?? null) : null,
    sessionId: message.context?.sessionId ?? null,
    occurredAt,
    receivedAt: delivery.receivedAt,
    body,
  }
  const detail = delivery.permission && whyForbidden(parsed, delivery.permission)
  return detail ? { code: 'forbidden', detail } : parsed
}

/**
 * The account and the session of the request's context under the message's own; what is no context is left for the schema
 * to refuse. Nothing else of it is read: it may be as large as a request, and each message would take it over.
 */
function withContext(input: unknown, context: unknown): unknown {
  if (context == null || typeof input !== 'object' || input === null) return input
  const own = (input as { context?: unknown }).context ?? {}
  if (typeof own !== 'object') return input
  if (typeof context !== 'object') return { ...input, context }
  const { groupId, sessionId } = context as Record<string, unknown>
  return { ...input, context: { groupId, sessionId, ...own } }
}

/** Some clients put the traits of an identify message into its context. */
function withTraits(input: unknown): unknown {
  const { type, traits, context } = (input ?? {}) as { type?: unknown; traits?: unknown; context?: unknown }
  const inContext = (context as { traits?: unknown } | null | undefined)?.traits
  if (type !== 'identify' || traits != null || typeof inContext !== 'object') return input
  return { ...(input as object), traits: inContext }
}

/** The same for a message that is sent again; `sentAt` is then another. */
function contentId(message: ParsedShape): string {
  return `content-${hash('sha256', JSON.stringify({ ...message, messageId: undefined, sentAt: undefined }), 'base64url')}`
}
