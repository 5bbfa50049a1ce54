import { randomUUID } from 'node:crypto'
import type { Config } from '@uptake/shared/model'
import { UptakeError } from './errors.ts'
import { foldVersionOf } from './ingest/fold-version.ts'
import { createIngest, type Ingest } from './ingest/ingest.ts'
import { refoldIfChanged } from './ingest/refold.ts'
import { createScores, type Scores } from './scores/scores.ts'
import { openExistingStorage, openStorage } from './storage/open.ts'
import type { Storage } from './storage/storage.ts'

/** A store opened by a configuration. */
export interface Project {
  readonly storage: Storage
  readonly ingest: Ingest
  readonly scores: Scores
  /** Messages that were folded again, because the model folds otherwise than the one before; null where none had to be. */
  readonly refolded: number | null
}

/** Opens the store for taking messages in: it is brought to the model, and a changed model is recorded as a version. */
export async function openProject(config: Config, dataFolder: string, now: () => number): Promise<Project> {
  const storage = await openStorage(dataFolder)
  const version = await storage.transaction((transaction) => transaction.recordModel(toText(config.model), now()))
  const refolded = await refoldIfChanged(storage, config.model)
  const { retentionDays } = config
  return {
    storage,
    ingest: createIngest(storage, config.model, { retentionDays, randomId: randomUUID }),
    scores: createScores(storage, config.model, version),
    refolded,
  }
}

/**
 * Opens the store for reading, beside whoever is writing.
 * @throws UptakeError `invalid_config` where it was folded by another model
 */
export async function openProjectToRead(
  config: Config,
  dataFolder: string,
): Promise<Omit<Project, 'ingest' | 'refolded'>> {
  const storage = await openExistingStorage(dataFolder)
  const folded = await storage.foldVersion()
  if (folded !== null && folded !== foldVersionOf(config.model)) {
    await storage.close()
    const hint = 'Start the collector (or import) with this configuration once, or give the one in force by --config.'
    throw new UptakeError('invalid_config', 'the store was folded by another model', hint)
  }
  const version = (await storage.modelVersion()) ?? 0
  return { storage, scores: createScores(storage, config.model, version) }
}

/** The model as text that is the same for the same model. */
function toText(model: Config['model']): string {
  return JSON.stringify(model, (_, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return [...value]
    return value === Infinity ? 'Infinity' : value
  })
}
