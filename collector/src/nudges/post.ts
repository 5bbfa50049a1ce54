import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { lookUpPublic, requirePublic, requirePublicHost, type Resolve } from './addresses.ts'

/** Of an answer. */
export interface Answer {
  readonly status: number
  /** The header of that name; null without one. */
  readonly retryAfter: string | null
}

interface PostOptions {
  /** Whether addresses of private networks and of this machine, and http, are allowed. */
  readonly allowPrivate: boolean
  /** Ends it. */
  readonly signal: AbortSignal
  /** @defaultValue what the system knows */
  readonly resolve?: Resolve
}

/** What is read of an answer, and thrown away, so that whoever sends it sees it arrive. */
const MAX_ANSWER_BYTES = 64 * 1024

/** @throws Error where a URL may not be sent to unless private ones are allowed, whatever its name is looked up to */
export function requireAllowed(url: URL): void {
  requirePublicHost(url)
  if (url.protocol !== 'https:') throw new Error('webhooks.url is not https, and webhooks.allowPrivate is not set')
}

const lookUpAll: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * Sends a body, over a connection of its own, and follows no redirect. What was answered counts from its status on, however
 * the answer ends.
 * @throws Error where there was no answer, or where the address may not be connected to
 */
export async function post(
  url: URL,
  { body, headers }: { body: string; headers: Readonly<Record<string, string>> },
  { allowPrivate, signal, resolve = lookUpAll }: PostOptions,
): Promise<Answer> {
  if (!allowPrivate) requireAllowed(url)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((answered, failed) => {
    let answer: Answer | null = null
    let failure: unknown
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal,
      // With it names are looked up for all of their addresses, as this does.
      ...(!allowPrivate && { lookup: lookUpPublic(resolve), autoSelectFamily: true }),
    })
    // Whatever was looked up: what counts is who is at the other end, before a byte has left.
    sent.on('socket', (socket) =>
      socket.once('connect', () => {
        try {
          if (!allowPrivate) requirePublic(socket.remoteAddress ?? '')
        } catch (error) {
          sent.destroy(error as Error)
        }
      }),
    )
    sent.on('response', (response) => {
      answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null }
      let bytes = 0
      response.on('error', () => undefined)
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MAX_ANSWER_BYTES) response.destroy()
      })
    })
    sent.on('error', (error) => (failure ??= error))
    sent.on('close', () => (answer ? answered(answer) : failed(failure ?? new Error('closed without an answer'))))
    sent.end(body)
  })
}
