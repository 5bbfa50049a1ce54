/** Makes bodies before any clock starts, and sends them over kept connections, each as soon as the one before is answered. */
import { Pool } from 'undici'
import { createBodies } from './messages.ts'
import type { Order } from './sender.ts'

let bodies: Buffer[] = []

async function send({ url, from, to, connections }: Extract<Order, { what: 'send' }>) {
  await using pool = disposable(new Pool(url, { connections, pipelining: 1 }))
  let next = Math.round(from * bodies.length)
  const end = Math.round(to * bodies.length)
  let accepted = 0
  const sendOn = async () => {
    while (next < end) {
      const options = { path: '/v1/batch', method: 'POST', body: bodies[next++] ?? null } as const
      const { statusCode, body } = await pool.request(options)
      if (statusCode !== 200) throw new Error(`answered ${statusCode}: ${await body.text()}`)
      const result = (await body.json()) as { accepted: number }
      accepted += result.accepted
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, sendOn))
  return { accepted, ms: performance.now() - started }
}
const disposable = (pool: Pool) => Object.assign(pool, { [Symbol.asyncDispose]: () => pool.close() })

async function obey(order: Order): Promise<object> {
  if (order.what === 'send') return send(order)
  bodies = createBodies(order.load, Date.now())
  return { bodies: bodies.length }
}

process.on('message', (order: Order) => void obey(order).then((answer) => process.send?.(answer)))
