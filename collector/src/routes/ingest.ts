import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { MessageType } from '@uptake/shared/wire'
import type { Services } from '../http/app.ts'
import { basicKey, roleOf } from '../http/keys.ts'
import { createBodyReader } from '../http/read-body.ts'
import type { Answer } from '../ingest/reception.ts'

/** Each route, long and short, and the type of its message; null for the batch. */
const ROUTES: Record<string, MessageType | null> = {
  batch: null,
  track: 'track',
  identify: 'identify',
  group: 'group',
  page: 'page',
  screen: 'screen',
  alias: 'alias',
  b: null,
  t: 'track',
  i: 'identify',
  g: 'group',
  p: 'page',
  s: 'screen',
  a: 'alias',
}
const ANY_ORIGIN = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' }
// The middleware for CORS, or the context's headers, would have every answer made anew: half of what a request costs.
const HEADERS = { ...ANY_ORIGIN, 'X-Content-Type-Options': 'nosniff' }
const TAKEN = { status: 200, headers: { ...HEADERS, 'Content-Type': 'application/json' } }
const REJECTED = { status: 400, headers: { ...HEADERS, 'Content-Type': 'application/problem+json' } }
const GZIP = /^(x-)?gzip$/i

/** The Segment HTTP tracking API. Answers after what it accepted is committed. */
export function ingestRoutes({
  keys,
  limits,
  requireRoom,
  receive,
  now,
}: Pick<Services, 'keys' | 'limits' | 'requireRoom' | 'receive' | 'now'>): Hono {
  const readBody = createBodyReader()
  async function read(context: Context, type: MessageType | null, key: string | undefined): Promise<Answer> {
    const role = roleOf(keys, key)
    limits.count(context, role === 'write' ? key : undefined)
    requireRoom()
    return receive({
      body: await readBody(context),
      isGzip: GZIP.test(context.req.header('Content-Encoding') ?? ''),
      type,
      role,
      receivedAt: now(),
    })
  }
  const handle = (type: MessageType | null, keyOf: KeyOf) => async (context: Context) => {
    try {
      const { status, body } = await read(context, type, keyOf(context))
      return new Response(body, status === 200 ? TAKEN : REJECTED)
    } catch (error) {
      letAnyOriginRead(context)
      throw error
    }
  }
  const routes = new Hono()
  for (const [name, type] of Object.entries(ROUTES)) {
    routes.options(`/v1/${name}`, preflight).post(`/v1/${name}`, handle(type, ofHeader))
    // Any other method is refused where all are; that too a page may read.
    routes.all(`/v1/${name}`, (context, next) => {
      letAnyOriginRead(context)
      return next()
    })
  }
  // Of RudderStack's beacons, which have no headers and ask nothing before. Addresses end up in logs: no place for the secret key.
  const ofAddress: KeyOf = ({ req }) => keys.writeKeys.find((key) => key === req.query('writeKey'))
  routes.post('/beacon/v1/batch', handle(null, ofAddress))
  return routes
}

function letAnyOriginRead(context: Context): void {
  for (const [name, value] of Object.entries(ANY_ORIGIN)) context.header(name, value)
}

type KeyOf = (context: Context) => string | undefined
const ofHeader: KeyOf = ({ req }) => basicKey(req.header('Authorization'))

// Whatever headers are asked for: vendors' clients have some of their own, and others when they send again.
const preflight = cors({ origin: '*', allowMethods: ['POST'], maxAge: 86_400 })
