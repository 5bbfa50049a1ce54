import { basename } from 'node:path'
import { LIMITS, type Rejection } from '@uptake/shared/wire'
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
  const toMessage = createToMessage(config.model, options.source ?? basename(path).replace(/\..*$/s, ''))
  const convert = file.columns ? toMessage.fromRecord(file.columns, fields) : toMessage.fromObject(fields)
  const { storage, ingest } = await openProject(config, options.data, Date.now)
  const progress = createProgress(process.stderr, Date.now, file.progress)

  async function take(lines: readonly Line[]): Promise<void> {
    const imported = lines.map(({ value, fault }) =>
      fault === null ? convert(value as string[]) : { message: value, receivedAt: undefined },
    )
    const now = Date.now()
    const deliveryOf = (index: number): Delivery => ({
      receivedAt: parseTime(imported[index]?.receivedAt) ?? now,
      bytes: Array.isArray(lines[index]?.value) ? sizeOf(lines[index].value as string[]) : Infinity,
    })
    const { accepted, duplicates, rejected } = await ingest(
      imported.map(({ message }) => message),
      deliveryOf,
    )
    const refused = rejected.map((rejection) => ({ rejection, line: lines[rejection.index] }))
    progress.add({ rows: lines.length, accepted, duplicates, refused: refused.map(toRefused) })
  }

  try {
    let waiting: Line[] = []
    for await (const lines of file.lines) {
      waiting.push(...lines)
      for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) await take(waiting.slice(0, BATCH))
    }
    if (waiting.length > 0) await take(waiting)
    progress.end()
  } finally {
    await storage.close()
  }
}

/** A bound of a record's bytes as a message, which spares measuring it where it is far from the limit. */
function sizeOf(record: readonly string[]): number {
  const characters = record.reduce((sum, text) => sum + text.length, 0)
  return characters * 6 < LIMITS.messageBytes / 2 ? 0 : Infinity
}

function toRefused({ rejection, line }: { rejection: Rejection; line: Line | undefined }): string {
  return `line ${line?.number}: ${rejection.code}: ${printable(line?.fault ?? rejection.detail)}`
}
