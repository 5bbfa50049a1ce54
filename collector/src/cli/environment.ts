import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { UptakeError } from '../errors.ts'
import type { Keys } from '../http/keys.ts'
import { envFileOf, type ProjectOptions } from './options.ts'

const MIN_IDENTITY_SECRET_BYTES = 32

/**
 * Reads the keys: the environment's, else those of the `.env` beside the configuration.
 * @throws UptakeError `invalid_option` where one is missing or too short
 */
export function readKeys(options: ProjectOptions, environment: NodeJS.ProcessEnv): Keys {
  const file = envFileOf(options)
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const read = (name: string): string | null => environment[name] || fromFile[name] || null
  const need = (name: string): string => {
    const value = read(name)
    if (value !== null) return value
    const hint = 'Run `uptake init`, which writes keys to .env beside the configuration, or set it in the environment.'
    throw new UptakeError('invalid_option', `${name} is not set`, hint)
  }
  const keys = {
    writeKey: need('UPTAKE_WRITE_KEY'),
    secretKey: need('UPTAKE_SECRET_KEY'),
    identitySecret: read('UPTAKE_IDENTITY_SECRET'),
  }
  if (keys.identitySecret !== null && Buffer.byteLength(keys.identitySecret) < MIN_IDENTITY_SECRET_BYTES) {
    const message = `UPTAKE_IDENTITY_SECRET has fewer than ${MIN_IDENTITY_SECRET_BYTES} bytes`
    throw new UptakeError('invalid_option', message, 'Make one with `openssl rand -base64 48`.')
  }
  if (keys.writeKey === keys.secretKey) {
    const hint = 'The write key is public: give the secret key a value of its own.'
    throw new UptakeError('invalid_option', 'UPTAKE_WRITE_KEY and UPTAKE_SECRET_KEY are the same', hint)
  }
  return keys
}
