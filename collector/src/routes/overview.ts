import { Hono } from 'hono'
import { z } from 'zod'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { readQuery } from '../http/query.ts'
import { instantQuery, readPast } from './instant-query.ts'

export const overviewQuery = z.strictObject(instantQuery)

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
    return context.json(await overviews.at(readPast(config.model, query) ?? now()))
  })
}
