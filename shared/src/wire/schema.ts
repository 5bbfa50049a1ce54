import { z } from 'zod'
import { LIMITS } from './limits.ts'
import { MESSAGE_TYPES } from './message.ts'

// Neither C0 and C1 control characters nor halves of surrogate pairs. Nearly every name is plain, which is found out sooner.
const NAME = /^(?:[ -~]{1,255}|[^\u0000-\u001f\u007f-\u009f\p{Surrogate}]{1,255})$/u // oxlint-disable-line no-control-regex
// One check by one expression: this schema is run for every message.
/** An id of a user, an account or a visitor, or an event's name. */
export const idSchema: z.ZodType<string> = z
  .string('must be text')
  .regex(NAME, `must have 1 to 255 characters, and no control characters`)
const name = idSchema.nullish()
// Not z.record, which copies: what is inside is looked at once, where it is made storable.
const record = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
)
const time = z.string('must be an ISO 8601 text')

/**
 * The lean schema of the hot path: ids and shape. Properties and traits are unknown here, bounded by the collector. Keys
 * that are not listed are left out.
 */
export const messageSchema: z.ZodType<ParsedShape> = z.object({
  type: z.enum(MESSAGE_TYPES, `must be one of ${MESSAGE_TYPES.join(', ')}`),
  messageId: z.string('must be text').max(LIMITS.idCharacters).nullish(),
  userId: name,
  anonymousId: name,
  previousId: name,
  groupId: name,
  event: name,
  properties: record.nullish(),
  traits: record.nullish(),
  context: z.object({ groupId: name, sessionId: name }).nullish(),
  timestamp: time.nullish(),
  originalTimestamp: time.nullish(),
  sentAt: z.unknown().optional(),
})

/** The body of a batch. Its messages are looked at one by one. */
export const batchSchema: z.ZodType<ParsedBatch> = z.object({
  writeKey: z.string().nullish(),
  token: z.unknown().optional(),
  batch: z.array(z.unknown()),
  sentAt: z.unknown().optional(),
  context: z.unknown().optional(),
})
/** The body of a single route: a message, which is looked at later. */
export const singleSchema: z.ZodType<ParsedSingle> = z.looseObject({ writeKey: z.string().nullish() })

type ParsedSingle = { writeKey?: string | null | undefined; token?: unknown }
type ParsedBatch = ParsedSingle & { batch: unknown[]; sentAt?: unknown; context?: unknown }

type Shape = {
  type: (typeof MESSAGE_TYPES)[number]
  context?: { groupId?: string | null | undefined; sessionId?: string | null | undefined } | null | undefined
  properties?: Record<string, unknown> | null | undefined
  traits?: Record<string, unknown> | null | undefined
  sentAt?: unknown
}
type Text =
  | 'messageId'
  | 'userId'
  | 'anonymousId'
  | 'previousId'
  | 'groupId'
  | 'event'
  | 'timestamp'
  | 'originalTimestamp'
/** A message as it is after the schema: ids are text, what was left out or null may be either. */
export type ParsedShape = Shape & { [Key in Text]?: string | null | undefined }

/**
 * Ids that are numbers are read as text, and an empty `userId`, which some clients send of visitors, as none; everything
 * else is left to the schema.
 */
export function withTextIds(input: unknown): unknown {
  if (!isRecord(input)) return input
  const { context } = input
  const within = isRecord(context) && (isNumber(context['groupId']) || isNumber(context['sessionId']))
  const { userId, anonymousId, previousId, groupId } = input
  const isNobody = userId === ''
  if (
    !within &&
    !isNobody &&
    !isNumber(userId) &&
    !isNumber(anonymousId) &&
    !isNumber(previousId) &&
    !isNumber(groupId)
  )
    return input
  return { ...asText(input), ...(isNobody && { userId: null }), ...(within && { context: asText(context) }) }
}

const IDS = new Set(['userId', 'anonymousId', 'previousId', 'groupId', 'sessionId'])

/** 1e999 is JSON, and infinite. */
const isNumber = (value: unknown): boolean => Number.isFinite(value)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const asText = (from: Record<string, unknown>): object =>
  Object.fromEntries(
    Object.entries(from).map(([key, value]) => [key, IDS.has(key) && isNumber(value) ? String(value) : value]),
  )

/** What a message of its type lacks; null where it has all that it needs. */
export function missingField(message: ParsedShape): string | null {
  if (message.userId == null && message.anonymousId == null) return 'userId or anonymousId'
  if (message.type === 'track' && message.event == null) return 'event'
  if (message.type === 'group' && message.groupId == null) return 'groupId'
  if (message.type === 'alias' && message.previousId == null) return 'previousId'
  if (message.type === 'alias' && message.userId == null) return 'userId'
  return null
}
