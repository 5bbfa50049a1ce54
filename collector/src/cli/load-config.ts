import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import { UptakeError } from '../errors.ts'

const OURS = '@uptake/shared'
const OUR_URL = import.meta.resolve(OURS)

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
  const result = checkConfig(await importDefault(file))
  if ('config' in result) return result.config
  const faults = result.faults.map(({ path: where, message, hint }) => `  ${where}: ${message}. ${hint}`)
  throw new UptakeError(
    'invalid_config',
    `${path} has ${faults.length} fault(s):\n${faults.join('\n')}`,
    'Mend them, then start again.',
  )
}

async function importDefault(file: string): Promise<unknown> {
  // A configuration may stand where the package is not installed: then it gets the collector's own.
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === OURS ? { url: OUR_URL, shortCircuit: true } : next(specifier, context),
  })
  try {
    const url = pathToFileURL(file).href
    const module = (await (file.endsWith('.json') ? import(url, { with: { type: 'json' } }) : import(url))) as object
    return 'default' in module ? module.default : undefined
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UptakeError('invalid_config', `${file} could not be loaded: ${why}`, 'Mend the file.', cause)
  } finally {
    hooks.deregister()
  }
}
