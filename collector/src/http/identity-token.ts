import { errors, jwtVerify, SignJWT } from 'jose'
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
  account: z
    .union([z.string().transform((id) => [id]), z.array(z.string())])
    .nullish()
    .transform((ids) => ids ?? []),
})

/**
 * Reads an identity token: a JWT, HS256 alone, signed with the identity secret, with `sub` and `exp`.
 * @param graceMs - for how long one counts that has expired
 * @throws UptakeError `unknown_token`
 */
export async function verifyToken(
  token: unknown,
  secret: string | null,
  nowMs: number,
  graceMs = 0,
): Promise<Identity> {
  try {
    if (typeof token !== 'string' || secret === null) throw new Error('no token, or no secret to check it with')
    const options = { algorithms: ['HS256'], currentDate: new Date(nowMs) }
    // Everything else about an expired one has been found good. A tolerance of the clock would let tokens of the future in.
    const { payload } = await jwtVerify(token, bytesOf(secret), options).catch((error: unknown) => {
      if (error instanceof errors.JWTExpired) return error
      throw error
    })
    const { sub, account, exp } = claims.parse(payload)
    if (exp * 1000 + graceMs <= nowMs) throw new Error('it has expired')
    return { userId: sub, accounts: account, expiresAt: exp * 1000 }
  } catch (cause) {
    const hint =
      'Send "Authorization: Bearer" with a token that your server signed with UPTAKE_IDENTITY_SECRET (HS256; sub, exp).'
    throw new UptakeError('unknown_token', 'the token is missing, expired or not signed by this secret', hint, cause)
  }
}

/** Signs an identity token, as an app's server does. */
export async function signToken(
  { userId, accounts, expiresAt }: Identity & { expiresAt: number },
  secret: string,
): Promise<string> {
  const account = accounts.length > 1 ? accounts : accounts[0]
  return new SignJWT({ ...(account !== undefined && { account }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setExpirationTime(new Date(expiresAt))
    .sign(bytesOf(secret))
}

const bytesOf = (secret: string): Uint8Array => new TextEncoder().encode(secret)
