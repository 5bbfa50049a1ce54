/** What an answer means for the messages that were sent. */
export interface Answer {
  /**
   * - `taken`: the collector has them, or rejected them for good;
   * - `halve`: it cannot take this request: smaller ones find the message that it cannot take;
   * - `refused`: it would not take them from us (a wrong key, token or address), which a person has to mend;
   * - `stale`: the token is no good;
   * - `retry`: nobody spoke for the collector, or it is busy.
   */
  verdict: 'taken' | 'halve' | 'refused' | 'stale' | 'retry'
  /** Of what was taken: messages that were not, by their place. */
  rejected: { index: number; code: string }[]
  /** The pause that it asks for in milliseconds; 0 for none. */
  pauseMs: number
}

/** Longest pause that is granted: a slip in a header must not silence a client for good. */
const MAX_PAUSE_MS = 3_600_000

/**
 * Reads an answer of `POST /v1/batch`. Only the collector's own word removes a message: anything that a proxy, a portal or
 * a broken line can say is a retry.
 * @throws SyntaxError where it begins like JSON and is none
 */
export function readAnswer(
  status: number,
  headers: { get: (name: string) => string | null },
  text: string,
  nowMs: number,
): Answer {
  const { success, code, rejected = [] } = text.startsWith('{') ? JSON.parse(text) : {}
  // Seconds or a date: RFC 9110, section 10.2.3.
  const after = headers.get('retry-after') ?? ''
  const pauseMs = Number(after) * 1_000 || Date.parse(after) - nowMs || 0
  // A proxy may say 400 as well.
  const isProblem = code && headers.get('content-type')?.includes('problem+json')
  let verdict: Answer['verdict'] = 'retry'
  if (status === 200 && success === true) verdict = 'taken'
  if (isProblem && [400, 413].includes(status)) verdict = 'halve'
  if ([401, 403, 404].includes(status)) verdict = code === 'unknown_token' ? 'stale' : 'refused'
  return { verdict, rejected, pauseMs: Math.min(Math.max(pauseMs, 0), MAX_PAUSE_MS) }
}
