import { isRecord, parseRecord } from './parse-record.ts'

/** An HTTP answer with its body read; null in its place means that none came. */
export interface HttpAnswer {
  status: number
  contentType: string
  retryAfter: string | null
  body: string
}

/** What an answer means for the messages that were sent. */
export type Verdict =
  /** The collector has them; `rejected` are codes by the message's place. */
  | { kind: 'taken'; rejected: Map<number, string> }
  /** The collector cannot take this request: smaller ones find the message that it cannot take. */
  | { kind: 'halve' }
  /** It would not take them from us: a wrong key, token or address, for a person to mend. */
  | { kind: 'refused'; code: string }
  /** Nobody spoke for the collector, or it is busy. `afterMs` is 0 where it named no time. */
  | { kind: 'retry'; afterMs: number }

/** Only the collector's own word removes a message: anything that a proxy, a portal or a broken line can say is a retry. */
export function readAnswer(answer: HttpAnswer | null, nowMs: number): Verdict {
  if (!answer) return { kind: 'retry', afterMs: 0 }
  const body = parseRecord(answer.body)
  if (answer.status === 200 && body?.['success'] === true)
    return { kind: 'taken', rejected: rejections(body['rejected']) }
  if ([400, 413].includes(answer.status) && body && answer.contentType.includes('application/problem+json')) {
    return { kind: 'halve' }
  }
  if ([401, 403, 404].includes(answer.status)) {
    const code = body?.['code']
    return { kind: 'refused', code: typeof code === 'string' ? code : `${answer.status}` }
  }
  return { kind: 'retry', afterMs: retryAfterMs(answer.retryAfter, nowMs) }
}

function rejections(rejected: unknown): Map<number, string> {
  const entries = (Array.isArray(rejected) ? rejected : []).filter(isRecord)
  return new Map(entries.map((entry) => [Number(entry['index']), String(entry['code'])]))
}

/** Longest pause that is granted: a slip in a header must not silence a client for good. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** Seconds or a date, as RFC 9110, section 10.2.3, has it. */
function retryAfterMs(value: string | null, nowMs: number): number {
  if (!value) return 0
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : 0
}
