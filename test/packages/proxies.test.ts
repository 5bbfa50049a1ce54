import type { Services } from '@uptake/collector/src/http/app.ts'
import type { Me } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProxy } from '../harness/open-proxy.ts'
import { serve, type Served } from '../harness/serve.ts'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'
import { openStream } from '../http/read-stream.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const basic = { Authorization: `Basic ${btoa(`${KEYS.writeKey}:`)}` }
let collector: TestCollector
let watching = 0
const counted = ({ watch }: Services): Partial<Services> => ({
  watch: {
    add(watched, onCommit) {
      const forget = watch.add(watched, onCommit)
      watching++
      return () => {
        watching--
        forget()
      }
    },
  },
})
beforeAll(async () => {
  // Whoever has the write key may ask for anybody: the question is what reaches the collector, not who may.
  collector = await startCollector({ model: EXAMPLE, identity: 'trust' }, { instead: counted })
})
afterAll(() => collector[Symbol.asyncDispose]())

describe.each(['Hono', 'Express'] as const)('a path of one’s own through %s', (name) => {
  let served: Served
  beforeAll(async () => {
    served = await serve(await openProxy(name, collector))
  })
  afterAll(() => served[Symbol.asyncDispose]())
  const send = (batch: readonly object[], writeKey = KEYS.writeKey) =>
    fetch(`${served.url}/u/v1/batch`, { method: 'POST', body: JSON.stringify({ batch, writeKey }) })
  const track = (userId: string) => ({ type: 'track', event: 'report_created', userId })

  it('brings what was recorded', async () => {
    const userId = `ada by ${name}`
    const response = await send([track(userId)])
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ success: true })
    const messages = await collector.storage.messagesAfter(0, 100)
    expect(messages.filter((message) => message.userId === userId)).toHaveLength(1)
  })

  it('brings back what the collector says, as it said it', async () => {
    const response = await send([track('eve')], 'wk_unknown')
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'unknown_key' })
  })

  it('asks with the query and the key that it was asked with', async () => {
    const response = await fetch(`${served.url}/u/v1/me?userId=bob%20%26%20co`, { headers: basic })
    const me = (await response.json()) as Me
    expect(me.user.subject).toEqual({ user: 'bob & co' })
  })

  it('lets a stream through as it comes, and ends it when the page goes', async () => {
    const userId = `cem by ${name}`
    await send([track(userId)])
    const stream = await openStream(`${served.url}/u/v1/me/stream?userId=${encodeURIComponent(userId)}`, basic)
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const before = (await stream.event()) as Me
    expect(watching).toBe(1)
    await send([track(userId)])
    const after = (await stream.event()) as Me
    expect(after).not.toEqual(before)
    stream.abandon()
    await expect.poll(() => watching, { timeout: 20_000 }).toBe(0)
  })
})
