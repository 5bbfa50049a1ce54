import type { Model } from '@uptake/shared/model'
import type { BatchResult, Message, Rejection } from '@uptake/shared/wire'
import type { RejectedMessage, Storage } from '../storage/storage.ts'
import { createCommit } from './accept.ts'
import { createGroupCommit } from './group-commit.ts'
import { type Delivery, type ParsedMessage, parseMessage, type ParseOptions } from './parse-message.ts'

/** Takes messages in: what is acknowledged by the answer has been committed. */
export type Ingest = (messages: readonly unknown[], deliveryOf: (index: number) => Delivery) => Promise<BatchResult>

/**
 * Makes the way in: check each message, then commit the good ones together. One bad message never costs the others.
 */
export function createIngest(storage: Storage, model: Model, options: ParseOptions): Ingest {
  const submit = createGroupCommit(createCommit(storage, model, { isLive: true }))
  return async (messages, deliveryOf) => {
    const parsed: ParsedMessage[] = []
    const places: number[] = []
    const rejected: Rejection[] = []
    const seen: RejectedMessage[] = []
    for (const [index, message] of messages.entries()) {
      const delivery = deliveryOf(index)
      const result = parseMessage(message, delivery, options)
      if (!('code' in result)) {
        parsed.push(result)
        places.push(index)
        continue
      }
      const { messageId, type, event, userId } = asText(message)
      rejected.push({ index, messageId, code: result.code, detail: result.detail })
      seen.push({ ...result, receivedAt: delivery.receivedAt, type, event, userId })
    }
    if (parsed.length + seen.length === 0) return { success: true, accepted: 0, duplicates: 0, rejected }
    const { accepted, refused } = await submit({ messages: parsed, rejected: seen })
    for (const [place, refusal] of refused) {
      const index = places[place] ?? 0
      rejected.push({ index, messageId: asText(messages[index]).messageId, ...refusal })
    }
    const duplicates = parsed.length - accepted - refused.size
    return { success: true, accepted, duplicates, rejected: rejected.toSorted((a, b) => a.index - b.index) }
  }
}

/** What can be told of a message that is not one. */
function asText(message: unknown): Record<'messageId' | 'type' | 'event' | 'userId', string | null> {
  const from = (typeof message === 'object' && message !== null ? message : {}) as Partial<
    Record<keyof Message, unknown>
  >
  const text = (value: unknown) =>
    typeof value === 'string' ? value.slice(0, 255).replaceAll('\0', '').toWellFormed() : null
  return { messageId: text(from.messageId), type: text(from.type), event: text(from.event), userId: text(from.userId) }
}
