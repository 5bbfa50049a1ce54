import { randomUUID } from 'node:crypto'
import type { Config, Model } from '@uptake/shared/model'
import { UptakeError } from './errors.ts'
import { foldVersionOf } from './ingest/fold-version.ts'
import { createErasures, type Erasures } from './ingest/erasure.ts'
import { createIngest, type Ingest } from './ingest/ingest.ts'
import { refold, refoldIfChanged } from './ingest/refold.ts'
import { createRetention, type Retention } from './ingest/retention.ts'
import { createNudgeReports, type NudgeReports } from './insights/nudge-report.ts'
import { createOverviews, type Overviews } from './insights/overview.ts'
import { type AnswerOfAccount, createAccountAnswers } from './nudges/account-answers.ts'
import { createNudges, type Nudges } from './nudges/nudges.ts'
import { createTriggers } from './nudges/triggers.ts'
import { type Changes, createChanges } from './scores/changes.ts'
import { createExports, type Exports } from './scores/export.ts'
import { createLists, type Lists } from './scores/lists.ts'
import { createScores, type Scores } from './scores/scores.ts'
import { createSnapshots, type Snapshots } from './scores/snapshots.ts'
import { createWatch, type Watch } from './scores/watch.ts'
import { openExistingStorage, openStorage } from './storage/open.ts'
import type { Refold, Storage } from './storage/storage.ts'

/** What can be asked of a store by a configuration. */
export interface Reading {
  readonly storage: Storage
  readonly scores: Scores
  readonly changes: Changes
  readonly snapshots: Snapshots
  readonly lists: Lists
  readonly overviews: Overviews
  readonly nudgeReports: NudgeReports
  readonly exports: Exports
  /** What the app is told of an account now. */
  readonly answerOfAccount: AnswerOfAccount
  readonly nudges: Nudges
}
/** A store opened by a configuration, to take messages in too. */
export interface Project extends Reading {
  readonly ingest: Ingest
  readonly retention: Retention
  readonly erasures: Erasures
  readonly watch: Watch
  /** Messages that were folded again, because the model folds otherwise than the one before; null where none had to be. */
  readonly refolded: number | null
}

function createReading(storage: Storage, config: Config, version: number, now: () => number): Reading {
  const { model, snapshot: cycle, nudges } = config
  const scores = createScores(storage, { model, version, cycle })
  const triggers = createTriggers(storage, { model, version, cycle }, { nudges, randomId: randomUUID })
  const snapshots = createSnapshots(storage, { model, version, cycle }, triggers)
  const changes = createChanges(storage, { model, version, cycle })
  const answerOfAccount = createAccountAnswers(storage, scores, { model, version, cycle, nudges }, now)
  return {
    storage,
    scores,
    changes,
    snapshots,
    lists: createLists(storage, scores, snapshots),
    overviews: createOverviews(model, storage, scores, snapshots),
    nudgeReports: createNudgeReports(storage, config, snapshots),
    exports: createExports(storage, scores, model),
    answerOfAccount,
    nudges: createNudges(storage, scores, answerOfAccount, config),
  }
}

/** Opens the store for taking messages in: it is brought to the model, and a changed model is recorded as a version. */
export async function openProject(config: Config, dataFolder: string, now: () => number): Promise<Project> {
  const storage = await openStorage(dataFolder)
  const { model, retentionDays } = config
  const version = await recordModel(storage, model, now)
  const refolded = await refoldIfChanged(storage, model)
  return {
    ...createReading(storage, config, version, now),
    ingest: createIngest(storage, model, { retentionDays, randomId: randomUUID }),
    retention: createRetention(storage, model, retentionDays),
    erasures: createErasures(storage, model),
    watch: createWatch(storage),
    refolded,
  }
}

/**
 * Opens the store for reading, beside whoever is writing.
 * @throws UptakeError `invalid_config` where another model is in force
 */
export async function openProjectToRead(config: Config, dataFolder: string): Promise<Reading> {
  const storage = await openExistingStorage(dataFolder)
  const inForce = (await storage.models()).at(-1)
  if (inForce?.model !== toText(config.model) || (await storage.foldVersion()) !== foldVersionOf(config.model)) {
    await storage.close()
    const hint =
      'Start the collector (or import) with this configuration once, or give the one in force by --config. `uptake model compare` says what a draft would change.'
    throw new UptakeError('invalid_config', 'another model than this one is in force', hint)
  }
  return createReading(storage, config, inForce.version, Date.now)
}

/**
 * Opens a store that is there, to fold everything in it again; a changed model is recorded as a version. Asking for `turns`
 * does it, one after the other, as far as they are asked for.
 */
export async function openProjectToRebuild(
  { model }: Config,
  dataFolder: string,
  now: () => number,
): Promise<{ readonly storage: Storage; readonly turns: AsyncIterable<Refold> }> {
  const storage = await openExistingStorage(dataFolder)
  await recordModel(storage, model, now)
  return { storage, turns: refold(storage, model, { always: true }) }
}

const recordModel = (storage: Storage, model: Model, now: () => number): Promise<number> =>
  storage.transaction((transaction) => transaction.recordModel(toText(model), now()))

/** The model as it is recorded. */
const toText = ({ input }: Model): string => JSON.stringify(input)
