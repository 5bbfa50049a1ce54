import { UptakeError } from '../errors.ts'

/** What is a secret by its name: as a key of the configuration, as clients write it or as the environment does. */
const SECRET_NAME = /^(UPTAKE_)?(secret_?key|(identity|webhook)_?secret)$/i
/** What `uptake init` makes as a secret key, and to sign webhooks. */
const SECRET_KEY = /\b(sk_[\w-]{16,}|whsec_[\w+/=-]{16,})/
const SECRET_KEYS = new RegExp(SECRET_KEY, 'g')
/** Types of properties are shorter, and so are words, which may be part of others. */
const MIN_SECRET_LENGTH = 16

/** The same text with `…` in the place of each secret. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replaceAll(SECRET_KEYS, '…')
}

/**
 * Refuses a configuration with a secret in it: an app may import its types, and a bundler then all of it.
 * @param text - the file's
 * @param secrets - those that are set
 * @throws UptakeError `invalid_config` naming every place, and no value
 */
export function refuseSecrets(
  file: string,
  { config, text, secrets }: { config: unknown; text: string; secrets: readonly string[] },
): void {
  const isSecret = (some: string): boolean =>
    SECRET_KEY.test(some) ||
    secrets.some((secret) => some === secret || (secret.length >= MIN_SECRET_LENGTH && some.includes(secret)))
  const seen = new Set<object>()
  function* placesIn(value: unknown, path: string, name = ''): Generator<string> {
    if (typeof value === 'string') {
      if (isSecret(value) || (SECRET_NAME.test(name) && value.length >= MIN_SECRET_LENGTH)) yield path
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value)
      for (const [key, item] of Object.entries(value)) {
        if (isSecret(key)) yield `a name in ${path || 'the configuration'}`
        else yield* placesIn(item, path === '' ? key : `${path}.${key}`, key)
      }
    }
  }
  const places = [...placesIn(config, '')]
  if (places.length === 0 && isSecret(text)) places.push('beside what it exports')
  if (places.length === 0) return
  const hint =
    'Move it to .env beside the configuration, as UPTAKE_SECRET_KEY or what it is; where this file was shared, make a new one.'
  throw new UptakeError('invalid_config', `${file} holds a secret: ${places.join(', ')}`, hint)
}
