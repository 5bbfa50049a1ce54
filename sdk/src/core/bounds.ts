import { sliceBytes } from './batch.ts'
import { keyBytes, keyTime } from './queue-key.ts'

const DAY_MS = 86_400_000
const REPORT_BYTES = 500

export interface Bounds {
  maxMessages: number
  maxBytes: number
  maxAgeDays: number
}

/**
 * Returns why the oldest messages have to go, one reason for each that does.
 * @param keys - of all waiting messages, oldest first
 */
export function excess(keys: readonly string[], nowMs: number, bounds: Bounds): string[] {
  const { maxMessages, maxBytes, maxAgeDays } = bounds
  const reasons: string[] = []
  let bytes = sliceBytes(keys)
  // Where something goes there has to be room for the report of it, or the report would push out the next.
  const room = keys.length > maxMessages || bytes > maxBytes ? 1 : 0
  for (const key of keys) {
    if (keyTime(key) < nowMs - maxAgeDays * DAY_MS) reasons.push('queue_age')
    else if (keys.length - reasons.length > maxMessages - room) reasons.push('queue_messages')
    else if (bytes > maxBytes - room * REPORT_BYTES) reasons.push('queue_bytes')
    else break
    bytes -= keyBytes(key)
  }
  return reasons
}
