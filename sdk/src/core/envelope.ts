import type { Message } from '@uptake/shared/wire'
import type { Visit } from './visit.ts'

/**
 * Returns a message as JSON, stamped with who acted and when.
 * @param content - what was done, as JSON: made when it was done, and not parsed to be written again
 */
export function toMessage(visit: Visit, messageId: string, at: number, content: string): string {
  const { anonymousId, userId, groupId, sessionId } = visit
  const timestamp = new Date(at)
  const context = { groupId, sessionId }
  const stamp = { messageId, timestamp, anonymousId, userId, context } satisfies Partial<Record<keyof Message, unknown>>
  return `${JSON.stringify(stamp).slice(0, -1)},${content.slice(1)}`
}

/** Returns the body of `POST /v1/batch`; the messages are JSON already. */
export function toBody(
  writeKey: string,
  sentAt: number,
  token: string | undefined,
  messages: readonly string[],
): string {
  const head = { writeKey, token, sentAt: new Date(sentAt) }
  return `${JSON.stringify(head).slice(0, -1)},"batch":[${messages.join(',')}]}`
}
