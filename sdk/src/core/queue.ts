/**
 * What waits is stored in chunks: messages that were made together, which cost one record and one look. Pages of every
 * version share the queue: what a chunk holds never changes.
 */
export interface Chunk {
  /** The id of its first message, under which it is stored: chunks sort by time. */
  id: string
  /** Who did it, if they are known. */
  userId: string | undefined
  /** The user's identity token when they were made, or the first one after. */
  token: string | undefined
  /** What they have together, at most. */
  bytes: number
  /** As JSON. */
  messages: string[]
}

/** Few enough for a page that leaves to send some, which may send 64 KiB; the oldest that are beyond the bounds go by chunks. */
export const CHUNK_MESSAGES = 25

/** Whether the same token goes with both. */
export function isAlike(a: Chunk, b: Chunk): boolean {
  return a.userId === b.userId && a.token === b.token
}

/** Adds a message to the last chunk, or to a new one where that is full or another user's. */
export function addToChunks(chunks: Chunk[], message: string, head: Omit<Chunk, 'bytes' | 'messages'>): void {
  const fresh = { ...head, bytes: 0, messages: [] }
  let last = chunks.at(-1)
  if (!last || !isAlike(last, fresh) || last.messages.length >= CHUNK_MESSAGES) chunks.push((last = fresh))
  last.messages.push(message)
  // A comma, and in UTF-8 at most 3 bytes for each unit that is not ASCII.
  last.bytes += 1 + message.replace(/[^\0-\x7f]/g, '???').length
}

/** Returns the first chunks that stay within limits together; one at least. */
export function takeWithin(chunks: readonly Chunk[], maxMessages: number, maxBytes: number): Chunk[] {
  let count = 0
  let bytes = 0
  return chunks.filter((chunk, index) => {
    count += chunk.messages.length
    bytes += chunk.bytes
    return index === 0 || (count <= maxMessages && bytes <= maxBytes)
  })
}
