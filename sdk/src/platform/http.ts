import type { HttpAnswer } from '../core/answer.ts'

/** A connection that says nothing for so long is given up, and its request tried again. */
const TIMEOUT_MS = 90_000

/**
 * Returns the answer with its body read (an unread one would keep its share of the `keepalive` budget), or null where none
 * came: no network, a redirect, half an answer, no room left for `keepalive`.
 */
export async function request(url: string, init: RequestInit): Promise<HttpAnswer | null> {
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      // Younger than the oldest browsers that the rest runs in.
      signal: AbortSignal.timeout?.(TIMEOUT_MS) ?? null,
      ...init,
    })
    const { status, headers } = response
    const body = await response.text()
    return { status, contentType: headers.get('content-type') ?? '', retryAfter: headers.get('retry-after'), body }
  } catch {
    return null
  }
}
