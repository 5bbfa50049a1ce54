import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { UptakeError } from '../errors.ts'
import { addToEnvFile, readEnvFile } from './env-file.ts'
import { newKeys } from './new-keys.ts'
import { envFileOf } from './options.ts'
import { readTemplate } from './templates.ts'
import { writeLine } from './write.ts'

/** Keys, and the store wherever its folder is: persons are in it. */
const UNVERSIONED = ['.env', 'uptake.db*']

/** Writes the configuration by a template and keys to `.env` beside it (mode 0600), and has git ignore keys and store; whatever is there already is kept. */
export function init({ config, template }: { config: string; template: string }): void {
  const text = readTemplate(template)
  if (existsSync(config)) writeLine(`kept   ${config}`)
  else {
    if (extname(config) !== '.ts') {
      throw new UptakeError('invalid_option', `${config} is no TypeScript file`, 'Name one that ends in .ts.')
    }
    mkdirSync(dirname(config), { recursive: true })
    writeFileSync(config, text)
    writeLine(`wrote  ${config}`)
  }
  const env = envFileOf({ config })
  const there = readEnvFile(env)
  const missing = Object.entries(newKeys()).filter(([name]) => !(name in there))
  if (missing.length === 0) {
    chmodSync(env, 0o600)
    writeLine(`kept   ${env}`)
  } else {
    addToEnvFile(env, Object.fromEntries(missing))
    writeLine(`wrote  ${env} (keys; keep it out of version control)`)
  }
  const ignore = join(dirname(env), '.gitignore')
  const ignored = existsSync(ignore) ? readFileSync(ignore, 'utf8') : ''
  const lines = ignored.split(/\r?\n/)
  const toIgnore = UNVERSIONED.filter((name) => !lines.includes(name) && !lines.includes(`/${name}`))
  if (toIgnore.length > 0) {
    appendFileSync(ignore, `${ignored === '' || ignored.endsWith('\n') ? '' : '\n'}${toIgnore.join('\n')}\n`)
    writeLine(`wrote  ${ignore}`)
  }
  writeLine('Next: uptake serve, and uptake tail in another terminal.')
}
