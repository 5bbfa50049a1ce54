import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { UptakeError } from '../errors.ts'

export interface RunningServer {
  /** Such as "http://127.0.0.1:4747". */
  readonly url: string
  /** Stops accepting, lets what is in flight be answered, and resolves when all connections are closed. */
  close(): Promise<void>
}

/** What is still open this long after `close` is cut off. */
const CLOSE_TIMEOUT_MS = 8_000

/**
 * Listens on a host and port; port 0 takes a free one.
 * @throws UptakeError `invalid_option` where the address is taken or not this machine's
 */
export function listen(app: Pick<Hono, 'fetch'>, options: { host: string; port: number }): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({
      fetch: (...args) => app.fetch(...args),
      hostname: options.host,
      port: options.port,
    }) as Server
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `cannot listen on ${options.host}:${options.port}: ${cause.code ?? cause.message}`
      reject(new UptakeError('invalid_option', message, 'Choose another --port (0 picks a free one) or --host.', cause))
    })
    server.once('listening', () => {
      const { address, family, port } = server.address() as AddressInfo
      const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
      resolve({ url, close: () => close(server) })
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timeout = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS)
    server.close(() => {
      clearTimeout(timeout)
      resolve()
    })
    server.closeIdleConnections()
  })
}
