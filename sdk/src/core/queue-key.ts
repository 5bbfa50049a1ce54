import { uuidTime } from './uuid.ts'

/**
 * A waiting message's key, `q/<message id>/<bytes>/<owner>`: keys sort by time, and bounds and slices are decided on them
 * without a look at the messages. The owner is the user whose token the message needs, or empty.
 */
export const QUEUE = 'q/'

export function toKey(messageId: string, bytes: number, owner: string): string {
  return `${QUEUE}${messageId}/${bytes}/${owner}`
}

export function keyTime(key: string): number {
  return uuidTime(key.slice(QUEUE.length))
}

export function keyBytes(key: string): number {
  return Number(key.split('/')[2])
}

export function keyOwner(key: string): string {
  return key.split('/').slice(3).join('/')
}

/** Returns the length of a text in UTF-8. Lone surrogates do not occur: JSON escapes them. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) bytes++
    // A surrogate is half of four bytes.
    if (unit > 0x7ff && (unit & 0xf800) !== 0xd800) bytes++
  }
  return bytes
}
