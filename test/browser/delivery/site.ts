import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

const SDK = fileURLToPath(new URL('../../../sdk/dist/index.js', import.meta.url))

/** A page that makes a client of the options in its address, and keeps what that says. */
const APP = `<!doctype html><title>App</title><script type="module">
import { createUptake } from '/sdk.js'
const { token, ...options } = JSON.parse(new URLSearchParams(location.search).get('options') ?? 'null') ?? {}
globalThis.drops = []
globalThis.warnings = []
globalThis.createClient = (more) => createUptake({
  ...options,
  ...(token && { token: () => fetch('/token').then((answer) => answer.text()) }),
  onDrop: (drop) => drops.push(drop),
  warn: (message) => warnings.push(message),
  ...more,
})
globalThis.trackNumbers = ({ scene, event, from, to }) => {
  for (let number = from; number < to; number++) uptake.track(event, { scene, number })
}
globalThis.uptake = createClient()
</script>`

/** A site that carries the SDK, on an origin of its own. */
export interface Site extends AsyncDisposable {
  /** The page with a client of these options. With `token: true` it asks the site at `/token`. */
  appWith(options: object): string
  /** A page without the SDK. */
  readonly elsewhere: string
}

/** Serves the built SDK, as it was when this began, on a free port of this machine. */
export async function openSite(): Promise<Site> {
  const sdk = readFileSync(SDK)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://site')
    if (pathname === '/sdk.js') response.setHeader('content-type', 'text/javascript').end(sdk)
    else response.setHeader('content-type', 'text/html').end(pathname === '/app' ? APP : '<!doctype html>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const origin = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  return {
    appWith: (options) => `${origin}/app?${new URLSearchParams({ options: JSON.stringify(options) })}`,
    elsewhere: `${origin}/elsewhere`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
