import { UptakeError } from '../errors.ts'
import type { Keys } from '../http/keys.ts'
import { readEnvFile } from './env-file.ts'
import { envFileOf, type ProjectOptions } from './options.ts'

const MIN_IDENTITY_SECRET_BYTES = 32
/** By Standard Webhooks. */
const WEBHOOK_SECRET_BYTES = { min: 24, max: 64 }
/** Where keys come from. */
export const KEYS_HINT =
  'Run `uptake init`, which writes keys to .env beside the configuration, or set it in the environment.'
const SECRETS = ['UPTAKE_SECRET_KEY', 'UPTAKE_IDENTITY_SECRET', 'UPTAKE_WEBHOOK_SECRET'] as const
type Name = 'UPTAKE_WRITE_KEY' | (typeof SECRETS)[number]
type Place = Pick<ProjectOptions, 'config'>

/** What a name stands for, and where that was found: the environment, else the `.env` beside the configuration. */
export interface Setting {
  readonly value: string
  readonly isFromFile: boolean
}

/** Reads settings by their names; undefined where one is not set. */
export function readSettings(place: Place, environment: NodeJS.ProcessEnv): (name: Name) => Setting | undefined {
  const fromFile = readEnvFile(envFileOf(place))
  return (name) => {
    const value = environment[name] || fromFile[name]
    return value ? { value, isFromFile: !environment[name] } : undefined
  }
}

/** What every secret's name is set to; undefined where it is not. */
export function readSecrets(place: Place, environment: NodeJS.ProcessEnv): ReadonlyMap<Name, string | undefined> {
  const read = readSettings(place, environment)
  return new Map(SECRETS.map((name) => [name, read(name)?.value]))
}

/** The keys that a value lists, separated by commas. */
export const toKeys = (value: string): string[] => [
  ...new Set(
    value
      .split(',')
      .map((key) => key.trim())
      .filter(Boolean),
  ),
]

/**
 * Reads the keys: the environment's, else those of the `.env` beside the configuration.
 * @throws UptakeError `invalid_option` where one is missing or too short
 */
export function readKeys(place: Place, environment: NodeJS.ProcessEnv): Keys {
  const read = readSettings(place, environment)
  const keys = {
    writeKeys: toKeys(need('UPTAKE_WRITE_KEY', read)),
    secretKey: need('UPTAKE_SECRET_KEY', read),
    identitySecret: long(read('UPTAKE_IDENTITY_SECRET')?.value ?? null),
    webhookSecrets: toKeys(read('UPTAKE_WEBHOOK_SECRET')?.value ?? '').map(signing),
  }
  if (keys.writeKeys.length === 0) {
    throw new UptakeError('invalid_option', 'UPTAKE_WRITE_KEY lists no key', 'List one or more, separated by commas.')
  }
  const published = SECRETS.find((name) => toKeys(read(name)?.value ?? '').some((key) => keys.writeKeys.includes(key)))
  if (published) {
    const hint = 'Write keys are public: give the secret a value of its own.'
    throw new UptakeError('invalid_option', `UPTAKE_WRITE_KEY and ${published} are the same`, hint)
  }
  return keys
}

/**
 * Reads the identity secret alone, from the same places.
 * @throws UptakeError `invalid_option` where it is missing or too short
 */
export function readIdentitySecret(place: Place, environment: NodeJS.ProcessEnv): string {
  return long(need('UPTAKE_IDENTITY_SECRET', readSettings(place, environment)))
}

function need(name: Name, read: (name: Name) => Setting | undefined): string {
  const setting = read(name)
  if (setting === undefined) throw new UptakeError('invalid_option', `${name} is not set`, KEYS_HINT)
  return setting.value
}

function long<Secret extends string | null>(secret: Secret): Secret {
  if (secret === null || Buffer.byteLength(secret) >= MIN_IDENTITY_SECRET_BYTES) return secret
  const message = `UPTAKE_IDENTITY_SECRET has fewer than ${MIN_IDENTITY_SECRET_BYTES} bytes`
  throw new UptakeError('invalid_option', message, 'Make one with `openssl rand -base64 48`.')
}

function signing(secret: string): string {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const bytes = Buffer.from(encoded ?? '', 'base64').length
  const { min, max } = WEBHOOK_SECRET_BYTES
  if (encoded && encoded.length % 4 === 0 && bytes >= min && bytes <= max) return secret
  const message = `UPTAKE_WEBHOOK_SECRET is not "whsec_" and ${min} to ${max} bytes in base64`
  throw new UptakeError('invalid_option', message, 'Make one with `echo "whsec_$(openssl rand -base64 32)"`.')
}
