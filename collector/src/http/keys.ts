import { hash, timingSafeEqual } from 'node:crypto'
import { UptakeError } from '../errors.ts'
import type { Role } from '../ingest/reception.ts'

/** What the environment says; never logged, never sent. */
export interface Keys {
  /** Public: may only send. */
  readonly writeKey: string
  /** For servers and people: everything. */
  readonly secretKey: string
  /** Signs identity tokens; null where none are in use. */
  readonly identitySecret: string | null
}

/** The role of a key, compared in constant time; null for an unknown one. */
export function roleOf(keys: Keys, key: string | undefined): Role | null {
  if (key === undefined) return null
  const isSecret = isSame(key, keys.secretKey)
  const isWrite = isSame(key, keys.writeKey)
  return isSecret ? 'secret' : isWrite ? 'write' : null
}

const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))

/** The key of `Authorization: Basic base64(key + ":")`. */
export function basicKey(header: string | undefined): string | undefined {
  const encoded = /^basic +([a-z0-9+/=_-]+) *$/i.exec(header ?? '')?.[1]
  return encoded && Buffer.from(encoded, 'base64').toString('utf8').split(':')[0]
}

/** The token of `Authorization: Bearer`. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1]
}

/** @throws UptakeError `unknown_key`, or `forbidden` for the write key, which never reads */
export function requireSecretKey(keys: Keys, header: string | undefined): void {
  const role = roleOf(keys, bearerToken(header))
  if (role === 'secret') return
  if (role === 'write') {
    throw new UptakeError('forbidden', 'the write key may only send', 'Read with the secret key, from a server.')
  }
  throw new UptakeError('unknown_key', 'no known secret key', 'Send "Authorization: Bearer" with UPTAKE_SECRET_KEY.')
}
