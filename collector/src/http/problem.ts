import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem, ProblemCode } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'

const PROBLEMS: Record<ProblemCode, [status: ContentfulStatusCode, title: string]> = {
  malformed_json: [400, 'The body is not JSON'],
  malformed_batch: [400, 'The body is not a batch of messages'],
  invalid_parameter: [400, 'A parameter is not valid'],
  unknown_key: [401, 'The key is missing or unknown'],
  unknown_token: [401, 'The token is missing or not valid'],
  forbidden: [403, 'This is not allowed'],
  not_found: [404, 'There is nothing here'],
  method_not_allowed: [405, 'This method is not allowed here'],
  beyond_retention: [410, 'That is older than what is kept'],
  body_too_large: [413, 'The body is too large'],
  too_many_messages: [413, 'The batch has too many messages'],
  rate_limited: [429, 'Too many requests'],
  unavailable: [503, 'The collector cannot do this now'],
}
const RETRY_AFTER_SECONDS = '5'

/** Answers with `application/problem+json` (RFC 9457). */
export function answerProblem(
  context: Context,
  code: ProblemCode,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  const [status, title] = PROBLEMS[code]
  const body: Problem = { type: 'about:blank', title, status, code, detail }
  context.header('Cache-Control', 'no-store')
  context.header('X-Content-Type-Options', 'nosniff')
  if (code === 'unavailable' || code === 'rate_limited') context.header('Retry-After', RETRY_AFTER_SECONDS)
  return context.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json', ...headers })
}

/** Whether an error is one of HTTP's, so that its text may be sent. */
export const isProblem = (error: unknown): error is UptakeError & { code: ProblemCode } =>
  error instanceof UptakeError && error.code in PROBLEMS
