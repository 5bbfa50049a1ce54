import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseMessage } from './parse-message.ts'

const RECEIVED_AT = Date.parse('2026-03-01T12:00:00Z')
const options = { retentionDays: null, randomId: () => 'random' }
const parse = (message: unknown) => parseMessage(message, { receivedAt: RECEIVED_AT, bytes: Infinity }, options)

it('never throws, and takes what it takes as it is bounded, whatever it is given', () => {
  const key = fc.constantFrom(
    'type',
    'userId',
    'anonymousId',
    'event',
    'properties',
    'traits',
    'timestamp',
    'sentAt',
    'context',
    'messageId',
    '__proto__',
  )
  const value = fc.oneof(
    fc.constantFrom('track', 'identify', 'group', 'u', '2026-01-01T00:00:00Z', '', null, -1, 1e308),
    fc.string({ unit: 'binary' }),
    fc.jsonValue(),
  )
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(key, value, { noNullPrototype: true }), fc.jsonValue()), (message) => {
      const result = parse(message)
      if ('code' in result) expect(result.detail).not.toBe('')
      else {
        expect(result.occurredAt).toBeLessThanOrEqual(RECEIVED_AT + 86_400_000)
        expect(Number.isSafeInteger(result.occurredAt)).toBe(true)
        expect(result.userId ?? result.anonymousId).toMatch(/^.{1,255}$/su)
        expect(JSON.stringify(result.body)?.includes('\\u0000') ?? false).toBe(false)
      }
    }),
    { numRuns: 2_000 },
  )
})

it('keeps no address: of the context what is asked for, of a page nothing', () => {
  const context = { groupId: 7, sessionId: 's', ip: '10.0.0.1', page: { url: 'https://x' } }
  const parsed = parse({ type: 'page', userId: 'u', properties: { url: 'https://x' }, context })
  expect(parsed).toEqual({
    messageId: 'random',
    type: 'page',
    userId: 'u',
    anonymousId: null,
    previousId: null,
    accountId: '7',
    event: null,
    sessionId: 's',
    occurredAt: RECEIVED_AT,
    receivedAt: RECEIVED_AT,
    body: null,
  })
})

it('takes the traits of an identify message from its context where it has none of its own', () => {
  const context = { traits: { role: 'analyst' }, ip: '10.0.0.1' }
  const bodyOf = (message: object) => (parse({ userId: 'u', context, ...message }) as { body: unknown }).body
  expect(bodyOf({ type: 'identify' })).toEqual({ role: 'analyst' })
  expect(bodyOf({ type: 'identify', traits: {} })).toEqual({})
  expect(bodyOf({ type: 'group', groupId: 'acme' })).toBeNull()
  expect(bodyOf({ type: 'track', event: 'report_created' })).toBeNull()
})

it('reads of a request’s context the account and the session alone, however much is in it', () => {
  const context = { groupId: 'acme', sessionId: 's', traits: { about: 'x'.repeat(400_000) } }
  Object.defineProperty(context, 'page', {
    enumerable: true,
    get() {
      throw new Error('each message would pay for it')
    },
  })
  const delivery = { receivedAt: RECEIVED_AT, bytes: Infinity, context }
  const of = (message: object) => parseMessage({ type: 'identify', userId: 'u', ...message }, delivery, options)
  expect(of({})).toMatchObject({ accountId: 'acme', sessionId: 's', body: null })
  expect(of({ userId: 7, context: { groupId: 7 } })).toMatchObject({ accountId: '7', sessionId: 's', body: null })
  expect(of({ context: { traits: { role: 'admin' } } })).toMatchObject({ accountId: 'acme', body: { role: 'admin' } })
  expect(of({ userId: 7, context: 'none' })).toMatchObject({ code: 'invalid_message' })
})

it('takes an empty id, or none by name, as none: made from what the message says where it has a time, else random', () => {
  const idOf = (message: object) =>
    (parse({ type: 'page', userId: 'u', ...message }) as { messageId: string }).messageId
  const timestamp = '2026-01-31T09:30:00Z'
  expect(idOf({ timestamp })).toMatch(/^content-/)
  for (const messageId of ['', null]) {
    expect(idOf({ messageId })).toBe('random')
    expect(idOf({ messageId, timestamp })).toBe(idOf({ timestamp }))
  }
})
