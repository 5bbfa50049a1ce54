import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { WebhookPayload } from '@uptake/collector/src/nudges/payload.ts'
import { Webhook } from 'standardwebhooks'
import { serve, type Served } from '../harness/serve.ts'
import { KEYS } from '../harness/start-collector.ts'

/** How a receiver answers a request that it has read. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

export const status =
  (code: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(code, headers).end()
export const accept = status(204)
export const hang: Behaviour = () => undefined
export const hangUp: Behaviour = (response) => response.destroy()

/** A receiver as the README shows one: it knows a request by its signature, and what it has had by its id. */
export interface Receiver extends Served {
  behaviour: Behaviour
  /** The id of each request that came, in order. */
  readonly asked: readonly string[]
  /** Those of them that the library took for the collector's, whatever was answered. */
  readonly received: readonly Received[]
  /** The others: signed by another secret, or by a clock that is more than five minutes off. */
  readonly forged: readonly string[]
}
interface Received {
  readonly id: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly payload: WebhookPayload
}

export async function startReceiver({
  secret = KEYS.webhookSecrets[0] ?? '',
  certificate = undefined as Parameters<typeof serve>[1],
} = {}): Promise<Receiver> {
  const webhook = new Webhook(secret)
  const asked: string[] = []
  const received: Received[] = []
  const forged: string[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.on('error', () => undefined)
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const { headers, url: path = '' } = request
      const id = String(headers['webhook-id'])
      asked.push(id)
      try {
        const payload = webhook.verify(body, headers as Record<string, string>) as WebhookPayload
        received.push({ id, path, headers, body, payload })
      } catch (error) {
        forged.push(`${id}: ${String(error)}`)
      }
      receiver.behaviour(response, request)
    })
  }
  const served = await serve(listener, certificate)
  const receiver = { ...served, behaviour: accept, asked, received, forged }
  return receiver
}
