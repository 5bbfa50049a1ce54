import { describe, expect, it } from 'vitest'
import { readAnswer, type HttpAnswer } from './answer.ts'

const now = Date.UTC(2026, 0, 1)
const taken = '{"success":true,"accepted":1,"duplicates":0,"rejected":[]}'
const problem = '{"status":400,"code":"malformed_batch"}'
const json = 'application/json'
const problemJson = 'application/problem+json; charset=utf-8'
const answer = (status: number, contentType: string, body: string, retryAfter: string | null = null): HttpAnswer => ({
  status,
  contentType,
  retryAfter,
  body,
})

describe('only the word of the collector removes a message', () => {
  it.each<[string, HttpAnswer | null, string]>([
    ['success', answer(200, json, taken), 'taken'],
    ['no answer', null, 'retry'],
    ['half an answer', answer(200, json, '{"success":tr'), 'retry'],
    ['a portal', answer(200, 'text/html', '<html>sign in</html>'), 'retry'],
    ['success: "true"', answer(200, json, '{"success":"true"}'), 'retry'],
    ['a list', answer(200, json, '[true]'), 'retry'],
    ['success with another status', answer(202, json, taken), 'retry'],
    ['a problem of 400', answer(400, problemJson, problem), 'halve'],
    ['a problem of 413', answer(413, problemJson, '{"code":"body_too_large"}'), 'halve'],
    ['400 of a proxy', answer(400, 'text/html', 'Bad Request'), 'retry'],
    ['413 of a proxy', answer(413, 'text/html', '<html>'), 'retry'],
    ['400 of a proxy that says JSON', answer(400, json, problem), 'retry'],
    ['a problem that is no JSON', answer(400, problemJson, ''), 'retry'],
    ['401', answer(401, problemJson, '{"code":"unknown_key"}'), 'refused'],
    ['403', answer(403, 'text/html', ''), 'refused'],
    ['404', answer(404, 'text/html', ''), 'refused'],
    ['410', answer(410, problemJson, '{"code":"beyond_retention"}'), 'retry'],
    ['500', answer(500, problemJson, '{"code":"internal"}'), 'retry'],
    ['a redirect', answer(302, '', ''), 'retry'],
  ])('%s', (_, given, kind) => {
    expect(readAnswer(given, now).kind).toBe(kind)
  })
})

it('finds the rejected ones by their place', () => {
  const body = '{"success":true,"rejected":[{"index":2,"messageId":null,"code":"too_old","detail":"x"},"noise"]}'
  expect(readAnswer(answer(200, json, body), now)).toEqual({ kind: 'taken', rejected: new Map([[2, 'too_old']]) })
})

it('says why it was refused', () => {
  expect(readAnswer(answer(401, problemJson, '{"code":"unknown_token"}'), now)).toEqual({
    kind: 'refused',
    code: 'unknown_token',
  })
  expect(readAnswer(answer(404, 'text/html', '<html>'), now)).toEqual({ kind: 'refused', code: '404' })
})

it.each([
  ['none', null, 0],
  ['seconds', '5', 5_000],
  ['zero', '0', 0],
  ['a date', new Date(now + 90_000).toUTCString(), 90_000],
  ['a date gone by', new Date(now - 90_000).toUTCString(), 0],
  ['nonsense', 'soon', 0],
  ['a slip', '99999999999', 3_600_000],
])('Retry-After: %s', (_, value, afterMs) => {
  expect(readAnswer(answer(503, problemJson, '{}', value), now)).toEqual({ kind: 'retry', afterMs })
})
