import { keyBytes, keyTime } from './queue-key.ts'

const DAY_MS = 86_400_000

export interface Bounds {
  maxMessages: number
  maxBytes: number
  maxAgeDays: number
}

/** How many of the oldest messages are beyond the bounds, by reason. */
export interface Excess {
  queue_age: number
  queue_messages: number
  queue_bytes: number
}

/** @param keys - of all waiting messages, oldest first */
export function excess(keys: readonly string[], nowMs: number, bounds: Bounds): Excess {
  const oldestMs = nowMs - bounds.maxAgeDays * DAY_MS
  const firstYoung = keys.findIndex((key) => keyTime(key) >= oldestMs)
  const aged = firstYoung < 0 ? keys.length : firstYoung
  const crowded = Math.max(aged, keys.length - bounds.maxMessages)
  let heavy = crowded
  let bytes = keys.slice(crowded).reduce((sum, key) => sum + keyBytes(key), 0)
  while (bytes > bounds.maxBytes) bytes -= keyBytes(keys[heavy++]!)
  return { queue_age: aged, queue_messages: crowded - aged, queue_bytes: heavy - crowded }
}
