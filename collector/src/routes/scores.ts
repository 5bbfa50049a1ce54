import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { UptakeError } from '../errors.ts'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { decimal, invalidParameter, readQuery } from '../http/query.ts'
import { type Instant, type Known, toInstant } from '../scores/instant.ts'
import type { Standing } from '../scores/standing.ts'
import { instantQuery, readInstant } from './instant-query.ts'

export const scoreQuery = z.strictObject({
  ...instantQuery,
  explain: z.literal('change').optional().meta({ description: 'adds what changed it since `since`' }),
  since: z.string().optional().meta({ description: 'an instant, or a date' }),
})
export const nextQuery = z.strictObject(instantQuery)
export const historyQuery = z.strictObject({
  days: decimal
    .pipe(z.number().int().min(1).max(3_660))
    .default(90)
    .meta({ description: 'so many up to today, 1 to 3,660; 90 by default' }),
})

/** Scores of one user or account, for servers and people with the secret key. */
export function scoreRoutes(services: Pick<Services, 'config' | 'keys' | 'scores' | 'changes' | 'now'>): Hono {
  const { config, keys, scores, changes, now } = services
  const { model } = config

  const instantOf = ({ at, known }: { at?: string | undefined; known: Known }): Instant =>
    at === undefined ? toInstant(model, now(), known) : readInstant(model, 'at', at, known)
  const notFound = (id: string) =>
    new UptakeError(
      'not_found',
      `nobody was ever seen by the id ${id}`,
      'Check the id, and whether it is a user’s or an account’s.',
    )

  const routes = new Hono()
  for (const kind of ['user', 'account'] as const) {
    const path = `/v1/${kind}s`
    const standingOf = kind === 'user' ? scores.ofUser : scores.ofAccount
    const one = async (context: Context, at: Instant): Promise<Standing> => {
      const id = context.req.param('id') ?? ''
      const standing = await standingOf(id, at)
      if (!standing.isKnown) throw notFound(id)
      return standing
    }
    routes.use(`${path}/*`, async (context, next) => {
      requireSecretKey(keys, context.req.header('Authorization'))
      await next()
    })
    routes.get(`${path}/:id/score`, async (context) => {
      const query = readQuery(context, scoreQuery)
      if (query.explain !== undefined && query.since === undefined)
        throw invalidParameter('since', 'is missing: say since when')
      if (query.explain === undefined && query.since !== undefined)
        throw invalidParameter('explain', 'is missing: since= goes with explain=change')
      const at = instantOf(query)
      const standing = await one(context, at)
      if (query.since === undefined) return context.json(standing.score())
      const since = readInstant(model, 'since', query.since, query.known)
      if (since.atMs > at.atMs) throw invalidParameter('since', 'must not be after the instant that the score is of')
      return context.json({ ...standing.score(), change: await changes.between(standing, since) })
    })
    routes.get(`${path}/:id/next`, async (context) => {
      const query = readQuery(context, nextQuery)
      return context.json((await one(context, instantOf(query))).nextActions())
    })
    routes.get(`${path}/:id/history`, async (context) => {
      const { days } = readQuery(context, historyQuery)
      return context.json((await one(context, toInstant(model, now()))).history(days))
    })
  }
  return routes
}
