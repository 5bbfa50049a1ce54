import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { decimal, invalidParameter, readQuery } from '../http/query.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { instantQuery, readPast } from './instant-query.ts'

const bound = decimal.pipe(z.number().min(0).max(100)).optional()
const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
export const listQuery = z
  .object({
    ...instantQuery,
    account: z.string().optional().meta({ description: 'its members alone' }),
    band: z.string().optional().meta({ description: 'as the model names it' }),
    min: bound,
    max: bound.meta({ description: 'scores from `min` to `max`, both inclusive' }),
    declining: flag,
    quiet: flag,
    sort: z.enum(['score', '-score', 'change', '-change', 'id', '-id']).default('-score'),
    limit: decimal
      .pipe(z.number().int().min(1).max(500))
      .default(50)
      .meta({ description: 'so many a page, 1 to 500; 50 by default' }),
    cursor: z.string().optional().meta({ description: '`next` of the page before' }),
  })
  .catchall(z.string())
const PARAMETERS = new Set(Object.keys(listQuery.shape))
const TRAIT = 'trait.'

/** Users and accounts by score, for servers and people with the secret key. */
export function listRoutes({ config, keys, lists, now }: Pick<Services, 'config' | 'keys' | 'lists' | 'now'>): Hono {
  const { model } = config

  function readList(context: Context) {
    const query = readQuery(context, listQuery)
    const traits = new Map<string, string>()
    for (const [name, value] of Object.entries(query)) {
      if (name.startsWith(TRAIT)) traits.set(name.slice(TRAIT.length), String(value))
      else if (!PARAMETERS.has(name)) throw invalidParameter(name, 'not a parameter of this route')
    }
    if (query.band !== undefined && !model.bands.some(({ name }) => name === query.band)) {
      throw invalidParameter('band', `must be one of ${model.bands.map(({ name }) => name).join(', ')}`)
    }
    const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor)
    return { query: { ...query, traits }, cursor, at: readPast(model, query) }
  }
  const list = (of: 'person' | 'account') => async (context: Context) => {
    requireSecretKey(keys, context.req.header('Authorization'))
    const { query, cursor, at } = readList(context)
    const { account, limit } = query
    if (of === 'account' && account !== undefined) throw invalidParameter('account', 'not a parameter of this route')
    const { items, next } = await lists.page({ of, accountId: account, at: at ?? now() }, query, {
      after: cursor,
      limit,
    })
    return context.json({ items, next: next && encodeCursor(next) })
  }

  return new Hono().get('/v1/users', list('person')).get('/v1/accounts', list('account'))
}
