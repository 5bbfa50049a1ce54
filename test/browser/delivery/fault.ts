import type { ServerResponse } from 'node:http'
import type { Batch } from '@uptake/shared/wire'
import { sleep } from './sleep.ts'

/** An answer of the collector, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request on its way to the collector. */
export interface Exchange {
  /** What is sent, where that is a batch. */
  readonly batch: Batch | undefined
  readonly response: ServerResponse
  /** Lets it through, answer and all, as it comes. */
  readonly pass: () => Promise<void>
  /** Has the collector answer; the answer is kept back. */
  readonly store: () => Promise<Answer>
  /** Breaks the connection. */
  readonly destroy: () => void
}

/** What becomes of a request. */
export type Fault = (exchange: Exchange) => Promise<void> | void

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }

/** Nothing is wrong. */
export const pass: Fault = ({ pass: through }) => through()

/** The connection breaks, nothing is stored. */
export const down: Fault = ({ destroy }) => destroy()

/** It is stored, and the answer lost. */
export const answerLost: Fault = async ({ store, destroy }) => {
  await store()
  destroy()
}

/** It is stored, and half of the answer comes. */
export const halfAnswer: Fault = async ({ store, response, destroy }) => {
  const { status, headers, body } = await store()
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.write(body.slice(0, body.length / 2), destroy)
}

/** It is stored, and the answer comes later. */
export const late =
  (ms: number): Fault =>
  async ({ store, response }) => {
    const { status, headers, body } = await store()
    await sleep(ms)
    response.writeHead(status, headers).end(body)
  }

/** Somebody else answers; nothing is stored. Any page may read it, unless the headers say otherwise. */
export const answers =
  (status: number, body = '', headers: Record<string, string> = {}): Fault =>
  ({ response }) => {
    response.writeHead(status, { 'content-type': 'text/html', ...CORS, ...headers }).end(body)
  }

/** Answers with a problem as the collector's are. */
export const problem = (status: number, code: string, headers: Record<string, string> = {}): Fault =>
  answers(status, JSON.stringify({ type: 'about:blank', status, code }), {
    'content-type': 'application/problem+json',
    ...headers,
  })

/** A fault that holds requests back until it is told what becomes of them. */
export function holding(): { fault: Fault; release: (then: Fault) => void } {
  const decided = Promise.withResolvers<Fault>()
  return { fault: async (exchange) => (await decided.promise)(exchange), release: decided.resolve }
}
