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
])('$what leaves the sender without one; stored: $stores', async ({ what, fault, stores }) => {
  proxy.next.push(fault)
  await expect(send(what).then((answer) => answer.text())).rejects.toThrow(/fetch failed|terminated/)
  expect(await isStored(what)).toBe(stores)
  expect((await send(what)).status).toBe(200)
  expect(await isStored(what)).toBe(true)
})

it('lets a stream through as it comes', async () => {
  const authorization = `Bearer ${await createDoor().tokenOf('bob')}`
  await using stream = await openStream(`${proxy.url}/v1/me/stream`, { authorization })
  await stream.event()
  await send('of bob', 'bob')
  expect(await stream.event()).toHaveProperty('user')
})
