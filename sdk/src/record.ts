import type { UptakeConfig } from '@uptake/shared/model'
import { createClient } from './client.ts'
import { checkOptions } from './options.ts'
import type { RecordingUptake, UptakeOptions } from './types.ts'

/**
 * Creates a client that records, for pages that show neither score nor nudges: `createUptake` without `me` and `nudges`.
 * @throws UptakeError where an option is missing, unknown or wrong
 */
export function createUptake<Config extends UptakeConfig = UptakeConfig>(
  options: UptakeOptions,
): RecordingUptake<Config> {
  return createClient(checkOptions(options))[0]
}

export { UptakeError } from './error.ts'
export type { UptakeErrorCode } from './error.ts'
export type { Drop, DropReason, Properties, PropertiesArgument, RecordingUptake, UptakeOptions } from './types.ts'
