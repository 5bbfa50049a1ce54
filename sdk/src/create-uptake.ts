import type { UptakeConfig } from '@uptake/shared/model'
import { createClient, type Client } from './client.ts'
import { checkOptions } from './options.ts'
import { createBrowserRuntime } from './runtime.ts'
import type { Uptake, UptakeOptions } from './types.ts'

/**
 * Creates a client. Nothing is read from storage or sent before the running task has ended. On a server it does nothing.
 * @throws UptakeError where an option is missing, unknown or wrong
 */
export function createUptake<Config extends UptakeConfig = UptakeConfig>(options: UptakeOptions): Uptake<Config> {
  const isPage = typeof document !== 'undefined'
  const settings = checkOptions(options, isPage ? document.baseURI : 'http://localhost', warn)
  return isPage ? createClient(settings, createBrowserRuntime()) : createIdleClient()
}

function warn(message: string): void {
  // oxlint-disable-next-line no-console -- the one place where the SDK speaks, unless the app passes `warn`
  console.warn(`[uptake] ${message}`)
}

function ignore(): void {}
const subscribe = (): (() => void) => ignore
const flush = (): Promise<void> => Promise.resolve()

/** For the render of an app on a server. */
function createIdleClient(): Client {
  const nudges = {
    subscribe,
    shown: ignore,
    clicked: ignore,
    dismissed: ignore,
    snoozed: ignore,
    completed: ignore,
  }
  return { track: ignore, identify: ignore, group: ignore, reset: ignore, flush, me: { subscribe }, nudges }
}
