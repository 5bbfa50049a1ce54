import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { startReceiver } from './receiver.ts'

const SECRET = 'whsec_dGhlIHRlc3RzIGhhdmUgYSBzZWNyZXQgb2YgdGhlaXJz'
const OTHER = 'whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhlIHNhbWUgbGVuZ3Ro'

it('says a line for each webhook that is signed, once, and refuses others', async () => {
  const lines: string[] = []
  const receiver = await startReceiver({ port: 0, secret: SECRET, say: (line) => lines.push(line.trim()) })
  const post = async (data: object, { id = 'msg_1', secret = SECRET } = {}): Promise<number> => {
    const body = JSON.stringify({ type: 'nudge.triggered', data })
    const at = new Date()
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    }
    return (await fetch(receiver.address, { method: 'POST', body, headers })).status
  }
  const quiet = { nudge: 'ask-what-changed', user: 'priya', account: 'halden', score: 47.5, due: '2026-05-22' }
  expect(await post(quiet)).toBe(204)
  expect(await post(quiet)).toBe(204)
  expect(await post({ nudge: 'low-score-task', account: 'halden', score: null }, { id: 'msg_2' })).toBe(204)
  expect(await post(quiet, { id: 'msg_3', secret: OTHER })).toBe(400)
  expect((await fetch(receiver.address)).status).toBe(400)
  await receiver.stop()
  expect(lines).toEqual([
    'webhook    ask-what-changed: priya, at 48, due 2026-05-22',
    'webhook    low-score-task: halden',
  ])
})
