import { readAnswer, type HttpAnswer } from './answer.ts'
import { sliceLength, sliceOwner, toBody } from './batch.ts'
import { byteLength } from './queue-key.ts'
import type { Entry } from './store.ts'

/** What all the `keepalive` requests of a page may hold together, in bytes: the Fetch standard's limit. */
export const KEEPALIVE_BYTES = 65_536
/** Room in it for what a request holds besides its messages: key, time and token. */
const ENVELOPE_BYTES = 2_048

/**
 * Returns what sends a page's unanswered messages when it is left, as far as they fit. They stay stored until the collector
 * has answered: if the page is gone by then, they go again, and count once by their ids.
 */
export function createLeaving(parts: {
  post: (body: string) => Promise<HttpAnswer | null>
  writeKey: string
  now: () => number
  /** The owner's token, if it is at hand. */
  knownToken: (owner: string) => string | undefined
  onAnswered: (keys: string[]) => void
}): (entries: readonly Entry[]) => void {
  const inFlight = new Set<string>()
  let room = KEEPALIVE_BYTES

  async function send(slice: readonly Entry[], body: string, bytes: number): Promise<void> {
    const keys = slice.map(([key]) => key)
    for (const key of keys) inFlight.add(key)
    room -= bytes
    const verdict = readAnswer(await parts.post(body), parts.now())
    room += bytes
    for (const key of keys) inFlight.delete(key)
    // Where some were rejected, the usual way sends them again and counts them.
    if (verdict.kind === 'taken' && verdict.rejected.size === 0) parts.onAnswered(keys)
  }

  return (entries) => {
    let rest = entries.filter(([key]) => !inFlight.has(key))
    while (rest.length > 0) {
      const keys = rest.map(([key]) => key)
      const slice = rest.slice(0, sliceLength(keys, { messages: keys.length, bytes: room - ENVELOPE_BYTES }))
      rest = rest.slice(slice.length)
      const owner = sliceOwner(keys.slice(0, slice.length))
      const token = owner ? parts.knownToken(owner) : undefined
      if (owner && !token) continue
      const head = { writeKey: parts.writeKey, sentAt: parts.now(), token }
      const body = toBody(
        head,
        slice.map(([, message]) => message),
      )
      const bytes = byteLength(body)
      if (bytes > room) return
      void send(slice, body, bytes)
    }
  }
}
