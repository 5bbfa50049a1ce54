import type { UptakeConfig } from '@uptake/shared/model'
import { createClient } from './client.ts'
import { createEngagement } from './engagement/engagement.ts'
import { checkOptions } from './options.ts'
import type { Uptake, UptakeOptions } from './types.ts'

/**
 * Creates a client. Nothing is read from storage or sent before the running task has ended. On a server it does nothing.
 * @throws UptakeError where an option is unknown, missing or wrong
 */
export function createUptake<Config extends UptakeConfig = UptakeConfig>(options: UptakeOptions): Uptake<Config> {
  const [client, ...inside] = createClient(
    checkOptions(options),
    (isOther) => onVisit(isOther),
    () => onSettled(),
  )
  const [engagement, onVisit, onSettled] = createEngagement(client, ...inside)
  return { ...client, ...engagement }
}
