import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { UptakeError } from '../errors.ts'

export interface RunningServer {
  /** Such as "http://127.0.0.1:4747". */
  readonly url: string
  /**
   * Stops accepting, lets what is in flight be answered as the last on its connection, and resolves when all connections
   * are closed: after six seconds at the latest.
   */
  close(): Promise<void>
}

/** How long a client may take, so that one that is slow, or gone without a word, holds what it holds for a while alone. */
export interface Patience {
  /** From the connection, or the first byte of a request, to the end of its headers. */
  readonly headersMs: number
  /** To the end of its body. */
  readonly requestMs: number
  /** Between an answer and the next request. */
  readonly idleMs: number
  /** Without a byte either way while a request is served: who reads nothing of the answer, and whose answer does not begin. */
  readonly stalledMs: number
  /** How often headers and bodies are looked after; they are given that much more. */
  readonly checkMs: number
}
const PATIENCE: Patience = {
  headersMs: 10_000,
  // The greatest body in a minute: 9 kB/s, a poor mobile line.
  requestMs: 60_000,
  // Longer than the minute that proxies keep connections for: closed by the sender, none is closed under a request.
  idleMs: 65_000,
  // Eight comments of a stream; a list of the past scores everybody before its first byte.
  stalledMs: 120_000,
  checkMs: 5_000,
}
/** Each open stream holds some 40 kB, and each body being sent up to 500 KiB; whoever comes above is hung up on. */
const MAX_CONNECTIONS = 10_000
/** Requests on one connection that nothing was answered to yet. Hardly a client sends several; one that floods is hung up on. */
const MAX_PIPELINED = 100
/** What is still open this long after `close` is cut off: what waits to be committed, and the store, need some of the ten seconds too. */
const CLOSE_TIMEOUT_MS = 6_000

/**
 * Listens on a host and port; port 0 takes a free one.
 * @throws UptakeError `invalid_option` where the address is taken or not this machine's
 */
export function listen(
  app: Pick<Hono, 'fetch'>,
  options: { host: string; port: number; patience?: Patience | undefined },
): Promise<RunningServer> {
  const { host, port, patience: { headersMs, requestMs, idleMs, stalledMs, checkMs } = PATIENCE } = options
  return new Promise((resolve, reject) => {
    const server = serve({
      // Of a flood that came in one piece, nothing is done beyond the limit.
      fetch: (request, env) =>
        env.incoming.socket.destroyed ? new Response(null, { status: 503 }) : app.fetch(request, env),
      hostname: host,
      port,
      serverOptions: {
        headersTimeout: headersMs,
        requestTimeout: requestMs,
        keepAliveTimeout: idleMs,
        connectionsCheckingInterval: checkMs,
      },
    }) as Server
    server.setTimeout(stalledMs)
    server.maxConnections = MAX_CONNECTIONS
    const open: Open = new Map()
    server.on('connection', (socket: Socket) => {
      open.set(socket, new Set())
      socket.once('close', () => open.delete(socket))
    })
    server.prependListener('request', ({ socket }, response: ServerResponse) => {
      const unanswered = open.get(socket)
      unanswered?.add(response)
      response.once('close', () => unanswered?.delete(response))
      if (unanswered && unanswered.size > MAX_PIPELINED) socket.destroy()
    })
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `cannot listen on ${host}:${port}: ${cause.code ?? cause.message}`
      reject(new UptakeError('invalid_option', message, 'Choose another --port (0 picks a free one) or --host.', cause))
    })
    server.once('listening', () => {
      const { address, family, port: bound } = server.address() as AddressInfo
      const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`
      resolve({ url, close: () => close(server, open) })
    })
  })
}

/** Connections, each with what is to be answered on it. */
type Open = Map<Socket, Set<ServerResponse>>

function close(server: Server, open: Open): Promise<void> {
  return new Promise((resolve) => {
    const timeout = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS)
    server.close(() => {
      clearTimeout(timeout)
      resolve()
    })
    endConnections(server, open)
  })
}

/** Whoever keeps a connection would ask again on it, without end: what is asked from now on, or answered, is the last there. */
function endConnections(server: Server, open: Open): void {
  server.prependListener('request', (_request, response: ServerResponse) => {
    response.shouldKeepAlive = false
  })
  for (const [socket, unanswered] of open) {
    // Browsers open some ahead, and Node does not count them as idle.
    if (socket.bytesRead === 0) socket.destroy()
    for (const response of unanswered) {
      if (response.headersSent) response.once('finish', () => socket.destroySoon())
      else response.shouldKeepAlive = false
    }
  }
}
