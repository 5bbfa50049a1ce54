import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import { type AppNudge, nearest } from '@uptake/shared/model'
import type { Me } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import type { Services } from '../http/app.ts'
import { type Identity, verifyToken } from '../http/identity-token.ts'
import { basicKey, bearerToken, roleOf } from '../http/keys.ts'
import { isLoopbackUrl } from '../http/loopback.ts'
import { invalidParameter, readQuery } from '../http/query.ts'
import { isHere } from '../http/require-operator.ts'
import { toInstant } from '../scores/instant.ts'
import { streamMe } from './me-stream.ts'

/** Of one user: a browser needs one for all its tabs, and what is committed of the user is told to each. */
const MAX_STREAMS = 20

const id = z.string().min(1).max(255)
export const tokenQuery = z.strictObject({
  session: id
    .optional()
    .meta({ description: '`context.sessionId` of the messages of who asks: a nudge shown in it may stay' }),
  preview: id.optional().meta({
    description:
      'a nudge to be offered whatever its rule says, where the collector listens on loopback, without a proxy',
  }),
})
const trustQuery = tokenQuery.extend({ userId: id, account: id.optional() })

/** Who asks, and for what. */
interface Asked extends Identity {
  readonly session: string | null
  readonly preview: AppNudge | null
}

/** `GET /v1/me`, and as a stream: what the app in the browser may know of the user in front of it. */
export function meRoutes(
  services: Pick<
    Services,
    | 'config'
    | 'keys'
    | 'limits'
    | 'scores'
    | 'answerOfAccount'
    | 'nudges'
    | 'watch'
    | 'now'
    | 'log'
    | 'stopping'
    | 'streamPeriods'
    | 'isLocal'
  >,
): Hono {
  const { config, keys, limits, scores, answerOfAccount, nudges, now, isLocal } = services

  /** In `trust` the write key may say who is asking; everywhere a token may. */
  async function identify(context: Context): Promise<Asked> {
    const header = context.req.header('Authorization')
    if (config.identity !== 'trust' || bearerToken(header) !== undefined) {
      const asked = readQuery(context, tokenQuery)
      const identity = await verifyToken(bearerToken(header), keys.identitySecret, now())
      return { ...identity, ...toShow(context, asked) }
    }
    if (roleOf(keys, basicKey(header)) === null) {
      throw new UptakeError('unknown_key', 'no known write key', 'Send it as "Authorization: Basic base64(key:)".')
    }
    const { userId, account, ...asked } = readQuery(context, trustQuery)
    return { userId, accounts: account === undefined ? [] : [account], expiresAt: null, ...toShow(context, asked) }
  }
  /** @throws UptakeError `forbidden`, `invalid_parameter` for what may not be previewed */
  function toShow(
    context: Context,
    { session: named, preview }: z.output<typeof tokenQuery>,
  ): Pick<Asked, 'session' | 'preview'> {
    const session = named ?? null
    if (preview === undefined) return { session, preview: null }
    if (!isHere(isLocal, context)) {
      const hint = 'Ask one on 127.0.0.1 with this configuration, without a proxy, as whoever writes its rules does.'
      throw new UptakeError('forbidden', 'nudges are previewed on the machine of the collector alone', hint)
    }
    const rules = config.nudges.filter((nudge) => nudge.deliver === 'app')
    const found = rules.find((nudge) => nudge.id === preview)
    if (found) return { session, preview: found }
    const meant = nearest(
      preview,
      rules.map((nudge) => nudge.id),
    )
    throw invalidParameter(
      'preview',
      `no nudge of the app has this id${meant === null ? '' : `; did you mean ${meant}?`}`,
    )
  }
  async function meOf({ userId, accounts, session, preview }: Asked): Promise<Me> {
    const [accountId] = accounts
    // It may take a while, and the user is told of as they are after it.
    const account = accountId === undefined ? null : await answerOfAccount(accountId)
    const user = await scores.ofUser(userId, toInstant(config.model, now()))
    return {
      user: user.score(),
      account: account && account.score,
      activation: user.activation(),
      nudges: await nudges.offer({ user, account, session }, preview),
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
