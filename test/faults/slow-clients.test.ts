import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { KEYS, startCollector } from '../harness/start-collector.ts'
import { MODEL } from './folder.ts'
import { HALF_A_REQUEST, openRaw, type Raw, toRequest } from './raw.ts'
import { createTraffic } from './traffic.ts'

/** Each shorter than in life, and the one that is asked for shorter than the others: not so short that whoever is served meanwhile meets it. */
const LONG = { headersMs: 5_000, requestMs: 10_000, idleMs: 20_000, stalledMs: 20_000, checkMs: 20 }
/** Asks for 200 kB; all answers together are far more than what lies in between holds. */
const LONG_ANSWER = toRequest('/v1/batch', {
  body: JSON.stringify({
    batch: Array.from({ length: 1_000 }, () => ({ messageId: 'x'.repeat(100) })),
    writeKey: KEYS.writeKey,
  }),
})
const ASKED = 90

const CLIENTS = [
  {
    client: 'says nothing',
    patience: { ...LONG, headersMs: 1_000 },
    behave: () => undefined,
    hears: /^HTTP\/1.1 408 /,
  },
  {
    client: 'never ends its headers',
    patience: { ...LONG, headersMs: 1_000 },
    behave: (raw) => raw.trickle(`GET /healthz HTTP/1.1\r\n${'X-More: and more\r\n'.repeat(1_000)}`, 5),
    hears: /^HTTP\/1.1 408 /,
  },
  {
    client: 'never ends its body',
    patience: { ...LONG, headersMs: 1_000, requestMs: 1_500 },
    behave(raw) {
      raw.socket.write(HALF_A_REQUEST)
      raw.trickle(' '.repeat(10_000), 5)
    },
    hears: /^HTTP\/1.1 408 /,
  },
  {
    client: 'has its answer and asks nothing more',
    patience: { ...LONG, idleMs: 200 },
    behave: (raw) => raw.socket.write(toRequest('/healthz')),
    hears: /^HTTP\/1.1 200 OK\r\n/,
  },
] satisfies { client: string; patience: typeof LONG; behave: (raw: Raw) => unknown; hears: RegExp }[]

describe('R33: a client that takes its time', () => {
  it.each(CLIENTS)('is cut off where it $client, and others are served', async ({ patience, behave, hears }) => {
    const logged: unknown[] = []
    const log = { error: (failure: unknown) => void logged.push(failure), info: () => undefined }
    await using collector = await startCollector({ model: MODEL }, { patience, instead: () => ({ log }) })
    const traffic = createTraffic()
    using raw = await openRaw(collector.url)
    behave(raw)
    while (!raw.isEnded()) expect(await traffic.send(collector.url)).toBe(200)
    expect(raw.received()).toMatch(hears)
    expect(raw.received().match(/HTTP/g)).toHaveLength(1)
    // It may happen as often as somebody likes.
    expect(logged).toEqual([])
  })

  it('is cut off where it asks and never reads, and not served on meanwhile', async () => {
    let served = 0
    await using collector = await startCollector(
      { model: MODEL },
      {
        patience: { ...LONG, stalledMs: 1_000 },
        instead: ({ receive }) => ({
          receive(incoming) {
            served++
            return receive(incoming)
          },
        }),
      },
    )
    using raw = await openRaw(collector.url, { reads: false })
    raw.socket.write(LONG_ANSWER.repeat(ASKED))
    // Whoever does not read hears of the end when it writes.
    raw.trickle(LONG_ANSWER, 20)
    await raw.ended
    expect(served).toBeGreaterThan(1)
    expect(served).toBeLessThan(ASKED)
    expect(await createTraffic().send(collector.url)).toBe(200)
  })

  it('is cut off where it asks hundreds of things before it has an answer', async () => {
    await using collector = await startCollector({ model: MODEL }, { patience: LONG })
    using raw = await openRaw(collector.url)
    raw.socket.write(toRequest('/v1/users/u1/score').repeat(300))
    await raw.ended
    expect(raw.received().match(/HTTP/g)?.length ?? 0).toBeLessThan(150)
    expect(await createTraffic().send(collector.url)).toBe(200)
  })

  it('is not cut off where it is slow but comes to an end', async () => {
    await using collector = await startCollector({ model: MODEL }, { patience: { ...LONG, headersMs: 1_000 } })
    using raw = await openRaw(collector.url)
    const request = toRequest('/v1/batch', { body: createTraffic().next(1).body })
    const head = request.indexOf('{')
    raw.socket.write(request.slice(0, head))
    raw.trickle(request.slice(head), 8)
    await once(raw.socket, 'data')
    expect(raw.received()).toMatch(/^HTTP\/1.1 200 OK\r\n/)
  })
})
