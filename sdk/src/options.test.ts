import { expect, it, vi } from 'vitest'
import { UptakeError } from './error.ts'
import { checkOptions } from './options.ts'

const check = (options: object) => checkOptions({ host: '/u', writeKey: 'wk', ...options })

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
    host: '/u',
    writeKey: 'wk',
    userId: '',
    consent: 'granted',
    respectPrivacySignal: false,
    sendDelayMs: 200,
    retryMinMs: 1_000,
    retryMaxMs: 300_000,
    maxMessages: 10_000,
    maxBytes: 5_000_000,
    maxAgeDays: 30,
  })
})

it.each([
  { sendDelayMs: 0 },
  { maxAgeDays: 0.5 },
  { respectPrivacySignal: true },
  { consent: 'pending' },
  { userId: '-1' },
  { writeKey: '-1' },
  { token: () => 'eyJ' },
])('takes %j', (options) => {
  expect(check(options)).toMatchObject(options)
})

it('warns at the console, where the app does not say otherwise', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  check({}).warn('something')
  expect(warn).toHaveBeenCalledWith('something')
  warn.mockRestore()
})

it.each([
  ['https://uptake.example.com', 'https://uptake.example.com'],
  ['https://uptake.example.com/', 'https://uptake.example.com'],
  ['https://example.com/u/', 'https://example.com/u'],
  ['http://127.0.0.1:4747/', 'http://127.0.0.1:4747'],
  ['/u', '/u'],
  ['/u/', '/u'],
])('takes the host %s', (host, address) => {
  expect(check({ host }).host).toBe(address)
})

it.each([
  [{ hots: '/u' }, 'unknown_option', '"host"'],
  [{ writekey: 'wk' }, 'unknown_option', '"writeKey"'],
  [{ maxMessage: 5 }, 'unknown_option', '"maxMessages"'],
  [{ sendDelay: 5 }, 'unknown_option', '"sendDelayMs"'],
  [{ flushAt: 20 }, 'unknown_option', 'did you mean'],
  [{ flushAt: undefined }, 'unknown_option', 'did you mean'],
  [{ host: undefined }, 'invalid_option', '"/path"'],
  [{ host: '' }, 'invalid_option', '"/path"'],
  [{ host: '/' }, 'invalid_option', '"/path"'],
  [{ host: 'https://' }, 'invalid_option', '"/path"'],
  [{ host: 'uptake.example.com' }, 'invalid_option', '"/path"'],
  [{ host: 'javascript:alert(1)' }, 'invalid_option', '"/path"'],
  [{ writeKey: undefined }, 'invalid_option', 'string'],
  [{ writeKey: '' }, 'invalid_option', 'string'],
  [{ writeKey: 7 }, 'invalid_option', 'string'],
  [{ userId: null }, 'invalid_option', 'string'],
  [{ token: 'eyJ' }, 'invalid_option', 'function'],
  [{ onDrop: {} }, 'invalid_option', 'function'],
  [{ respectPrivacySignal: 'yes' }, 'invalid_option', 'boolean'],
  [{ maxMessages: '10' }, 'invalid_option', 'number'],
  [{ maxMessages: -1 }, 'invalid_option', 'number'],
  [{ retryMinMs: Number.NaN }, 'invalid_option', 'number'],
])('refuses %j: %s', (options, code, hint) => {
  const error = failure(options)
  expect(error).toBeInstanceOf(Error)
  expect(error.name).toBe('UptakeError')
  expect(error.code).toBe(code)
  expect(error.hint).toContain(hint)
  expect(error.message).toBe(`option "${Object.keys(options)[0]}": ${error.hint}`)
})
