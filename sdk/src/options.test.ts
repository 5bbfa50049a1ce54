import { expect, it } from 'vitest'
import { UptakeError } from './error.ts'
import { checkOptions } from './options.ts'

const base = 'https://app.test/reports'
const check = (options: object) => checkOptions({ host: '/u', writeKey: 'wk', ...options }, base)

function failure(options: object): UptakeError {
  try {
    check(options)
  } catch (error) {
    if (error instanceof UptakeError) return error
  }
  return expect.unreachable('no UptakeError')
}

it('fills in the defaults, also for what is undefined', () => {
  expect(check({ sendDelayMs: undefined, userId: undefined })).toMatchObject({
    writeKey: 'wk',
    sendDelayMs: 200,
    retryMinMs: 1_000,
    retryMaxMs: 300_000,
    maxMessages: 10_000,
    maxBytes: 5_000_000,
    maxAgeDays: 30,
  })
  expect(check({ sendDelayMs: 0 }).sendDelayMs).toBe(0)
})

it.each([
  ['https://uptake.example.com', 'https://uptake.example.com'],
  ['https://uptake.example.com/', 'https://uptake.example.com'],
  ['http://127.0.0.1:4747/', 'http://127.0.0.1:4747'],
  ['/u', 'https://app.test/u'],
])('takes the host %s', (host, address) => {
  expect(check({ host }).host).toBe(address)
})

it.each([
  [{ hots: '/u' }, 'unknown_option', 'host'],
  [{ writekey: 'wk' }, 'unknown_option', 'writeKey'],
  [{ flushAt: 20 }, 'unknown_option', ''],
  [{ host: undefined }, 'missing_option', ''],
  [{ host: '' }, 'missing_option', ''],
  [{ writeKey: '' }, 'missing_option', ''],
  [{ host: 'https://' }, 'invalid_option', ''],
  [{ host: 'javascript:alert(1)' }, 'invalid_option', ''],
  [{ writeKey: 7 }, 'invalid_option', 'string'],
  [{ token: 'eyJ' }, 'invalid_option', 'function'],
  [{ maxMessages: '10' }, 'invalid_option', 'number'],
  [{ maxMessages: -1 }, 'invalid_option', 'number'],
  [{ retryMinMs: Number.NaN }, 'invalid_option', 'number'],
])('refuses %j: %s', (options, code, hint) => {
  const error = failure(options)
  expect(error.code).toBe(code)
  expect(error.hint).toContain(hint)
  expect(error.message).toContain(error.hint)
})
