import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStream } from '../../http/read-stream.ts'
import { KEYS } from '../../harness/start-collector.ts'
import { createDoor } from './door.ts'
import { answerLost, down, halfAnswer, type Fault } from './fault.ts'
import { openProxy, type Proxy } from './proxy.ts'
import { EVENT, openReceiver, type Receiver } from './receiver.ts'

let receiver: Receiver
let proxy: Proxy
beforeAll(async () => {
  receiver = await openReceiver()
  proxy = await openProxy(receiver.url)
})
afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const send = (messageId: string, userId = 'ada') => {
  const batch = [{ type: 'track', event: EVENT, messageId, userId }]
  return fetch(`${proxy.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ batch, writeKey: KEYS.writeKey }) })
}
const isStored = async (messageId: string) =>
  (await receiver.messages()).some((stored) => stored.messageId === messageId)

it.each<{ what: string; fault: Fault; stores: boolean }>([
  { what: 'a broken connection', fault: down, stores: false },
  { what: 'a lost answer', fault: answerLost, stores: true },
  { what: 'half an answer', fault: halfAnswer, stores: true },
])('$what leaves the sender without an answer; stored: $stores', async ({ fault, stores }) => {
  const id = randomUUID()
  proxy.next.push(fault)
  await expect(send(id).then((answer) => answer.text())).rejects.toThrow(/fetch failed|terminated/)
  expect(await isStored(id)).toBe(stores)
  expect((await send(id)).status).toBe(200)
  expect(await isStored(id)).toBe(true)
})

it('lets a stream through as it comes', async () => {
  const authorization = `Bearer ${await createDoor().tokenOf('bob')}`
  await using stream = await openStream(`${proxy.url}/v1/me/stream`, { authorization })
  await stream.event()
  await send(randomUUID(), 'bob')
  expect(await stream.event()).toHaveProperty('user')
})
