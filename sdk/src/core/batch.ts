import { keyBytes, keyOwner } from './queue-key.ts'

export interface SliceLimit {
  messages: number
  bytes: number
}

/**
 * What one request takes. The collector takes 1,000 messages and 500 KiB; on a slow processor those make a task of over
 * 50 ms, these do not, and 10,000 messages of 500 bytes still need no more than 20 requests.
 */
export const SLICE: SliceLimit = { messages: 600, bytes: 300_000 }

/**
 * Returns how many of the first keys go in one request: within the limit, at least one, and of one owner, since a request
 * carries one token. Messages without an owner go with any.
 */
export function sliceLength(keys: readonly string[], limit: SliceLimit = SLICE): number {
  let bytes = 0
  let owner = ''
  const end = keys.findIndex((key, index) => {
    bytes += keyBytes(key) + 1
    const other = owner && keyOwner(key) && keyOwner(key) !== owner
    owner ||= keyOwner(key)
    return index > 0 && (other || bytes > limit.bytes || index >= limit.messages)
  })
  return end < 0 ? keys.length : end
}

/** Returns how many bytes the messages have together. */
export function sliceBytes(keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + keyBytes(key), 0)
}

/** Returns whose token the messages need, or an empty text. */
export function sliceOwner(keys: readonly string[]): string {
  return keys.map(keyOwner).find(Boolean) ?? ''
}

/** Returns the body of `POST /v1/batch`; the messages are JSON already. */
export function toBody(
  head: { writeKey: string; sentAt: number; token?: string | undefined },
  messages: readonly string[],
): string {
  const rest = JSON.stringify({ ...head, sentAt: new Date(head.sentAt).toISOString() })
  return `${rest.slice(0, -1)},"batch":[${messages.join(',')}]}`
}
