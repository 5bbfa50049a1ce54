import type { UptakeConfig } from '@uptake/shared/model'
import { createClient } from './client.ts'
import { checkOptions } from './options.ts'
import { browser } from './runtime.ts'
import type { Uptake, UptakeOptions } from './types.ts'

/**
 * Creates a client. Nothing is read from storage or sent before the running task has ended. On a server it does nothing.
 * @throws UptakeError where an option is missing, unknown or wrong
 */
export function createUptake<Config extends UptakeConfig = UptakeConfig>(options: UptakeOptions): Uptake<Config> {
  return createClient(checkOptions(options, browser.isPage ? document.baseURI : 'http://localhost'), browser)
}
