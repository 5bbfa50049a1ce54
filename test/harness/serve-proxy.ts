import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

/** An app with the path `/u` that leads to the collector. */
export interface ServedProxy extends AsyncDisposable {
  readonly url: string
}

/** The examples that the SDK's README shows and that can be run here, as they stand there. */
const EXAMPLES = {
  async Hono(): Promise<RequestListener> {
    const { app } = await import('../packages/proxies/hono.ts')
    return getRequestListener(app.fetch)
  },
  async Express(): Promise<RequestListener> {
    const { app } = await import('../packages/proxies/express.ts')
    return app as RequestListener
  },
}
export type Example = keyof typeof EXAMPLES

/** Serves an example on a free port of this machine, in front of a collector: one for all that a test file serves. */
export async function serveProxy(example: Example, collector: { readonly url: string }): Promise<ServedProxy> {
  process.env['UPTAKE_COLLECTOR'] = collector.url
  const server = createServer(await EXAMPLES[example]())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await server[Symbol.asyncDispose]()
    },
  }
}
