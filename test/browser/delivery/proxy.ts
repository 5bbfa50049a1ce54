import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Batch } from '@uptake/shared/wire'
import { pass, type Answer, type Exchange, type Fault } from './fault.ts'

/** A batch as it came to the proxy, whatever became of it. */
interface SentBatch extends Batch {
  /** When all of it was here. */
  readonly arrivedAt: number
  /** How many others were under way then. */
  readonly alongside: number
  /** When it was answered or broken; undefined until then. */
  endedAt?: number
}

/** Stands in front of the collector, and does to requests what the fault in force says. */
export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** What becomes of requests from now on; preflights pass unless the connection breaks. */
  fault: Fault
  /** What becomes of the next requests instead, one each. */
  readonly next: Fault[]
  /** Batches in the order of their arrival. */
  readonly batches: readonly SentBatch[]
}

/** Opens a proxy on a free port of this machine. */
export async function openProxy(target: string): Promise<Proxy> {
  const batches: SentBatch[] = []
  const next: Fault[] = []

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A browser repeats by itself what fails on a connection that it had kept.
    response.setHeader('connection', 'close')
    const body = await text(request)
    const forward = async (): Promise<IncomingMessage> => {
      const { host: _, connection: __, ...headers } = request.headers
      const onward = httpRequest(target + request.url, { method: request.method, headers, agent: false })
      response.on('close', () => onward.destroy())
      onward.end(body)
      const [answer] = (await once(onward, 'response')) as [IncomingMessage]
      return answer
    }
    const exchange: Exchange = {
      batch: request.url === '/v1/batch' && body !== '' ? (JSON.parse(body) as Batch) : undefined,
      response,
      async pass() {
        const answer = await forward()
        response.writeHead(answer.statusCode ?? 0, { ...answer.headers, connection: 'close' })
        response.flushHeaders()
        await pipeline(answer, response)
      },
      async store(): Promise<Answer> {
        const answer = await forward()
        const { connection: _, 'transfer-encoding': __, 'content-length': ___, ...headers } = answer.headers
        return { status: answer.statusCode ?? 0, headers: headers as Record<string, string>, body: await text(answer) }
      },
      destroy: () => void request.socket.destroy(),
    }
    if (request.method === 'OPTIONS') return exchange.pass()
    if (exchange.batch !== undefined) {
      const alongside = batches.filter(({ endedAt }) => endedAt === undefined).length
      const batch: SentBatch = { ...exchange.batch, arrivedAt: Date.now(), alongside }
      batches.push(batch)
      const end = (): void => void (batch.endedAt ??= Date.now())
      response.on('finish', end).on('close', end)
    }
    return (next.shift() ?? proxy.fault)(exchange)
  }

  const server = createServer((request, response) => {
    // A page that is gone, or a collector: then the connection is, too.
    handle(request, response).catch(() => request.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const proxy: Proxy = {
    url: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`,
    fault: pass,
    next,
    batches,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
