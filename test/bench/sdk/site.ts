import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename, dirname, join } from 'node:path'

/** An empty page, and the SDK beside it, on a port of this machine that is not the collector's. */
export interface Site extends AsyncDisposable {
  /** Where the page finds the SDK. */
  readonly sdk: string
  /** The page's address on an origin that nobody has visited. */
  freshUrl(): string
}

const PAGE = '<!doctype html><html lang="en"><title>Bench</title>'

/** Serves the SDK built into a file, with the parts that lie beside it. */
export async function openSite(sdkFile: string): Promise<Site> {
  const folder = dirname(sdkFile)
  // Read once: whoever builds meanwhile shall not change what is measured.
  const scripts = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => [`/${name}`, readFileSync(join(folder, name))]),
  )
  const sdk = `/${basename(sdkFile)}`
  if (!scripts.has(sdk)) throw new Error(`no SDK at ${sdkFile}: build it by pnpm build`)
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(url)
    const [type, body] = script ? ['text/javascript', script] : ['text/html', PAGE]
    response.writeHead(200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': 'no-store',
      // Isolated, a page has a clock with steps of 5 µs; else they are 100 µs.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the page has no port')
  let visits = 0
  return {
    sdk,
    freshUrl: () => `http://visit-${++visits}.localhost:${bound.port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await server[Symbol.asyncDispose]()
    },
  }
}
