import type { BatchResult, Problem } from '@uptake/shared/wire'
import { LIMITS, MESSAGE_TYPES } from '@uptake/shared/wire'
import { z } from 'zod'

const id = z.union([z.string().min(1).max(LIMITS.idCharacters), z.number()])
const context = z
  .object({ groupId: id.optional(), sessionId: id.optional() })
  .meta({ description: 'of it nothing else is stored' })
const time = z.string().meta({ description: 'ISO 8601' })
const fields = {
  messageId: z
    .string()
    .max(LIMITS.idCharacters)
    .optional()
    .meta({ description: 'a message of the same id counts once; an empty one is none' }),
  userId: id.optional().meta({ description: 'it or `anonymousId` is required' }),
  anonymousId: id.optional(),
  event: z.string().optional().meta({ description: 'of `track`: the action' }),
  properties: z.record(z.string(), z.unknown()).optional(),
  traits: z.record(z.string(), z.unknown()).optional(),
  groupId: id.optional().meta({ description: 'of `group`: the account' }),
  previousId: id.optional().meta({ description: 'of `alias`: the anonymous id that is the user’s' }),
  context: context.optional(),
  timestamp: time.optional(),
  originalTimestamp: time.optional(),
  sentAt: time.optional(),
}
const writeKey = z.string().optional().meta({ description: 'instead of the header' })
const token = z.string().optional().meta({ description: 'the user’s identity token, which `verify` asks for' })

const message = z.object({ type: z.enum(MESSAGE_TYPES), ...fields }).meta({ id: 'Message' })
export const single = z
  .object({ ...fields, writeKey, token })
  .meta({ id: 'SingleMessage', description: 'A message; its type is the route’s.' })
export const batch = z
  .object({
    batch: z.array(message).max(LIMITS.requestMessages),
    sentAt: time.optional(),
    writeKey,
    token,
    context: context.optional().meta({ description: 'the default of the messages’' }),
  })
  .meta({ id: 'Batch' })
export const REJECTION_CODES = [
  'invalid_message',
  'message_too_large',
  'too_old',
  'in_the_future',
  'forbidden',
  'erased',
] as const
const rejection = z
  .strictObject({
    index: z.int().min(0).meta({ description: 'the message’s place in the batch' }),
    messageId: z.string().nullable(),
    code: z.enum(REJECTION_CODES),
    detail: z.string().meta({ description: 'what is wrong, and how to mend it' }),
  })
  .meta({ id: 'Rejection' })
export const batchResult: z.ZodType<BatchResult> = z
  .strictObject({
    success: z.literal(true),
    accepted: z.int().min(0),
    duplicates: z.int().min(0),
    rejected: z.array(rejection),
  })
  .meta({ id: 'BatchResult', description: 'Given after what was accepted has been committed.' })
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'stable' }),
    detail: z.string().meta({ description: 'what is wrong with this request, and how to mend it' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' }) satisfies z.ZodType<Record<keyof Problem, unknown>>
