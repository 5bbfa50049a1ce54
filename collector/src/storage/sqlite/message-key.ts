import { hash } from 'node:crypto'

// Of any version but 0, which a hash is given, so that no UUID is the key of other text.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

const VERSION_BYTE = 6

/** How a message's id is kept. */
export interface MessageKey {
  /** Of a UUID its 16 bytes, which keep version 7 in order; of other text, upper case too, a hash. */
  readonly bytes: Buffer
  /** The id where the bytes are a hash of it; null where it can be read back from them. */
  readonly text: string | null
}

export function toMessageKey(messageId: string): MessageKey {
  if (messageId.length === 36 && UUID.test(messageId)) {
    return { bytes: Buffer.from(messageId.replaceAll('-', ''), 'hex'), text: null }
  }
  const bytes = hash('sha256', messageId, 'buffer').subarray(0, 16)
  bytes[VERSION_BYTE] = (bytes[VERSION_BYTE] ?? 0) & 0x0f
  return { bytes, text: messageId }
}

export function fromMessageKey(key: Buffer): string {
  const hex = key.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
