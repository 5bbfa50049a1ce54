import type { Answer } from '../core/answer.ts'

/** A connection that says nothing for so long is given up, and its request tried again. */
const TIMEOUT_MS = 90_000

/** Of every request: nothing goes along but its own body and headers, and a redirect is no answer. */
export const BARE: RequestInit = { credentials: 'omit', redirect: 'error' }

/**
 * Returns the answer, its body read: an unread one would keep its share of the `keepalive` budget. Rejects where none comes:
 * no network, a redirect, half an answer, no room left for `keepalive`.
 */
export async function post(url: string, body: string, keepalive: boolean): Promise<[Response, Answer]> {
  // The timeout is younger than the oldest browsers that the rest runs in.
  const signal = AbortSignal.timeout?.(TIMEOUT_MS)
  const response = await fetch(url, { ...BARE, method: 'POST', body, keepalive, signal })
  return [response, await response.json().catch(() => ({}))]
}
