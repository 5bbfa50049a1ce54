import { basename } from 'node:path'
import { UptakeError } from '../../errors.ts'
import type { Delivery } from '../../ingest/parse-message.ts'
import { parseTime } from '../../parse-time.ts'
import { openProject } from '../../project.ts'
import { loadConfig } from '../load-config.ts'
import type { ProjectOptions } from '../options.ts'
import { printable } from '../printable.ts'
import { findFields } from './fields.ts'
import { type Line, openFile } from './read-file.ts'
import { createToMessage } from './to-message.ts'
import { createProgress } from './progress.ts'

/** Messages a transaction: enough that the disk is not what is waited for, few enough that a collector gets its turn. */
const BATCH = 5_000

/** Takes in a file of events, keeping the times they were received first. Run twice, it adds nothing. */
export async function importFile(
  path: string,
  options: ProjectOptions & { map?: string[]; source?: string },
): Promise<void> {
  const config = await loadConfig(options.config)
  const file = await openFile(path)
  const fields = findFields(file.columns, options.map)
  if (file.columns && !fields.has('userId') && !fields.has('anonymousId')) {
    const hint = `Name the column that holds it: --map userId=COLUMN. Columns: ${file.columns.join(', ')}.`
    throw new UptakeError('invalid_file', `${path} has no column for the user`, hint)
  }
  const source =
    options.source ??
    basename(path)
      .replace(/\.gz$/i, '')
      .replace(/\.[^.]*$/, '')
  const toMessage = createToMessage(config.model, { source, columns: file.columns, fields })
  const { storage, ingest } = await openProject(config, options.data, Date.now)
  const progress = createProgress(process.stderr, Date.now, file.progress)

  async function take(lines: readonly Line[]): Promise<void> {
    const now = Date.now()
    const messages: unknown[] = []
    const taken: { line: Line; delivery: Delivery }[] = []
    const refused: string[] = []
    for (const line of lines) {
      const { message, receivedAt } = line.fault === null ? toMessage(line) : { message: null, receivedAt: undefined }
      const time = receivedAt === undefined ? now : parseTime(receivedAt)
      const fault = line.fault ?? (time === null ? 'receivedAt: not a time' : null)
      if (fault === null) {
        messages.push(message)
        taken.push({ line, delivery: { receivedAt: time ?? now, bytes: line.bytes } })
      } else refused.push(toRefused(line, fault))
    }
    const { accepted, duplicates, rejected } = await ingest(messages, (index) => taken[index]?.delivery ?? NO_DELIVERY)
    for (const { index, code, detail } of rejected) refused.push(toRefused(taken[index]?.line, `${code}: ${detail}`))
    progress.add({ rows: lines.length, accepted, duplicates, refused })
  }

  try {
    let waiting: Line[] = []
    for await (const lines of file.lines) {
      waiting.push(...lines)
      for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) await take(waiting.slice(0, BATCH))
    }
    if (waiting.length > 0) await take(waiting)
    if (!progress.end()) process.exitCode = 1
  } finally {
    await storage.close()
  }
}

const NO_DELIVERY: Delivery = { receivedAt: 0, bytes: 0 }
const toRefused = (line: Line | undefined, why: string): string => `line ${line?.number}: ${printable(why)}`
