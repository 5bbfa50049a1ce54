import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { UptakeError } from '../errors.ts'
import { envFileOf } from './options.ts'
import { readTemplate } from './templates.ts'

/** Writes the configuration by a template, and keys to `.env` beside it (mode 0600, ignored by git); whatever is there already is kept. */
export function init({ config, template }: { config: string; template: string }): void {
  const text = readTemplate(template)
  const say = (line: string) => process.stdout.write(`${line}\n`)
  if (existsSync(config)) say(`kept   ${config}`)
  else {
    if (extname(config) !== '.ts') {
      throw new UptakeError('invalid_option', `${config} is no TypeScript file`, 'Name one that ends in .ts.')
    }
    mkdirSync(dirname(config), { recursive: true })
    writeFileSync(config, text)
    say(`wrote  ${config}`)
  }
  const env = envFileOf({ config })
  const before = existsSync(env) ? readFileSync(env, 'utf8') : ''
  const missing = Object.entries(newKeys()).filter(([name]) => !(name in parseEnv(before)))
  if (missing.length === 0) say(`kept   ${env}`)
  else {
    const lines = missing.map(([name, value]) => `${name}=${value}\n`).join('')
    const separator = before === '' || before.endsWith('\n') ? '' : '\n'
    writeFileSync(env, `${before}${separator}${lines}`, { mode: 0o600 })
    chmodSync(env, 0o600)
    say(`wrote  ${env} (keys; keep it out of version control)`)
  }
  const ignore = join(dirname(env), '.gitignore')
  const ignored = existsSync(ignore) ? readFileSync(ignore, 'utf8') : ''
  if (!/^\/?\.env$/m.test(ignored)) {
    appendFileSync(ignore, `${ignored === '' || ignored.endsWith('\n') ? '' : '\n'}.env\n`)
    say(`wrote  ${ignore}`)
  }
  say('Next: uptake serve, and uptake tail in another terminal.')
}

function newKeys(): Record<string, string> {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url')
  return {
    UPTAKE_WRITE_KEY: `wk_${random(18)}`,
    UPTAKE_SECRET_KEY: `sk_${random(32)}`,
    UPTAKE_IDENTITY_SECRET: random(48),
  }
}
