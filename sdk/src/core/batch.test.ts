import { LIMITS } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SLICE, sliceBytes, sliceLength, sliceOwner, toBody } from './batch.ts'
import { toKey } from './queue-key.ts'

const key = (bytes: number, owner = '') => toKey('01a200a3-8045-7002-9033-ad61b719d800', bytes, owner)
const keys = (count: number, bytes: number) => Array.from({ length: count }, () => key(bytes))

describe('a slice', () => {
  it('stays within what a request may hold', () => {
    expect(SLICE.messages).toBeLessThanOrEqual(LIMITS.requestMessages)
    expect(SLICE.bytes + LIMITS.messageBytes).toBeLessThan(LIMITS.requestBytes)
  })

  it.each([
    ['no key', [], 0],
    ['fewer than the limit', keys(3, 100), 3],
    ['exactly as many messages', keys(5, 1), 5],
    ['one message more', keys(6, 1), 5],
    ['exactly as many bytes, with a comma each', keys(2, 499), 2],
    ['one byte more', [key(499), key(500)], 1],
    ['a message beyond all limits goes alone', keys(2, 5_000), 1],
    ['one owner', [key(1, 'u'), key(1, 'u')], 2],
    ['another owner', [key(1, 'u'), key(1, 'v')], 1],
    ['nobody goes with any', [key(1), key(1, 'u'), key(1), key(1, 'u'), key(1, 'v')], 4],
  ])('%s', (_, given, length) => {
    expect(sliceLength(given, { messages: 5, bytes: 1_000 })).toBe(length)
  })

  it('takes 10,000 messages of 500 bytes in at most 20 requests', () => {
    const waiting = keys(10_000, 490)
    let requests = 0
    while (waiting.length > 0) {
      waiting.splice(0, sliceLength(waiting))
      requests++
    }
    expect(requests).toBeLessThanOrEqual(20)
  })

  it('is always of one owner, within the limits or alone, and never empty', () => {
    const owned = fc.tuple(fc.nat(900), fc.constantFrom('', 'u', 'v')).map(([bytes, owner]) => key(bytes, owner))
    fc.assert(
      fc.property(fc.array(owned, { minLength: 1 }), (waiting) => {
        const slice = waiting.slice(0, sliceLength(waiting, { messages: 5, bytes: 1_000 }))
        expect(slice.length).toBeGreaterThan(0)
        expect(slice.length).toBeLessThanOrEqual(5)
        expect(slice.length === 1 || sliceBytes(slice) + slice.length <= 1_000).toBe(true)
        expect(new Set(slice.map((each) => sliceOwner([each])).filter(Boolean)).size).toBeLessThanOrEqual(1)
      }),
    )
  })
})

it('makes a body of messages that are JSON already', () => {
  const head = { writeKey: 'wk', sentAt: Date.UTC(2026, 0, 2), token: undefined }
  expect(JSON.parse(toBody(head, ['{"a":1}', '{"b":2}']))).toEqual({
    writeKey: 'wk',
    sentAt: '2026-01-02T00:00:00.000Z',
    batch: [{ a: 1 }, { b: 2 }],
  })
  expect(JSON.parse(toBody({ ...head, token: 't' }, []))).toMatchObject({ token: 't', batch: [] })
})
