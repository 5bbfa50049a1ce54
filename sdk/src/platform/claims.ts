import { parseRecord } from '../core/parse-record.ts'
import type { Claims } from '../core/tokens.ts'

/** Reads a JWT's user and end, unverified: that is the collector's to do. Undefined where it is none. */
export function readClaims(token: string): Claims | undefined {
  try {
    const base64 = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const { sub, exp } = parseRecord(new TextDecoder().decode(bytes)) ?? {}
    return typeof sub === 'string' && typeof exp === 'number' ? { sub, expMs: exp * 1_000 } : undefined
  } catch {
    return undefined
  }
}
