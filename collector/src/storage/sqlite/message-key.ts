import { hash } from 'node:crypto'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether an id is kept as its 16 bytes, from which it can be read back. Upper case is another id, and is not. */
export const isUuid = (messageId: string): boolean => messageId.length === 36 && UUID.test(messageId)

/** 16 bytes that stand for a message's id: of a UUID its own, which keep version 7 in order, of other text a hash. */
export function toMessageKey(messageId: string): Buffer {
  if (isUuid(messageId)) return Buffer.from(messageId.replaceAll('-', ''), 'hex')
  return hash('sha256', messageId, 'buffer').subarray(0, 16)
}

export function fromMessageKey(key: Buffer): string {
  const hex = key.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
