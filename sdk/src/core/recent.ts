import { keyBytes } from './queue-key.ts'
import type { Entry } from './store.ts'

/** This page's newest messages that have not been answered yet, in memory: a dying page cannot wait for storage. */
export interface Recent {
  add: (entries: readonly Entry[]) => void
  remove: (keys: readonly string[]) => void
  entries: () => Entry[]
}

/** @param maxBytes - beyond, the oldest are forgotten here; they stay stored */
export function createRecent(maxBytes: number): Recent {
  const messages = new Map<string, string>()
  let bytes = 0
  function remove(keys: readonly string[]): void {
    for (const key of keys) if (messages.delete(key)) bytes -= keyBytes(key)
  }
  return {
    add(entries) {
      for (const [key, message] of entries) {
        messages.set(key, message)
        bytes += keyBytes(key)
      }
      for (const key of messages.keys()) if (bytes > maxBytes) remove([key])
    },
    remove,
    entries: () => [...messages],
  }
}
