import type { Config } from '@uptake/shared/model'
import type { Gate } from '../ingest/reception.ts'
import type { Permission } from '../ingest/permission.ts'
import { verifyToken } from './identity-token.ts'
import { type Keys, roleOf } from './keys.ts'

/** For so long a token that has expired still counts for sending: what was queued offline gets through. */
const SENDING_GRACE_MS = 30 * 86_400_000
const NOBODY: Permission = { userId: null, accounts: [] }

/** Makes what decides who may send as whom, by the identity mode. A token that is no good counts as none. */
export function createGate(identity: Config['identity'], keys: Keys): Gate {
  return {
    roleOf: (key) => roleOf(keys, key),
    permissionOf:
      identity === 'verify'
        ? (token, atMs) => verifyToken(token, keys.identitySecret, atMs, SENDING_GRACE_MS).catch(() => NOBODY)
        : null,
  }
}
