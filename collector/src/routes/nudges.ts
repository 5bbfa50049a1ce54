import { Hono } from 'hono'
import { z } from 'zod'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { readQuery } from '../http/query.ts'

export const nudgeReportQuery = z.strictObject({})

/** `GET /v1/nudges/report`: what came of each nudge; for servers and people with the secret key. */
export function nudgeRoutes({ keys, nudgeReports, now }: Pick<Services, 'keys' | 'nudgeReports' | 'now'>): Hono {
  return new Hono().get('/v1/nudges/report', async (context) => {
    requireSecretKey(keys, context.req.header('Authorization'))
    readQuery(context, nudgeReportQuery)
    return context.json(await nudgeReports(now()))
  })
}
