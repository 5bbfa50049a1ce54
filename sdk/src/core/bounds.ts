import { sliceBytes } from './batch.ts'
import { keyBytes, keyTime } from './queue-key.ts'

const DAY_MS = 86_400_000

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
  const reasons: string[] = []
  let bytes = sliceBytes(keys)
  for (const key of keys) {
    if (keyTime(key) < nowMs - bounds.maxAgeDays * DAY_MS) reasons.push('queue_age')
    else if (keys.length - reasons.length > bounds.maxMessages) reasons.push('queue_messages')
    else if (bytes > bounds.maxBytes) reasons.push('queue_bytes')
    else break
    bytes -= keyBytes(key)
  }
  return reasons
}
