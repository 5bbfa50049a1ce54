import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addToChunks, CHUNK_MESSAGES, takeWithin, type Chunk } from './queue.ts'

// Without lone surrogates. The library's own unit takes most of a second to begin.
const letter = fc
  .oneof(fc.integer({ max: 0xd7ff, min: 0 }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point))
const chunksOf = (...messages: [message: string, userId: string, token?: string][]) => {
  const chunks: Chunk[] = []
  for (const [index, [message, userId, token]] of messages.entries()) {
    addToChunks(chunks, message, { id: `id${index}`, userId, token })
  }
  return chunks
}

describe('messages of a task', () => {
  it.each([
    [0, []],
    [1, [1]],
    [CHUNK_MESSAGES, [CHUNK_MESSAGES]],
    [CHUNK_MESSAGES + 1, [CHUNK_MESSAGES, 1]],
    [2 * CHUNK_MESSAGES + 1, [CHUNK_MESSAGES, CHUNK_MESSAGES, 1]],
  ])('%i are in chunks of %j', (count, sizes) => {
    const chunks = chunksOf(...Array.from({ length: count }, (): [string, string] => ['{}', '']))
    expect(chunks.map(({ messages }) => messages.length)).toEqual(sizes)
    expect(chunks.map(({ id }) => id)).toEqual(sizes.map((_, index) => `id${index * CHUNK_MESSAGES}`))
  })

  it('are together with those of the same user under the same token, under the id of the first', () => {
    expect(chunksOf(['1', 'u', 't'], ['2', 'u', 't'], ['3', ''], ['4', 'u', 't'], ['5', 'u', 'new'])).toEqual([
      { id: 'id0', userId: 'u', token: 't', bytes: 4, messages: ['1', '2'] },
      { id: 'id2', userId: '', token: undefined, bytes: 2, messages: ['3'] },
      { id: 'id3', userId: 'u', token: 't', bytes: 2, messages: ['4'] },
      { id: 'id4', userId: 'u', token: 'new', bytes: 2, messages: ['5'] },
    ])
  })

  it('take no more bytes than is counted, and in ASCII just as many', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: letter }), { minLength: 1, maxLength: CHUNK_MESSAGES }), (texts) => {
        const [chunk] = chunksOf(...texts.map((text): [string, string] => [JSON.stringify(text), '']))
        const inUtf8 = new TextEncoder().encode(`${chunk?.messages.join(',')},`).length
        expect(chunk?.bytes).toBeGreaterThanOrEqual(inUtf8)
      }),
    )
    expect(chunksOf(['abc', ''], ['d', ''])[0]?.bytes).toBe('abc,d,'.length)
    expect(chunksOf(['ü€', ''])[0]?.bytes).toBe(7)
  })
})

describe('what is taken', () => {
  const chunk = (count: number, bytes: number): Chunk => ({
    id: '',
    userId: undefined,
    token: undefined,
    bytes,
    messages: Array.from({ length: count }, () => ''),
  })

  it.each<[string, Chunk[], number]>([
    ['nothing of nothing', [], 0],
    ['fewer than the limit', [chunk(2, 10), chunk(2, 10)], 2],
    ['exactly as many messages', [chunk(2, 10), chunk(3, 10)], 2],
    ['one message more', [chunk(3, 10), chunk(3, 10)], 1],
    ['exactly as many bytes', [chunk(1, 400), chunk(1, 600)], 2],
    ['one byte more', [chunk(1, 400), chunk(1, 601)], 1],
    ['what is beyond all limits goes alone', [chunk(9, 5_000), chunk(1, 1)], 1],
    ['nothing small behind something large', [chunk(1, 500), chunk(1, 600), chunk(1, 1)], 1],
  ])('%s', (_, chunks, count) => {
    expect(takeWithin(chunks, 5, 1_000)).toEqual(chunks.slice(0, count))
  })

  it('is the longest beginning within the limits, or the first one', () => {
    const any = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(700)).map(([count, bytes]) => chunk(count, bytes))
    const sums = (chunks: readonly Chunk[]) => ({
      count: chunks.reduce((sum, { messages }) => sum + messages.length, 0),
      bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0),
    })
    const fits = (chunks: readonly Chunk[]) => sums(chunks).count <= 5 && sums(chunks).bytes <= 1_000
    fc.assert(
      fc.property(fc.array(any, { minLength: 1 }), (chunks) => {
        const taken = takeWithin(chunks, 5, 1_000)
        expect(taken).toEqual(chunks.slice(0, taken.length))
        expect(taken.length === 1 || fits(taken)).toBe(true)
        if (taken.length < chunks.length) expect(fits(chunks.slice(0, taken.length + 1))).toBe(false)
      }),
    )
  })
})
