import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { z } from 'zod'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { readQuery } from '../http/query.ts'

const noQuery = z.strictObject({})

/** Export and erasure of what is held on somebody, for servers and people with the secret key. */
export function erasureRoutes(services: Pick<Services, 'keys' | 'erasures' | 'exports' | 'now' | 'log'>): Hono {
  const { keys, erasures, exports, now, log } = services
  const idOf = (context: Context): string => {
    requireSecretKey(keys, context.req.header('Authorization'))
    readQuery(context, noQuery)
    return context.req.param('id') ?? ''
  }
  const erase = (of: 'person' | 'account') => async (context: Context) => {
    const erased = await erasures.erase(of, idOf(context), now())
    // Who it was is said nowhere.
    log.info({ of, ...erased }, 'erased')
    return context.json(erased)
  }

  return new Hono()
    .delete('/v1/users/:id', erase('person'))
    .delete('/v1/accounts/:id', erase('account'))
    .get('/v1/users/:id/export', async (context) => {
      const text = await exports.ofUser(idOf(context), now())
      context.header('Content-Type', 'application/json')
      return stream(
        context,
        async (body) => {
          for await (const part of text) {
            if (body.aborted) return
            await body.write(part)
          }
        },
        async (err) => log.error({ err }, 'an export has ended in the middle'),
      )
    })
}
