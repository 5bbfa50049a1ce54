import { UptakeError } from '../errors.ts'
import type { Keys } from '../http/keys.ts'
import { readEnvFile } from './env-file.ts'
import { envFileOf, type ProjectOptions } from './options.ts'

const MIN_IDENTITY_SECRET_BYTES = 32
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

/** Every secret by its name; undefined where it is not set. */
export function readSecrets(place: Place, environment: NodeJS.ProcessEnv): ReadonlyMap<Name, string | undefined> {
  const read = readSettings(place, environment)
  return new Map(SECRETS.map((name) => [name, read(name)?.value]))
}

/** The write keys that a value lists, separated by commas. */
export const toWriteKeys = (value: string): string[] => [
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
  const need = (name: Name): string => {
    const value = read(name)?.value
    if (value !== undefined) return value
    const hint = 'Run `uptake init`, which writes keys to .env beside the configuration, or set it in the environment.'
    throw new UptakeError('invalid_option', `${name} is not set`, hint)
  }
  const keys = {
    writeKeys: toWriteKeys(need('UPTAKE_WRITE_KEY')),
    secretKey: need('UPTAKE_SECRET_KEY'),
    identitySecret: read('UPTAKE_IDENTITY_SECRET')?.value ?? null,
  }
  if (keys.writeKeys.length === 0) {
    throw new UptakeError('invalid_option', 'UPTAKE_WRITE_KEY lists no key', 'List one or more, separated by commas.')
  }
  if (keys.identitySecret !== null && Buffer.byteLength(keys.identitySecret) < MIN_IDENTITY_SECRET_BYTES) {
    const message = `UPTAKE_IDENTITY_SECRET has fewer than ${MIN_IDENTITY_SECRET_BYTES} bytes`
    throw new UptakeError('invalid_option', message, 'Make one with `openssl rand -base64 48`.')
  }
  if (keys.writeKeys.includes(keys.secretKey)) {
    const hint = 'Write keys are public: give the secret key a value of its own.'
    throw new UptakeError('invalid_option', 'UPTAKE_WRITE_KEY and UPTAKE_SECRET_KEY are the same', hint)
  }
  return keys
}
