import type { Logger } from 'pino'
import type { Config } from '@uptake/shared/model'
import { UptakeError } from '../../errors.ts'
import type { Keys } from '../../http/keys.ts'
import { isLoopback } from '../../http/loopback.ts'
import { KEYS_HINT } from '../environment.ts'

/**
 * Refuses keys that a configuration cannot be served with.
 * @throws UptakeError `invalid_option`
 */
export function refuseUnfit({ identity }: Config, { identitySecret }: Keys): void {
  if (identity === 'verify' && identitySecret === null) {
    const message = 'identity "verify" checks tokens with UPTAKE_IDENTITY_SECRET, which is not set'
    throw new UptakeError('invalid_option', message, KEYS_HINT)
  }
}

/**
 * Refuses to serve where more people could read or send than the configuration means.
 * @throws UptakeError `invalid_option`
 */
export function refuseUnsafe({ identity }: Config, host: string, log: Pick<Logger, 'warn'>): void {
  if (host === '') {
    throw new UptakeError('invalid_option', '--host is empty, which is every address', 'Name the address to listen on.')
  }
  if (identity === 'trust') {
    if (!isLoopback(host)) {
      const hint = 'Leave --host out, or configure identity "open" or "verify".'
      throw new UptakeError('invalid_option', `identity "trust" is refused on host ${host}`, hint)
    }
    log.warn('identity "trust": whoever reaches this port may read any user at /v1/me; for trying and demos alone')
  }
}
