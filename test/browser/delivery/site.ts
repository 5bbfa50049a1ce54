import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { APP, ELSEWHERE, SPECULATOR, THERE_AND_BACK } from './site-pages.ts'

const BUILT = new URL('../../../sdk/dist/', import.meta.url)
const PAGES: Readonly<Record<string, string>> = {
  '/app': APP,
  '/elsewhere': ELSEWHERE,
  '/there-and-back': THERE_AND_BACK,
  '/speculate': SPECULATOR,
}

/** What a page of the app says when it is shown, or made ready to be. */
interface Sign {
  /** The query of its address. */
  readonly query: string
  /** It was kept while the visitor was elsewhere. */
  readonly isRestored: boolean
  readonly isPrerendering: boolean
}

/** A site that carries the SDK, on an origin of its own. */
export interface Site extends AsyncDisposable {
  readonly origin: string
  /** The page with a client of these options. With `token: true` it asks the global `askToken()`. */
  appWith(options: object): string
  /** A page without the SDK. */
  readonly elsewhere: string
  /** One from which the visitor goes back. */
  readonly thereAndBack: string
  /** One that has the browser prerender another, and goes there when that has run. */
  speculateOn(address: string): string
  /** In the order in which they came. */
  readonly signs: readonly Sign[]
}

/** Serves the built SDK, as it was when this began, on a free port of this machine. */
export async function openSite(): Promise<Site> {
  const scripts = new Map([
    ['/sdk.js', readFileSync(new URL('index.js', BUILT))],
    // The entry leads to it.
    ['/default-nudges.js', readFileSync(new URL('default-nudges.js', BUILT))],
  ])
  const signs: Sign[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://site')
    if (pathname === '/sign') signs.push(JSON.parse(searchParams.get('sign') ?? '') as Sign)
    response.setHeader('cache-control', 'no-cache')
    const script = scripts.get(pathname)
    if (script) response.setHeader('content-type', 'text/javascript').end(script)
    else if (pathname in PAGES) response.setHeader('content-type', 'text/html').end(PAGES[pathname])
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(signs))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const origin = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  return {
    origin,
    appWith: (options) => `${origin}/app?${new URLSearchParams({ options: JSON.stringify(options) })}`,
    elsewhere: `${origin}/elsewhere`,
    thereAndBack: `${origin}/there-and-back`,
    speculateOn: (address) => `${origin}/speculate?${new URLSearchParams({ address })}`,
    signs,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
