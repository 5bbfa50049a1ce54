import type { Logger } from 'pino'
import type { Config } from '@uptake/shared/model'
import { UptakeError } from '../../errors.ts'
import { isLoopback } from '../../http/loopback.ts'

/**
 * Refuses to serve where more people could read or send than the configuration means.
 * @throws UptakeError `invalid_option`, `invalid_config`
 */
export function refuseUnsafe({ identity }: Config, host: string, log: Pick<Logger, 'warn'>): void {
  if (host === '') {
    throw new UptakeError('invalid_option', '--host is empty, which is every address', 'Name the address to listen on.')
  }
  if (identity === 'verify') {
    // Taken for "open" it would let anybody send as anybody, which is what it is chosen to prevent.
    const hint = 'Configure "open" until it is; reading at /v1/me needs a token in both.'
    throw new UptakeError('invalid_config', 'identity "verify" is not built yet', hint)
  }
  if (identity === 'trust') {
    if (!isLoopback(host)) {
      const hint = 'Leave --host out, or configure identity "open" or "verify".'
      throw new UptakeError('invalid_option', `identity "trust" is refused on host ${host}`, hint)
    }
    log.warn('identity "trust": whoever reaches this port may read any user at /v1/me; for trying and demos alone')
  }
}
