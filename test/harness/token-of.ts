import { SignJWT } from 'jose'
import { KEYS } from './start-collector.ts'

/** Signs an identity token as an app's server does, or worse. @defaultValue it ends in ten minutes */
export const tokenOf = (
  claims: object,
  { secret = KEYS.identitySecret ?? '', alg = 'HS256', expiresAt = Date.now() + 600_000 } = {},
): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg })
    .setExpirationTime(new Date(expiresAt))
    .sign(new TextEncoder().encode(secret))
