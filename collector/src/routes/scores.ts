import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { UptakeError } from '../errors.ts'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { invalidParameter, readQuery } from '../http/query.ts'
import { type Instant, parseInstant, toInstant } from '../scores/instant.ts'
import { listScores, pageOf } from '../scores/list.ts'
import type { Listed, Standing } from '../scores/scores.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

const at = z.string().optional()
const known = z.literal('now').optional()
const scoreQuery = z.strictObject({ at, known })
const number = z.string().min(1).pipe(z.coerce.number())
const bound = number.pipe(z.number().min(0).max(100)).optional()
const listQuery = z
  .object({
    at,
    account: z.string().optional(),
    band: z.string().optional(),
    min: bound,
    max: bound,
    sort: z.enum(['score', '-score', 'id', '-id']).default('-score'),
    limit: number.pipe(z.number().int().min(1).max(500)).default(50),
    cursor: z.string().optional(),
  })
  .catchall(z.string())
const LIST_PARAMETERS = new Set(Object.keys(listQuery.shape))
const TRAIT = 'trait.'

/** Scores of users and accounts, for servers and people with the secret key. */
export function scoreRoutes({ config, keys, scores, now }: Pick<Services, 'config' | 'keys' | 'scores' | 'now'>): Hono {
  const { model } = config

  function instantOf(text: string | undefined): Instant {
    const instant = text === undefined ? toInstant(model, now()) : parseInstant(model, text)
    if (instant === null) throw invalidParameter('at', 'must be an instant in ISO 8601, or a date')
    return instant
  }
  function readList(context: Context) {
    const query = readQuery(context, listQuery)
    const traits = new Map<string, string>()
    for (const [name, value] of Object.entries(query)) {
      if (name.startsWith(TRAIT)) traits.set(name.slice(TRAIT.length), String(value))
      else if (!LIST_PARAMETERS.has(name)) throw invalidParameter(name, 'not a parameter of this route')
    }
    if (query.band !== undefined && !model.bands.some(({ name }) => name === query.band)) {
      throw invalidParameter('band', `must be one of ${model.bands.map(({ name }) => name).join(', ')}`)
    }
    const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor)
    // A page is of the same instant as the one before.
    return { query: { ...query, traits }, cursor, instant: instantOf(cursor?.at ?? query.at) }
  }
  async function list(
    context: Context,
    all: (instant: Instant, account: string | undefined) => AsyncIterable<Listed>,
  ): Promise<Response> {
    const { query, cursor, instant } = readList(context)
    const found = await listScores(all(instant, query.account), query)
    const { items, next } = pageOf(found, query, { after: cursor, limit: query.limit })
    return context.json({ items, next: next && encodeCursor({ ...next, at: new Date(instant.atMs).toISOString() }) })
  }
  async function one(
    context: Context,
    standingOf: (id: string, instant: Instant) => Promise<Standing>,
  ): Promise<Standing> {
    const id = context.req.param('id') ?? ''
    const standing = await standingOf(id, instantOf(readQuery(context, scoreQuery).at))
    if (!standing.isKnown) throw new UptakeError('not_found', `nobody was ever seen by the id ${id}`, 'Check the id.')
    return standing
  }

  const routes = new Hono()
  for (const [path, standingOf] of [
    ['/v1/users', scores.ofUser],
    ['/v1/accounts', scores.ofAccount],
  ] as const) {
    routes.use(`${path}/*`, async (context, next) => {
      requireSecretKey(keys, context.req.header('Authorization'))
      context.header('Cache-Control', 'no-store')
      await next()
    })
    routes.get(`${path}/:id/score`, async (context) => context.json((await one(context, standingOf)).score))
    routes.get(`${path}/:id/next`, async (context) => context.json((await one(context, standingOf)).nextActions))
  }
  routes.get('/v1/users', (context) => list(context, scores.allUsers))
  routes.get('/v1/accounts', (context) =>
    list(context, (instant, account) => {
      if (account !== undefined) throw invalidParameter('account', 'not a parameter of this route')
      return scores.allAccounts(instant)
    }),
  )
  return routes
}
