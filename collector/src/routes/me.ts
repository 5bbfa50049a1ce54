import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import type { Me } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import type { Services } from '../http/app.ts'
import { type Identity, verifyToken } from '../http/identity-token.ts'
import { basicKey, bearerToken, roleOf } from '../http/keys.ts'
import { isLoopbackUrl } from '../http/loopback.ts'
import { readQuery } from '../http/query.ts'
import { toInstant } from '../scores/instant.ts'
import { streamMe } from './me-stream.ts'

/** Of one user: a browser needs one for all its tabs, and what is committed of the user is told to each. */
const MAX_STREAMS = 20

const id = z.string().min(1).max(255)
export const tokenQuery = z.strictObject({ session: id.optional() })
const trustQuery = tokenQuery.extend({ userId: id, account: id.optional() })

/** `GET /v1/me`, and as a stream: what the app in the browser may know of the user in front of it. */
export function meRoutes(
  services: Pick<
    Services,
    'config' | 'keys' | 'limits' | 'scores' | 'nudges' | 'watch' | 'now' | 'log' | 'stopping' | 'streamPeriods'
  >,
): Hono {
  const { config, keys, limits, scores, nudges, now } = services

  /** In `trust` the write key may say who is asking; everywhere a token may. */
  async function identify(context: Context): Promise<Identity> {
    const header = context.req.header('Authorization')
    if (config.identity !== 'trust' || bearerToken(header) !== undefined) {
      readQuery(context, tokenQuery)
      return verifyToken(bearerToken(header), keys.identitySecret, now())
    }
    if (roleOf(keys, basicKey(header)) === null) {
      throw new UptakeError('unknown_key', 'no known write key', 'Send it as "Authorization: Basic base64(key:)".')
    }
    const { userId, account } = readQuery(context, trustQuery)
    return { userId, accounts: account === undefined ? [] : [account], expiresAt: null }
  }
  async function meOf({ userId, accounts }: Identity): Promise<Me> {
    const at = toInstant(config.model, now())
    const user = await scores.ofUser(userId, at)
    const [accountId] = accounts
    return {
      user: user.score(),
      account: accountId === undefined ? null : (await scores.ofAccount(accountId, at)).score(),
      activation: user.activation(),
      nudges: await nudges(userId, user, at.atMs),
      nextActions: user.nextActions(),
    }
  }

  const streams = new Map<string, number>()
  /** @throws UptakeError `rate_limited` where the user has too many streams open; returns what says that one has ended */
  function countStream(userId: string): () => void {
    const open = streams.get(userId) ?? 0
    if (open >= MAX_STREAMS) {
      throw new UptakeError('rate_limited', `the user has ${open} streams open`, 'Close one, or come again later.')
    }
    streams.set(userId, open + 1)
    return () => {
      const left = (streams.get(userId) ?? 0) - 1
      if (left > 0) streams.set(userId, left)
      else streams.delete(userId)
    }
  }

  return new Hono()
    .use(
      '/v1/me/*',
      cors({
        origin: (origin) => (isAllowed(config, origin) ? origin : null),
        allowHeaders: ['Authorization'],
        exposeHeaders: ['Retry-After'],
        maxAge: 86_400,
      }),
      limits.each,
    )
    .get('/v1/me', async (context) => {
      return context.json(await meOf(await identify(context)))
    })
    .get('/v1/me/stream', async (context) => {
      const identity = await identify(context)
      // Nobody reads, or ends, the body of an answer to HEAD.
      if (context.req.method === 'HEAD') return context.body(null, 200, { 'Content-Type': 'text/event-stream' })
      // Asked each time: the key, or the secret that signed the token, may be out of use by then.
      const meOrNone = () => identify(context).then(meOf, () => null)
      return streamMe(context, identity, meOrNone, countStream(identity.userId), services)
    })
}

const isAllowed = ({ identity, origins }: Services['config'], origin: string): boolean =>
  origins.includes(origin) || (identity === 'trust' && isLoopbackUrl(origin))
