import { MESSAGE_TYPES, NUDGE_EVENTS, type RejectionCode } from '@uptake/shared/wire'
import { z } from 'zod'
import type { Erased } from '../../ingest/erasure.ts'
import { REJECTION_CODES } from './ingest.ts'
import { instant, score, scoredDay, status } from './scores.ts'

const count = z.int().min(0)
const text = z.string()
const account = text.nullable()

export const erased: z.ZodType<Erased> = z
  .strictObject({
    messages: count,
    detached: count.meta({
      description: 'messages kept without them: what a person told of accounts, what members did',
    }),
    rows: count,
    interactions: count,
    traits: count,
    members: count,
    history: count,
    nudges: count.meta({ description: 'what they did with nudges, and webhooks about them' }),
    anonymousIds: count,
    rejected: count,
    mentions: count.meta({ description: 'what is kept of others that held their id' }),
    overwritten: z.boolean().meta({ description: 'whether what was removed is gone from the files too' }),
  })
  .meta({ id: 'Erased', description: 'How much was removed or changed.' })

export const heldOnUser = z
  .strictObject({
    user: text,
    exportedAt: instant,
    seen: z.strictObject({ first: instant, last: instant }),
    anonymousIds: z.array(text),
    accounts: z.array(z.strictObject({ id: text, first: instant, last: instant })),
    traits: z.array(z.strictObject({ name: text, value: z.unknown(), at: instant })),
    actions: z.array(
      z.strictObject({ day: z.iso.date(), account, action: text, feature: text.nullable(), count, volume: z.number() }),
    ),
    interactions: z.array(z.strictObject({ day: z.iso.date(), account, action: text, with: text })),
    score,
    history: z.array(scoredDay.extend({ model: z.int(), status, change: z.number().nullable() })),
    nudges: z.array(
      z.strictObject({
        nudge: text,
        event: z.enum(NUDGE_EVENTS),
        session: text.nullable(),
        first: instant,
        last: instant,
        days: z.int().nullable().meta({ description: 'of a snooze' }),
        account,
      }),
    ),
    webhooks: z
      .array(
        z.strictObject({
          id: text,
          nudge: text,
          account,
          at: instant,
          arm: z.enum(['shown', 'held']),
          status: z.enum(['pending', 'delivered', 'dead', 'held']),
          payload: z.unknown().meta({ description: 'null where it is not to be sent any more' }),
        }),
      )
      .meta({ description: 'about them' }),
    rejected: z.array(
      z.strictObject({
        receivedAt: instant,
        code: z.enum(REJECTION_CODES) satisfies z.ZodType<RejectionCode>,
        detail: text,
        type: text.nullable(),
        event: text.nullable(),
      }),
    ),
    messages: z.array(
      z.strictObject({
        messageId: text,
        type: z.enum(MESSAGE_TYPES),
        event: text.nullable().exactOptional(),
        properties: z.record(text, z.unknown()).nullable().exactOptional(),
        traits: z.record(text, z.unknown()).nullable().exactOptional(),
        account,
        occurredAt: instant,
        receivedAt: instant,
        sessionId: text.nullable(),
      }),
    ),
  })
  .meta({ id: 'HeldOnUser', description: 'All that is held on a user.' })
