import { reviewModel, type Warning } from '@uptake/shared/scoring'
import type { Model } from '@uptake/shared/model'
import { loadConfig } from '../load-config.ts'
import { printable } from '../printable.ts'

/** What a configuration's model may not mean as it is, with places as its faults have them. */
export function warningsOf(model: Model): Warning[] {
  return inConfig(reviewModel(model))
}

const inConfig = (warnings: readonly Warning[]): Warning[] =>
  warnings.map((warning) => ({ ...warning, path: `model.${warning.path}` }))

/**
 * Says what is wrong with a configuration, or what its model may not mean as it is.
 * @throws UptakeError `invalid_config` naming every fault
 */
export async function checkModel({ config: file }: { config: string }): Promise<void> {
  const { model } = await loadConfig(file)
  const warnings = warningsOf(model)
  const write = (text: string) => process.stdout.write(`${printable(text)}\n`)
  if (warnings.length === 0) write(`${file} has no fault, and nothing to warn of`)
  else {
    write(`${file} has no fault, and ${warnings.length} warning(s):`)
    for (const { path, message, hint } of warnings) write(`  ${path}: ${message}. ${hint}`)
  }
}
