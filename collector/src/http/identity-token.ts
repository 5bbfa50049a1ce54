import { jwtVerify } from 'jose'
import { z } from 'zod'
import { UptakeError } from '../errors.ts'

/** Who a token speaks for. */
export interface Identity {
  readonly userId: string
  /** The accounts that it names; the first is the one that `/v1/me` shows. */
  readonly accounts: readonly string[]
  /** Unix milliseconds; null where nothing ends it. */
  readonly expiresAt: number | null
}

const claims = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  account: z.union([z.string().transform((id) => [id]), z.array(z.string())]).default([]),
})

/**
 * Reads an identity token: a JWT, HS256 alone, signed with the identity secret, with `sub` and `exp`.
 * @throws UptakeError `unknown_token`
 */
export async function verifyToken(token: string | undefined, secret: string | null): Promise<Identity> {
  try {
    if (token === undefined || secret === null) throw new Error('no token, or no secret to check it with')
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] })
    const { sub, account, exp } = claims.parse(payload)
    return { userId: sub, accounts: account, expiresAt: exp * 1000 }
  } catch (cause) {
    const hint =
      'Send "Authorization: Bearer" with a token that your server signed with UPTAKE_IDENTITY_SECRET (HS256; sub, exp).'
    throw new UptakeError('unknown_token', 'the token is missing, expired or not signed by this secret', hint, cause)
  }
}
