import { readAnswer, type Answer } from '../core/answer.ts'
import { clock } from './clock.ts'

/** A connection that says nothing for so long is given up, and its request tried again. */
const TIMEOUT_MS = 90_000

/** Of every request: nothing goes along but its own body and headers, and a redirect is no answer. */
export const BARE: RequestInit = { credentials: 'omit', redirect: 'error' }

/**
 * Returns the answer, its body read: an unread one would keep its share of the `keepalive` budget. None that comes (no
 * network, a redirect, half an answer, no room left for `keepalive`) is one to try again after.
 */
export async function post(url: string, body: string, keepalive = false): Promise<Answer> {
  try {
    // The timeout is younger than the oldest browsers that the rest runs in.
    const signal = AbortSignal.timeout?.(TIMEOUT_MS)
    const response = await fetch(url, { ...BARE, method: 'POST', body, keepalive, signal })
    return readAnswer(response.status, response.headers, await response.text(), clock.now())
  } catch {
    return { verdict: 'retry', rejected: [], pauseMs: 0 }
  }
}
