import type { Config, Model } from '@uptake/shared/model'
import { createReach, outcomeAt, reviewModel, reviewReach, type Warning } from '@uptake/shared/scoring'
import { foldVersionOf } from '../../ingest/fold-version.ts'
import { toInstant } from '../../scores/instant.ts'
import { createScores } from '../../scores/scores.ts'
import { openExistingStorage } from '../../storage/open.ts'
import { loadConfig } from '../load-config.ts'
import { writeLine } from '../write.ts'

/** What a configuration's model may not mean as it is, with places as its faults have them. */
export function warningsOf(model: Model): Warning[] {
  return inConfig(reviewModel(model))
}

const inConfig = (warnings: readonly Warning[]): Warning[] =>
  warnings.map((warning) => ({ ...warning, path: `model.${warning.path}` }))

/**
 * Says what is wrong with a configuration, or what its model may not mean as it is; with a store also which targets nobody
 * or everybody reaches. Touches nothing.
 * @throws UptakeError `invalid_config` naming every fault
 */
export async function checkModel({ config: file, data }: { config: string; data?: string }): Promise<void> {
  const config = await loadConfig(file)
  const warnings = [...warningsOf(config.model), ...(data === undefined ? [] : await warningsOfData(config, data))]
  if (warnings.length === 0) writeLine(`${file} has no fault, and nothing to warn of`)
  else {
    writeLine(`${file} has no fault, and ${warnings.length} warning(s):`)
    for (const { path, message, hint } of warnings) writeLine(`  ${path}: ${message}. ${hint}`)
  }
}

async function warningsOfData({ model, snapshot: cycle }: Config, data: string): Promise<Warning[]> {
  const storage = await openExistingStorage(data)
  try {
    const isFolded = (await storage.foldVersion()) === foldVersionOf(model)
    const scores = createScores(storage, { model, version: 0, cycle, isFolded })
    const reach = createReach(model)
    for await (const { subject, at } of scores.allUsers(toInstant(model, Date.now())))
      reach.add(outcomeAt(subject, at.day))
    return inConfig(reviewReach(model, reach.reaches()))
  } finally {
    await storage.close()
  }
}
