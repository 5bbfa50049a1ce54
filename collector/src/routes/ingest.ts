import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { MessageType } from '@uptake/shared/wire'
import type { Services } from '../http/app.ts'
import { basicKey, roleOf } from '../http/keys.ts'
import { readBody } from '../http/read-body.ts'

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
const GZIP = /^(x-)?gzip$/i

/** The Segment HTTP tracking API. Answers after what it accepted is committed. */
export function ingestRoutes({
  keys,
  requireRoom,
  receive,
  now,
}: Pick<Services, 'keys' | 'requireRoom' | 'receive' | 'now'>): Hono {
  const handle = (type: MessageType | null) => async (context: Context) => {
    // By hand: the middleware would make every answer anew, which costs as much as the rest of the request.
    context.header('Access-Control-Allow-Origin', '*')
    context.header('Access-Control-Expose-Headers', 'Retry-After')
    requireRoom()
    const key = basicKey(context.req.header('Authorization'))
    const { status, body } = await receive({
      body: await readBody(context),
      isGzip: GZIP.test(context.req.header('Content-Encoding') ?? ''),
      type,
      hasKey: roleOf(keys, key) !== null,
      receivedAt: now(),
    })
    return context.body(body, status, {
      'Content-Type': status === 200 ? 'application/json' : 'application/problem+json',
    })
  }
  const routes = new Hono()
  for (const [name, type] of Object.entries(ROUTES)) {
    routes.options(`/v1/${name}`, preflight).post(`/v1/${name}`, handle(type))
  }
  return routes
}

const preflight = cors({
  origin: '*',
  allowMethods: ['POST'],
  allowHeaders: ['Authorization', 'Content-Type'],
  maxAge: 86_400,
})
