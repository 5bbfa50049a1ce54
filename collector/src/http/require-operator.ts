import type { Context } from 'hono'
import { type Keys, requireSecretKey } from './keys.ts'
import { isLoopbackUrl } from './loopback.ts'

const FORWARDED = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP']

/**
 * Whether who asks is on this machine, as far as can be told.
 * @param isLocal - whether the collector listens for this machine alone
 */
export function isHere(isLocal: boolean, { req }: Context): boolean {
  // Whom a proxy on this machine serves is elsewhere.
  const isForwarded = FORWARDED.some((name) => req.header(name) !== undefined)
  return isLocal && isLoopbackUrl(req.header('Host') ?? '') && !isForwarded
}

/**
 * Lets those in who run the collector: with the secret key, or without one on this machine.
 * @param isLocal - whether it listens for this machine alone
 * @throws UptakeError `unknown_key`, `forbidden`
 */
export function requireOperator({ keys, isLocal }: { keys: Keys; isLocal: boolean }, context: Context): void {
  if (!isHere(isLocal, context)) requireSecretKey(keys, context.req.header('Authorization'))
}
