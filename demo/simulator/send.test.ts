import type { Batch, Message } from '@uptake/shared/wire'
import { expect, it } from 'vitest'
import { sendMessages } from './send.ts'

const messages: Message[] = Array.from({ length: 1100 }, (_, index) => ({
  type: 'track',
  messageId: `m${index}`,
  userId: 'u',
}))
const collector = { host: 'http://127.0.0.1:4747', writeKey: 'wk' }

it('sends everything once, in order, and in batches that a collector takes', async () => {
  const sent: Message[][] = []
  const result = await sendMessages(messages, {
    ...collector,
    fetch: (_, init) => {
      const { batch }: Batch = JSON.parse(typeof init?.body === 'string' ? init.body : '')
      sent.push(batch)
      return Promise.resolve(Response.json({ success: true, accepted: batch.length - 1, duplicates: 1, rejected: [] }))
    },
  })
  expect(sent.flat()).toEqual(messages)
  expect(Math.max(...sent.map((batch) => batch.length))).toBeLessThanOrEqual(1000)
  expect(result).toEqual({ accepted: messages.length - sent.length, duplicates: sent.length })
})

it.each([
  ['another status', new Response('no such key', { status: 401 }), /401 no such key/],
  ['an answer without success', Response.json({}), /refused/],
  [
    'a rejected message',
    Response.json({
      success: true,
      accepted: 0,
      duplicates: 0,
      rejected: [{ index: 0, messageId: 'm0', code: 'too_old', detail: 'older than 30 days' }],
    }),
    /too_old, older than 30 days/,
  ],
])('stops at %s and says why', async (_, response, words) => {
  await expect(sendMessages(messages, { ...collector, fetch: () => Promise.resolve(response) })).rejects.toThrow(words)
})
