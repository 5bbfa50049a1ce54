import { readClaims } from '../platform/claims.ts'
import { clock } from '../platform/clock.ts'

/** The identity token of who is here. */
export interface Tokens {
  /** The one that is known, for those who have no time to ask; undefined where it is no good, or another person is here. */
  token: string | undefined
  /**
   * Asks the app for one when there is none or it is near its end. Undefined where there is none, for now.
   * @throws what the app's own function throws, most likely for want of a network
   */
  renew: (userId: string) => Promise<string | undefined>
}

/** A token this near to its end is asked for anew. */
const NEAR_END_MS = 60_000
/** After so long without an answer the app is asked again, at the next try. */
const ASK_MS = 30_000

export function createTokens(
  ask: () => string | Promise<string>,
  /** Who is here, in what account. */
  person: () => string,
  warn: (message: string) => void,
): Tokens {
  let endsAt = 0
  const tokens: Tokens = {
    token: undefined,
    async renew(userId) {
      if (!tokens.token || endsAt < clock.now() + NEAR_END_MS) {
        const tooLong = new Promise<undefined>((resolve) => setTimeout(resolve, ASK_MS))
        const asked = person()
        const fresh = await Promise.race([ask(), tooLong])
        const { sub, exp } = await readClaims(fresh)
        const isTheirs = sub === userId && asked === person()
        if (fresh && !isTheirs) warn(`no token of ${userId}`)
        tokens.token = isTheirs ? fresh : undefined
        endsAt = Number(exp) * 1_000
      }
      return tokens.token
    },
  }
  return tokens
}
