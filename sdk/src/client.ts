import type { UptakeConfig } from '@uptake/shared/model'
import { checkOptions } from './options.ts'
import type { Uptake, UptakeOptions } from './types.ts'

const ignore = (): void => {}
const stop = () => ignore
const flush = (): Promise<void> => Promise.resolve()

/**
 * Creates a client for the app's events, score and nudges.
 * @throws UptakeError where an option is missing, unknown or wrong
 */
export function createUptake<Config extends UptakeConfig = UptakeConfig>(options: UptakeOptions): Uptake<Config> {
  checkOptions(options, 'http://localhost', ignore)
  const nudges = {
    subscribe: stop,
    shown: ignore,
    clicked: ignore,
    dismissed: ignore,
    snoozed: ignore,
    completed: ignore,
  }
  return { track: ignore, identify: ignore, group: ignore, reset: ignore, flush, me: { subscribe: stop }, nudges }
}
