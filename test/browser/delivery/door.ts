import { jwtVerify, SignJWT } from 'jose'
import { KEYS } from '../../harness/start-collector.ts'
import { pass, problem, type Fault } from './fault.ts'

const SECRET = new TextEncoder().encode(KEYS.identitySecret ?? '')
const NONE = { payload: { sub: undefined } }

/** Lets a user's messages through with that user's token alone; others are to wait, by 401, as where a secret is being changed. */
export interface Door {
  readonly fault: Fault
  /** Gives a user a new token. */
  tokenOf(userId: string): Promise<string>
  /** From now on the tokens that were given are unknown. */
  endTokens(): void
  /** Users whose messages came with another's token, or none. */
  readonly strangers: readonly string[]
}

export function createDoor(): Door {
  let known = new Set<string>()
  const strangers: string[] = []
  let count = 0
  return {
    async fault(exchange) {
      const { batch, token: given } = exchange.batch ?? { batch: [] }
      const token = given ?? ''
      const { payload } = known.has(token) ? await jwtVerify(token, SECRET) : NONE
      const users = new Set(batch.flatMap(({ userId }) => userId ?? []).map(String))
      users.delete(payload.sub ?? '')
      if (users.size === 0) return pass(exchange)
      if (token === '' || payload.sub !== undefined) strangers.push(...users)
      return problem(401, 'unknown_token')(exchange)
    },
    async tokenOf(userId) {
      const token = await new SignJWT({ jti: String(count++) })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(userId)
        .setExpirationTime('1h')
        .sign(SECRET)
      known.add(token)
      return token
    },
    endTokens() {
      known = new Set()
    },
    strangers,
  }
}
