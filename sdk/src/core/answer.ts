/** What the collector says of a batch. Of anybody else's answer it has no part. */
export interface Answer {
  success?: unknown
  code?: unknown
  rejected?: { index: number; code: string }[]
}

/** What is read of a response beside its body. */
interface Head {
  status: number
  headers: { get: (name: string) => string | null }
}

/** Longest pause that is granted: a slip in a header must not silence a client for good. */
const MAX_PAUSE_MS = 3_600_000

/** Whether the collector has the messages, or rejected them for good: after anything else they are sent again. */
export function isTaken({ status }: Head, success: unknown): boolean {
  return status === 200 && success === true
}

/** Whether it cannot take this request: smaller ones find the message that it cannot take. A proxy may say 400 as well. */
export function isTooMuch({ status, headers }: Head, code: unknown): unknown {
  return [400, 413].includes(status) && code && headers.get('content-type')?.includes('problem+json')
}

/** Whether it would not take them from us (a wrong key, token or address), which a person has to mend. */
export function isRefused({ status }: Pick<Head, 'status'>): boolean {
  return [401, 403, 404].includes(status)
}

/** Returns the pause that it asks for in milliseconds; 0 or less for none. */
export function pauseMs({ headers }: Head, nowMs: number): number {
  // Seconds or a date: RFC 9110, section 10.2.3.
  const after = headers.get('retry-after') ?? ''
  return Math.min(Number(after) * 1_000 || Date.parse(after) - nowMs || 0, MAX_PAUSE_MS)
}
