import { describe, expect, it } from 'vitest'
import { isRefused, isTaken, isTooMuch, pauseMs, type Answer } from './answer.ts'

const now = Date.UTC(2026, 0, 1)
const taken = '{"success":true,"accepted":1,"duplicates":0,"rejected":[]}'
const problem = '{"status":400,"code":"malformed_batch"}'
const json = 'application/json'
const problemJson = 'application/problem+json; charset=utf-8'

const read = (status: number, type: string, text: string, retryAfter?: string) => {
  const headers = new Headers({ 'content-type': type, ...(retryAfter !== undefined && { 'retry-after': retryAfter }) })
  const head = { status, headers }
  // What is no JSON is read as nothing.
  const { success, code }: Answer = text.startsWith('{') ? JSON.parse(text) : {}
  const verdicts = {
    taken: isTaken(head, success),
    halve: isTooMuch(head, code),
    refused: isRefused(head),
  }
  const given = Object.entries(verdicts).flatMap(([verdict, is]) => (is ? [verdict] : []))
  return { verdict: given.join() || 'retry', pauseMs: pauseMs(head, now) }
}

describe('only the word of the collector removes a message', () => {
  it.each([
    ['success', 200, json, taken, 'taken'],
    ['success, whatever a proxy calls it', 200, 'text/plain', taken, 'taken'],
    ['a portal', 200, 'text/html', '<html>sign in</html>', 'retry'],
    ['nothing', 200, json, '', 'retry'],
    ['success: "true"', 200, json, '{"success":"true"}', 'retry'],
    ['no success', 200, json, '{"success":false}', 'retry'],
    ['a list', 200, json, '[true]', 'retry'],
    ['success with another status', 202, json, taken, 'retry'],
    ['success with an error', 500, json, taken, 'retry'],
    ['a problem of 400', 400, problemJson, problem, 'halve'],
    ['a problem of 413', 413, problemJson, '{"code":"body_too_large"}', 'halve'],
    ['400 of a proxy', 400, 'text/html', 'Bad Request', 'retry'],
    ['413 of a proxy', 413, 'text/html', '<html>', 'retry'],
    ['400 of a proxy that says JSON', 400, json, problem, 'retry'],
    ['a problem without a code', 400, problemJson, '{"title":"Bad Request"}', 'retry'],
    ['a problem that is no JSON', 400, problemJson, '', 'retry'],
    ['401', 401, problemJson, '{"code":"unknown_key"}', 'refused'],
    ['401 for the token', 401, problemJson, '{"code":"unknown_token"}', 'refused'],
    ['403', 403, 'text/html', '', 'refused'],
    ['404', 404, 'text/html', '<html>', 'refused'],
    ['410', 410, problemJson, '{"code":"beyond_retention"}', 'retry'],
    ['429', 429, problemJson, '{"code":"rate_limited"}', 'retry'],
    ['500', 500, problemJson, '{"code":"internal"}', 'retry'],
    ['503 of a problem', 503, problemJson, '{"code":"unavailable"}', 'retry'],
    ['a redirect', 302, '', '', 'retry'],
  ] as const)('%s', (_, status, type, text, verdict) => {
    expect(read(status, type, text).verdict).toBe(verdict)
  })
})

it.each([
  ['none', undefined, 0],
  ['seconds', '5', 5_000],
  ['a date', new Date(now + 90_000).toUTCString(), 90_000],
  ['nonsense', 'soon', 0],
  ['an hour', '3600', 3_600_000],
  ['a slip', '99999999999', 3_600_000],
])('Retry-After: %s', (_, value, pause) => {
  expect(read(503, problemJson, '{}', value)).toEqual({ verdict: 'retry', pauseMs: pause })
})

it.each(['0', '-5', new Date(now - 90_000).toUTCString()])('Retry-After: %s is over', (value) => {
  expect(read(503, problemJson, '{}', value).pauseMs).toBeLessThan(0)
})
