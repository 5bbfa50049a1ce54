import { hash } from 'node:crypto'
import { toUuidBytes } from './uuid-bytes.ts'

const VERSION_BYTE = 6

/** How a message's id is kept. */
export interface MessageKey {
  /** Of a UUID its 16 bytes; of other text a hash of version 0, so that no UUID is the key of other text. */
  readonly bytes: Buffer
  /** The id where the bytes are a hash of it; null where it can be read back from them. */
  readonly text: string | null
}

export function toMessageKey(messageId: string): MessageKey {
  const uuid = toUuidBytes(messageId)
  if (uuid) return { bytes: uuid, text: null }
  const bytes = hash('sha256', messageId, 'buffer').subarray(0, 16)
  bytes[VERSION_BYTE] = (bytes[VERSION_BYTE] ?? 0) & 0x0f
  return { bytes, text: messageId }
}
