import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** A web server on a free port of this machine. */
export interface Served extends AsyncDisposable {
  readonly url: string
}

/** Serves by https where there is a certificate. */
export async function serve(listener: RequestListener, certificate?: { key: string; cert: string }): Promise<Served> {
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await server[Symbol.asyncDispose]()
    },
  }
}
