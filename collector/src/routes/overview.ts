import { Hono } from 'hono'
import { z } from 'zod'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { invalidParameter, readQuery } from '../http/query.ts'
import { parseInstant } from '../scores/instant.ts'

const overviewQuery = z.strictObject({ at: z.string().optional(), known: z.enum(['now', 'then']).default('now') })

/** `GET /v1/overview`: where everybody stands, and how the product is used; for servers and people with the secret key. */
export function overviewRoutes({
  config,
  keys,
  overviews,
  now,
}: Pick<Services, 'config' | 'keys' | 'overviews' | 'now'>): Hono {
  return new Hono().get('/v1/overview', async (context) => {
    requireSecretKey(keys, context.req.header('Authorization'))
    const query = readQuery(context, overviewQuery)
    if (query.at === undefined && query.known === 'then') throw invalidParameter('known', 'goes with at=')
    const at = query.at === undefined ? now() : parseInstant(config.model, query.at, query.known)
    if (at === null) throw invalidParameter('at', 'must be an instant in ISO 8601, or a date')
    context.header('Cache-Control', 'no-store')
    return context.json(await overviews.at(at))
  })
}
