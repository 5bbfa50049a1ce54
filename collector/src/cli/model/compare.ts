import { foldVersionOf } from '../../ingest/fold-version.ts'
import { type Compared, compare, type Comparison } from '../../insights/compare.ts'
import { openProjectToRead } from '../../project.ts'
import { toInstant } from '../../scores/instant.ts'
import { createScores } from '../../scores/scores.ts'
import { loadConfig } from '../load-config.ts'
import { signed } from '../numbers.ts'
import type { ProjectOptions } from '../options.ts'
import { column } from '../printable.ts'
import { writeJson, writeLine } from '../write.ts'

const ID_WIDTH = 28
const BAND_WIDTH = 18
const REASONS = 3

/** Says what a draft of the model would change for whom, on the data at hand; touches nothing. */
export async function compareModels(
  draftFile: string,
  options: ProjectOptions & { accounts?: true; json?: true; limit: number },
): Promise<void> {
  const live = await loadConfig(options.config)
  const draft = await loadConfig(draftFile)
  const { storage, scores } = await openProjectToRead(live, options.data)
  try {
    const isFolded = foldVersionOf(draft.model) === foldVersionOf(live.model)
    const drafted = createScores(storage, { model: draft.model, version: 0, cycle: draft.snapshot, isFolded })
    // Either by its own time zone: the same instant, not the same day.
    const now = Date.now()
    const [at, draftAt] = [toInstant(live.model, now), toInstant(draft.model, now)]
    const comparison = options.accounts
      ? await compare(scores.allAccounts(at), drafted.allAccounts(draftAt))
      : await compare(scores.allUsers(at), drafted.allUsers(draftAt))
    if (options.json) writeJson(comparison)
    else for (const line of toLines(comparison, options.accounts ? 'accounts' : 'users', options.limit)) writeLine(line)
  } finally {
    await storage.close()
  }
}

function* toLines({ count, scored, meanChange, moves, movers }: Comparison, what: string, limit: number) {
  const mean = meanChange === null ? '' : `, whose score would change by ${signed(meanChange)} on average`
  yield `${count} ${what}, ${scored} with a score by both${mean}`
  if (movers.length === 0) {
    yield 'Nobody would change band.'
    return
  }
  yield ''
  yield `${movers.length} would change band:`
  for (const { from, to, count: many } of moves) {
    yield `  ${column(from ?? 'no score', BAND_WIDTH)} → ${column(to ?? 'no score', BAND_WIDTH)} ${String(many).padStart(7)}`
  }
  yield ''
  for (const mover of movers.slice(0, limit)) yield toLine(mover)
  if (movers.length > limit) yield `… and ${movers.length - limit} more: --limit, --json`
}

function toLine({ who, from, to, change, because }: Compared): string {
  const id = column('user' in who ? who.user : who.account, ID_WIDTH)
  const reasons = because
    .filter(({ points }) => points !== 0)
    .slice(0, REASONS)
    .map(({ dimension, points }) => `${dimension} ${signed(points)}`)
  const scores = `${shown(from.score)} → ${shown(to.score)}`
  return `${id}  ${scores}  ${change === null ? '' : `${signed(change).padStart(6)}  ${reasons.join(', ')}`}`.trimEnd()
}

const shown = (score: number | null): string => (score?.toFixed(1) ?? '–').padStart(5)
