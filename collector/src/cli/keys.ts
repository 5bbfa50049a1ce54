import { UptakeError } from '../errors.ts'
import { setInEnvFile } from './env-file.ts'
import { readSecrets, readSettings, toKeys } from './environment.ts'
import { newWriteKey } from './new-keys.ts'
import { envFileOf, type ProjectOptions } from './options.ts'
import { writeLine } from './write.ts'

type Options = Pick<ProjectOptions, 'config'>

const NAME = 'UPTAKE_WRITE_KEY'

/** Lists the write keys, which are public, and says which secrets are set, without showing any. */
export function listKeys(options: Options): void {
  const written = readSettings(options, process.env)(NAME)
  const from = written?.isFromFile === false ? '  (from the environment)' : ''
  for (const key of toKeys(written?.value ?? '')) writeLine(`${NAME}  ${key}${from}`)
  if (!written) writeLine(`${NAME}  not set`)
  for (const [name, value] of readSecrets(options, process.env)) writeLine(`${name}  ${value ? 'set' : 'not set'}`)
}

/**
 * Makes one more write key, and writes it to `.env`.
 * @throws UptakeError `invalid_option` where keys come from the environment
 */
export function addKey(options: Options): void {
  const key = newWriteKey()
  change(options, [...writeKeysOf(options), key])
  writeLine(key)
}

/**
 * Takes a write key out of `.env`.
 * @throws UptakeError `invalid_option` for an unknown key, the last one, and where keys come from the environment
 */
export function revokeKey(key: string, options: Options): void {
  const before = writeKeysOf(options)
  if (!before.includes(key)) {
    // It may be another key, given by mistake: it is not shown.
    throw new UptakeError('invalid_option', 'that is none of the write keys', 'See `uptake keys`.')
  }
  if (before.length === 1) {
    const hint = 'Run `uptake keys add` first, and give the new one to whatever sends.'
    throw new UptakeError('invalid_option', 'that is the last write key: without one nothing could send', hint)
  }
  change(
    options,
    before.filter((other) => other !== key),
  )
  writeLine(`revoked ${key}; a running collector refuses it in a few seconds`)
}

/** Those that can be changed. */
function writeKeysOf(options: Options): string[] {
  const written = readSettings(options, process.env)(NAME)
  if (written?.isFromFile === false) {
    const hint = 'Change them where it is set, or unset it and keep them in .env.'
    throw new UptakeError('invalid_option', `${NAME} comes from the environment`, hint)
  }
  return toKeys(written?.value ?? '')
}

function change(options: Options, keys: readonly string[]): void {
  const file = envFileOf(options)
  if (setInEnvFile(file, NAME, keys.join(','))) return
  const message = `${file} does not have ${NAME} on one line of its own`
  throw new UptakeError('invalid_file', message, `Write ${NAME}=KEY,KEY on one line, and run it again.`)
}
