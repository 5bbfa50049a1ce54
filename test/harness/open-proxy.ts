import type { RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'

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
type Example = keyof typeof EXAMPLES

/** An example that leads `/u` to a collector: to the same one for all that one test file opens. */
export function openProxy(example: Example, collector: { readonly url: string }): Promise<RequestListener> {
  process.env['UPTAKE_COLLECTOR'] = collector.url
  return EXAMPLES[example]()
}
