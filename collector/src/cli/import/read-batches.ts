import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { Model } from '@uptake/shared/model'
import { UptakeError } from '../../errors.ts'
import { type ParsedMessage, parseMessage } from '../../ingest/parse-message.ts'
import { parseTime } from '../../parse-time.ts'
import { printable } from '../printable.ts'
import { findFields } from './fields.ts'
import { type Line, openFile } from './read-file.ts'
import { createToMessage, type ToMessage } from './to-message.ts'

/** Lines a transaction: enough that the disk is not what is waited for, few enough that a collector gets its turn. */
const BATCH = 5_000

export interface ReadOptions {
  readonly path: string
  readonly model: Model
  readonly retentionDays: number | null
  /** Of `--map`: "field=column". */
  readonly map: readonly string[] | undefined
  /** What makes ids of the file's rows its own; by default its name without ending. */
  readonly source: string | undefined
}
/** What some lines of the file say. */
export interface Batch {
  readonly lines: number
  readonly messages: readonly ParsedMessage[]
  /** The number of each message's line. */
  readonly lineOf: readonly number[]
  /** Why lines could not be taken, a sentence each. */
  readonly refused: readonly string[]
  readonly readBytes: number
  readonly totalBytes: number
}

/**
 * Reads a file into messages that may be committed, some thousand lines at a time.
 * @throws UptakeError `invalid_file`, `invalid_option`
 */
export async function* readBatches(options: ReadOptions): AsyncGenerator<Batch> {
  const { path, model, retentionDays, map } = options
  const file = await openFile(path)
  const { columns, progress } = file
  const fields = findFields(columns, map)
  if (columns && !fields.has('userId') && !fields.has('anonymousId')) {
    const hint = `Name the column that holds it: --map userId=COLUMN. Columns: ${columns.join(', ')}.`
    throw new UptakeError('invalid_file', `${path} has no column for the user`, hint)
  }
  const source =
    options.source ??
    basename(path)
      .replace(/\.gz$/i, '')
      .replace(/\.[^.]*$/, '')
  const toMessage = createToMessage(model, { source, columns, fields })
  const toBatch = (lines: readonly Line[]): Batch => {
    const results = lines.map((line) => ({ line, result: parseLine(line, toMessage, retentionDays) }))
    const good = results.flatMap(({ line, result }) =>
      typeof result === 'string' ? [] : [{ number: line.number, message: result }],
    )
    return {
      lines: lines.length,
      messages: good.map(({ message }) => message),
      lineOf: good.map(({ number }) => number),
      refused: results.flatMap(({ line, result }) =>
        typeof result === 'string' ? [refusal(line.number, printable(result))] : [],
      ),
      ...progress(),
    }
  }

  let waiting: Line[] = []
  for await (const lines of file.lines) {
    waiting.push(...lines)
    for (; waiting.length >= BATCH; waiting = waiting.slice(BATCH)) yield toBatch(waiting.slice(0, BATCH))
  }
  if (waiting.length > 0) yield toBatch(waiting)
}

/** How a line that could not be taken is named. */
export const refusal = (line: number, why: string): string => `line ${line}: ${why}`

/** The message of a line, or why it can't be taken. A file's messages without a time received were received now. */
function parseLine(line: Line, toMessage: ToMessage, retentionDays: number | null): ParsedMessage | string {
  if (line.fault !== null) return line.fault
  const { message, receivedAt: said } = toMessage(line)
  const receivedAt = said === undefined ? Date.now() : parseTime(said)
  if (receivedAt === null) return 'receivedAt: not a time'
  const parsed = parseMessage(message, { receivedAt, bytes: line.bytes }, { retentionDays, randomId: randomUUID })
  return 'code' in parsed ? `${parsed.code}: ${parsed.detail}` : parsed
}
