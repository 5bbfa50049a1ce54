import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { extname, join } from 'node:path'
import { serve } from '../../harness/serve.ts'

const TYPES: Readonly<Record<string, string>> = {
  '': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** What is served at a path. */
interface Resource {
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** It is answered when this resolves. */
  readonly until?: Promise<void>
}

/** A host app's web server. */
export interface Site extends AsyncDisposable {
  /** Serves a text, as what its name says, and returns its address. */
  put(path: string, body: string, options?: Omit<Resource, 'body'>): string
}

const answerNothing: RequestListener = (_request, response) => response.writeHead(404).end()

/** Serves what is put there and, below `/sdk/`, the scripts in a folder; the rest is for `app`. */
export async function openSite(dist: string, app = answerNothing): Promise<Site> {
  const resources = new Map<string, Resource>()
  const server = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://site')
    const [, script] = /^\/sdk\/([\w.-]+)$/.exec(pathname) ?? []
    const resource = script ? { body: readFileSync(join(dist, script), 'utf8') } : resources.get(pathname)
    if (!resource) return app(request, response)
    const { body, headers, until }: Resource = resource
    void Promise.resolve(until).then(() =>
      response.writeHead(200, { 'Content-Type': TYPES[extname(pathname)] ?? '', ...headers }).end(body),
    )
  })
  return {
    put(path, body, options) {
      resources.set(path, { body, ...options })
      return server.url + path
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
