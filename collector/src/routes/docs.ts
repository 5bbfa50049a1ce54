import { hash } from 'node:crypto'
import { Hono } from 'hono'
import type { Services } from '../http/app.ts'
import { requireOperator } from '../http/require-operator.ts'
import { createDescription } from './openapi/document.ts'
import { STYLE, toPage } from './openapi/page.ts'

const POLICY = `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** `GET /openapi.json`, and `GET /docs` as a page: for who runs the collector. */
export function docsRoutes(door: Pick<Services, 'keys' | 'isLocal'>): Hono {
  // Made when it is asked for first: a start should not wait for it.
  let made: ReturnType<typeof createDescription> | undefined
  const description = () => (made ??= createDescription())
  return new Hono()
    .get('/openapi.json', (context) => {
      requireOperator(door, context)
      return context.json(description())
    })
    .get('/docs', (context) => {
      requireOperator(door, context)
      context.header('Content-Security-Policy', POLICY)
      return context.html(toPage(description(), STYLE))
    })
}
