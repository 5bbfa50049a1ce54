import type { Attempt } from '../storage/storage.ts'
import type { Answer } from './post.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The waits between attempts that Standard Webhooks proposes: three days in all. */
export const WAITS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]
/** Waits are so much shorter or longer by chance, so that what failed together does not come back together. */
const JITTER = 0.2
/** A receiver that asks for a longer wait is not given it. */
const MAX_RETRY_AFTER_MS = DAY_MS
const MAX_ERROR_CHARACTERS = 200
/** The receiver wants nothing of this any more. */
const GONE = 410

interface Chances {
  readonly nowMs: number
  /** In [0, 1). */
  readonly random: () => number
  /** After the first failure, the second, and so on; behind the last a request is dead. */
  readonly waitsMs: readonly number[]
}

/** What comes of an attempt, by what was answered or why nothing was, after so many others that failed. */
export function toAttempt(failed: number, result: Answer | Error, { nowMs, random, waitsMs }: Chances): Attempt {
  const attempts = failed + 1
  const answer = result instanceof Error ? null : result
  if (answer && answer.status >= 200 && answer.status < 300) return { status: 'delivered', attempts, error: null }
  const error = (answer ? toReason(answer) : toText(result as Error)).slice(0, MAX_ERROR_CHARACTERS)
  const waitMs = waitsMs[failed]
  if (waitMs === undefined || answer?.status === GONE) return { status: 'dead', attempts, error }
  const asked = Math.min(MAX_RETRY_AFTER_MS, parseRetryAfter(answer?.retryAfter ?? null, nowMs))
  const jittered = waitMs * (1 - JITTER + 2 * JITTER * random())
  return { status: 'pending', attempts, error, nextAt: Math.round(nowMs + Math.max(jittered, asked)) }
}

/** Milliseconds: of a number of seconds or an HTTP date; 0 for anything else. */
function parseRetryAfter(header: string | null, nowMs: number): number {
  if (header === null) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * SECOND_MS : Date.parse(header) - nowMs
  return Number.isNaN(ms) ? 0 : Math.max(0, ms)
}

function toReason({ status }: Answer): string {
  const isRedirect = status >= 300 && status < 400
  return `answered ${status}${isRedirect ? ', and redirects are not followed' : status === GONE ? ', gone' : ''}`
}

/** Of several addresses that could not be connected to there is a code alone. */
const toText = ({ message, ...error }: Error & { code?: string }): string => message || (error.code ?? 'failed')
