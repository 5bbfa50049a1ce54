import { UptakeError } from '../errors.ts'
import { openExistingStorage } from '../storage/open.ts'
import type { OutboxEntry, Storage } from '../storage/storage.ts'
import type { ProjectOptions } from './options.ts'
import { column } from './printable.ts'
import { writeJson, writeLine } from './write.ts'

type Options = Pick<ProjectOptions, 'data'>

const NUDGE_WIDTH = 24
const SUBJECT_WIDTH = 32

/** Lists what is to be sent and what was given up, the newest first, and says why. */
export async function listWebhooks({ data, limit, json }: Options & { limit: number; json?: true }): Promise<void> {
  await withStorage(data, async (storage) => {
    const entries = await storage.undelivered(limit)
    if (json) return entries.forEach((entry) => writeJson(toJson(entry)))
    const { pending, dead } = await storage.countUndelivered()
    writeLine(`${pending} pending, ${dead} dead`)
    for (const entry of entries) writeLine(toLine(entry))
  })
}

/**
 * Has dead ones sent again, all or those named, beside a running collector too.
 * @throws UptakeError `invalid_option` where none is named, or none of the ids is that of a dead one
 */
export async function replayWebhooks(ids: readonly string[], { data, all }: Options & { all?: true }): Promise<void> {
  if (all ? ids.length > 0 : ids.length === 0) {
    throw new UptakeError('invalid_option', 'it is not said which to replay', 'Give ids, or --all.')
  }
  await withStorage(data, async (storage) => {
    const which = all ? 'all' : ids
    const count = await storage.transaction((transaction) => transaction.reviveDead(which, Date.now()))
    if (count === 0 && !all) {
      throw new UptakeError('invalid_option', 'no dead webhook has such an id', 'See `uptake webhooks`.')
    }
    writeLine(`${count} to be sent again by the running collector, or the next that starts`)
  })
}

async function withStorage(data: string, work: (storage: Storage) => Promise<void>): Promise<void> {
  const storage = await openExistingStorage(data)
  try {
    await work(storage)
  } finally {
    await storage.close()
  }
}

const toIso = (timeMs: number): string => new Date(timeMs).toISOString()
const kindOf = ({ of }: OutboxEntry): string => (of === 'person' ? 'user' : 'account')

function toJson(entry: OutboxEntry): object {
  const { id, nudge, subjectId, at, status, attempts, nextAt, error } = entry
  const next = nextAt === null ? null : toIso(nextAt)
  return { id, nudge, [kindOf(entry)]: subjectId, at: toIso(at), status, attempts, next, error }
}

function toLine(entry: OutboxEntry): string {
  const { id, nudge, subjectId, at, status, attempts, nextAt, error } = entry
  const subject = column(`${kindOf(entry)} ${subjectId}`, SUBJECT_WIDTH)
  const next = nextAt === null ? '' : `, next ${toIso(nextAt)}`
  const why = error === null ? '' : `: ${error} (${attempts} failed${next})`
  return `${id}  ${toIso(at)}  ${column(nudge, NUDGE_WIDTH)}  ${subject}  ${status}${why}`
}
