import { hash, timingSafeEqual } from 'node:crypto'
import { UptakeError } from '../errors.ts'
import type { Role } from '../ingest/reception.ts'

/** What the environment says; never logged, never sent. A running collector that reads it again changes it in place. */
export interface Keys {
  /** Public: may only send; one at least. */
  readonly writeKeys: readonly string[]
  /** For servers and people: everything. */
  readonly secretKey: string
  /** Signs identity tokens; null where none are in use. */
  readonly identitySecret: string | null
  /** Sign webhooks, each of them every one; none where none are sent. */
  readonly webhookSecrets: readonly string[]
}

/** The role of a key, compared with each in constant time; null for an unknown one. */
export function roleOf({ secretKey, writeKeys }: Keys, key: string | undefined): Role | null {
  if (key === undefined) return null
  const digest = digestOf(key)
  const isSame = (known: string): boolean => timingSafeEqual(digest, digestOf(known))
  const isSecret = isSame(secretKey)
  // Whichever it is, all are looked at.
  const isWrite = writeKeys.filter(isSame).length > 0
  return isSecret ? 'secret' : isWrite ? 'write' : null
}

const digestOf = (key: string): Buffer => hash('sha256', key, 'buffer')

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
