import type { Later } from './pause.ts'
import type { Store } from './store.ts'

/** What is read of an identity token. */
export interface Claims {
  sub: string
  expMs: number
}

export interface Tokens {
  /**
   * Returns a user's token: the current user's is asked for when there is none or it is near its end; another's is the
   * last one they had, or null.
   * @throws whatever the app's `token` option threw
   */
  of: (userId: string, currentUser: string | undefined) => Promise<string | null>
  /** Returns the user's token if it is in memory: for a page that has no time to ask. */
  known: (userId: string) => string | undefined
  /** The collector did not know it. */
  forget: (userId: string) => Promise<void>
  /** Removes the tokens of all but these users. */
  keepOnly: (userIds: readonly (string | undefined)[]) => Promise<void>
}

/** A token this near to its end is asked for anew. */
const NEAR_END_MS = 60_000
/** After so long without an answer the app is asked again, at the next try. */
const ASK_MS = 30_000
const TOKENS = 't/'

export function createTokens(parts: {
  ask: () => string | Promise<string>
  claims: (token: string) => Claims | undefined
  store: Store
  now: () => number
  later: Later
  warn: (message: string) => void
}): Tokens {
  const { ask, claims, store, now, later, warn } = parts
  const tokens = new Map<string, string>()
  let asking: Promise<string> | undefined

  /** What never comes must not hold up what the others have to say. */
  const timeOut = () => new Promise<never>((_, reject) => void later(ASK_MS, () => reject(new Error('too long'))))

  async function renew(userId: string): Promise<string | null> {
    asking ??= Promise.race([ask(), timeOut()]).finally(() => (asking = undefined))
    const token = await asking
    if (claims(token)?.sub !== userId) {
      warn(`no token of "${userId}" yet`)
      return null
    }
    tokens.set(userId, token)
    await store.write([[TOKENS + userId, token]])
    return token
  }

  return {
    async of(userId, currentUser) {
      const token = tokens.get(userId) ?? (await store.get(TOKENS + userId))
      if (token) tokens.set(userId, token)
      if (userId !== currentUser) return token ?? null
      const fresh = token && (claims(token)?.expMs ?? 0) > now() + NEAR_END_MS
      return fresh ? token : renew(userId)
    },
    known: (userId) => tokens.get(userId),
    async forget(userId) {
      tokens.delete(userId)
      await store.remove([TOKENS + userId])
    },
    async keepOnly(userIds) {
      const others = (await store.keys(TOKENS)).filter((key) => !userIds.includes(key.slice(TOKENS.length)))
      if (others.length > 0) await store.remove(others)
    },
  }
}
