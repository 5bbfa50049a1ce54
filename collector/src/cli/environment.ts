import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { UptakeError } from '../errors.ts'
import type { Keys } from '../http/keys.ts'
import { envFileOf, type ProjectOptions } from './options.ts'

const MIN_IDENTITY_SECRET_BYTES = 32
/** Where keys come from. */
export const KEYS_HINT =
  'Run `uptake init`, which writes keys to .env beside the configuration, or set it in the environment.'

type Options = Pick<ProjectOptions, 'config'>

/**
 * Reads the keys: the environment's, else those of the `.env` beside the configuration.
 * @throws UptakeError `invalid_option` where one is missing or too short
 */
export function readKeys(options: Options, environment: NodeJS.ProcessEnv): Keys {
  const read = createReader(options, environment)
  const keys = {
    writeKey: need('UPTAKE_WRITE_KEY', read),
    secretKey: need('UPTAKE_SECRET_KEY', read),
    identitySecret: long(read('UPTAKE_IDENTITY_SECRET')),
  }
  if (keys.writeKey === keys.secretKey) {
    const hint = 'The write key is public: give the secret key a value of its own.'
    throw new UptakeError('invalid_option', 'UPTAKE_WRITE_KEY and UPTAKE_SECRET_KEY are the same', hint)
  }
  return keys
}

/**
 * Reads the identity secret alone, from the same places.
 * @throws UptakeError `invalid_option` where it is missing or too short
 */
export function readIdentitySecret(options: Options, environment: NodeJS.ProcessEnv): string {
  return long(need('UPTAKE_IDENTITY_SECRET', createReader(options, environment)))
}

type Read = (name: string) => string | null

function createReader(options: Options, environment: NodeJS.ProcessEnv): Read {
  const file = envFileOf(options)
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  return (name) => environment[name] || fromFile[name] || null
}

function need(name: string, read: Read): string {
  const value = read(name)
  if (value === null) throw new UptakeError('invalid_option', `${name} is not set`, KEYS_HINT)
  return value
}

function long<Secret extends string | null>(secret: Secret): Secret {
  if (secret === null || Buffer.byteLength(secret) >= MIN_IDENTITY_SECRET_BYTES) return secret
  const message = `UPTAKE_IDENTITY_SECRET has fewer than ${MIN_IDENTITY_SECRET_BYTES} bytes`
  throw new UptakeError('invalid_option', message, 'Make one with `openssl rand -base64 48`.')
}
