import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { UptakeError } from '../errors.ts'
import { clientAddress } from './client-address.ts'
import { createRateLimit } from './rate-limit.ts'

/** What clients may ask for, by their address. */
export interface ClientLimits {
  /**
   * Counts a request: of an address, or of one with a write key that is known.
   * @throws UptakeError `rate_limited`
   */
  readonly count: (context: Context, writeKey?: string) => void
  /** Counts a request of an address before it goes on. */
  readonly each: MiddlewareHandler
  /** Counts a key or a token that is none, which costs an address much more. */
  readonly countFailure: (context: Context) => void
}

/** Guessing is a hundred times as dear as asking. */
const FAILURE_COST = 100

export function createClientLimits(
  { perMinute, proxies }: { perMinute: number; proxies: number },
  now: () => number,
  log: Pick<Logger, 'warn'>,
): ClientLimits {
  const limit = createRateLimit(perMinute, now)
  let isWarned = false
  const forwardedFor = (context: Context): string | undefined => context.req.header('X-Forwarded-For')
  const addressOf = (context: Context): string => {
    const { incoming } = context.env as Partial<HttpBindings>
    return clientAddress(incoming?.socket.remoteAddress, proxies > 0 ? forwardedFor(context) : undefined, proxies)
  }
  const count: ClientLimits['count'] = (context, writeKey = '') => {
    if (limit.take(`${addressOf(context)} ${writeKey}`)) return
    if (!isWarned && proxies === 0 && forwardedFor(context) !== undefined) {
      isWarned = true
      log.warn('a proxy’s address has reached the rate limit: give --trust-proxy, so that each client has its own')
    }
    throw new UptakeError('rate_limited', `more than ${perMinute} requests a minute`, 'Come again later.')
  }
  return {
    count,
    each: (context, next) => {
      count(context)
      return next()
    },
    countFailure: (context) => limit.charge(`${addressOf(context)} `, FAILURE_COST),
  }
}
