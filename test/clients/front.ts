import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { BatchResult } from '@uptake/shared/wire'
import { serve } from '../harness/serve.ts'

/** Stands in front of a collector. Of messages, the first answer is lost: the client has to send them again. */
export interface Front extends AsyncDisposable {
  readonly url: string
  /** What the collector answered to messages, the lost one too. */
  readonly answers: readonly Answered[]
}
interface Answered {
  readonly path: string
  readonly type: string | null
  readonly encoding: string | null
  readonly status: number
  readonly result: BatchResult
}

export async function openFront(collector: string): Promise<Front> {
  const answers: Answered[] = []
  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host: _, connection: __, 'content-length': ___, ...sent } = request.headers
    const { method = '', url: path = '' } = request
    const headers = new Headers(sent as Record<string, string>)
    const body = method === 'POST' ? new Uint8Array(await buffer(request)) : null
    const answer = await fetch(collector + path, { method, headers, body })
    const text = await answer.text()
    if (method === 'POST') {
      const said = { type: headers.get('Content-Type'), encoding: headers.get('Content-Encoding') }
      answers.push({ path, ...said, status: answer.status, result: JSON.parse(text) as BatchResult })
    }
    if (method === 'POST' && answers.length === 1) request.socket.destroy()
    // A browser repeats by itself what fails on a connection that it had kept.
    else response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), connection: 'close' }).end(text)
  }

  const server = await serve((request, response) => {
    // A client that is gone, or a collector: then the connection is, too.
    forward(request, response).catch(() => request.socket.destroy())
  })
  return { url: server.url, answers, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
