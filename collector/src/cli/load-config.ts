import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import { UptakeError } from '../errors.ts'
import { readSecrets } from './environment.ts'
import { refuseSecrets, withoutSecrets } from './refuse-secrets.ts'

/** What a configuration imports from; it may stand where none of these is installed. */
const OURS = new Set(['@uptake/sdk', '@uptake/shared'])
const IMPORTED = new URL(`config-imports${extname(import.meta.url)}`, import.meta.url).href

/**
 * Loads a configuration (TypeScript, JavaScript or JSON) and checks it.
 * @throws UptakeError `invalid_config` naming every fault with its path and how to mend it
 */
export async function loadConfig(path: string): Promise<Config> {
  const file = resolve(path)
  if (!existsSync(file)) {
    throw new UptakeError(
      'invalid_config',
      `there is no configuration ${path}`,
      'Run `uptake init`, or give --config FILE.',
    )
  }
  const secrets = [...readSecrets({ config: path }, process.env).values()].filter((value) => value !== undefined)
  const input = await importDefault(file, secrets)
  // First of all: other faults show the values that they are about.
  refuseSecrets(path, { config: input, text: readFileSync(file, 'utf8'), secrets })
  const result = checkConfig(input)
  if ('config' in result) return result.config
  const faults = result.faults.map(
    ({ path: where, message, hint }) => `  ${where || 'the default export'}: ${message}. ${hint}`,
  )
  throw new UptakeError(
    'invalid_config',
    `${path} has ${faults.length} fault(s):\n${faults.join('\n')}`,
    'Mend them, then start again.',
  )
}

async function importDefault(file: string, secrets: readonly string[]): Promise<unknown> {
  const url = pathToFileURL(file).href
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (OURS.has(specifier)) return { ...next(IMPORTED, context), shortCircuit: true }
      const resolved = next(specifier, context)
      // A module, also in a package that says it is CommonJS, as `npm init` makes them.
      return specifier === url && file.endsWith('.ts') ? { ...resolved, format: 'module-typescript' } : resolved
    },
  })
  try {
    const module = (await (file.endsWith('.json') ? import(url, { with: { type: 'json' } }) : import(url))) as object
    return 'default' in module ? module.default : undefined
  } catch (cause) {
    // It may show the line that it is about.
    const why = withoutSecrets(cause instanceof Error ? cause.message : String(cause), secrets)
    throw new UptakeError(
      'invalid_config',
      `${file}${lineOf(cause)} could not be loaded: ${why}`,
      'Mend the file.',
      cause,
    )
  } finally {
    hooks.deregister()
  }
}

/** `:LINE` of TypeScript that cannot be parsed: no part of the error but its stack has it. Of JavaScript nothing has. */
const lineOf = (cause: unknown): string =>
  /^.+(:\d+)\r?\n/.exec(cause instanceof SyntaxError ? (cause.stack ?? '') : '')?.[1] ?? ''
