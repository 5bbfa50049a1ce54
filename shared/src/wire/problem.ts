/** The stable codes of an error answer. */
export type ProblemCode =
  | 'malformed_json'
  | 'malformed_batch'
  | 'invalid_parameter'
  | 'unknown_key'
  | 'unknown_token'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'beyond_retention'
  | 'body_too_large'
  | 'too_many_messages'
  | 'rate_limited'
  | 'unavailable'

/** An error answer: `application/problem+json` of RFC 9457. */
export interface Problem {
  type: string
  title: string
  status: number
  code: ProblemCode
  /** What is wrong with this request, and how to mend it. */
  detail: string
}
