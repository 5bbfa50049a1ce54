import { userOf } from '../core/visit.ts'
import { readClaims } from '../platform/claims.ts'
import { clock } from '../platform/clock.ts'

/** The identity token of who is here. */
export interface Tokens {
  /** The one in memory: for a page that has no time to ask. */
  known: () => string | undefined
  /** Asks the app for one when there is none or it is near its end. Undefined where there is none, for now. */
  current: () => Promise<string | undefined>
  /** It is no good: another person is here, or the collector did not know it. */
  forget: () => void
}

/** A token this near to its end is asked for anew. */
const NEAR_END_MS = 60_000
/** After so long without an answer the app is asked again, at the next try. */
const ASK_MS = 30_000

export function createTokens(
  ask: () => string | Promise<string>,
  owner: () => string,
  warn: (message: string) => void,
): Tokens {
  let token: string | undefined

  return {
    known: () => token,
    async current() {
      if (Number(readClaims(token).exp) * 1_000 > clock.now() + NEAR_END_MS) return token
      const tooLong = new Promise<undefined>((resolve) => setTimeout(resolve, ASK_MS))
      const asked = owner()
      // The app's own function may fail or throw, most likely for want of a network.
      const answer = new Promise<string>((resolve) => resolve(ask()))
      const fresh = await Promise.race([answer, tooLong]).catch(() => undefined)
      token = asked === owner() && readClaims(fresh).sub === userOf(asked) ? fresh : undefined
      if (fresh && !token) warn(`no token of ${userOf(asked)}`)
      return token
    },
    forget: () => (token = undefined),
  }
}
