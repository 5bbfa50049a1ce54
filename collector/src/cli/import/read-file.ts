import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UptakeError } from '../../errors.ts'
import { readCsv } from './read-csv.ts'
import { readJsonLines } from './read-json-lines.ts'

/** One line of a file: the fields of a CSV's record, or the value of a JSON line. */
export interface Line {
  /** Counted from 1, a CSV's header too. */
  readonly number: number
  readonly value: unknown
  /** A bound of its size as a message. */
  readonly bytes: number
  /** Why the line can't be read; null where it can. */
  readonly fault: string | null
}

/** A file that is being read. */
export interface OpenFile {
  /** The columns of a CSV; null for JSON lines. */
  readonly columns: readonly string[] | null
  /** Some lines at a time. */
  readonly lines: AsyncIterable<readonly Line[]>
  /** Bytes read so far, and in all. */
  progress(): { readBytes: number; totalBytes: number }
}

/**
 * Opens CSV or JSON lines, gzipped or not, told apart by what is in them.
 * @throws UptakeError `invalid_file` where there is no such file, nothing in it, or a part of it missing; the last may
 *   show only while its lines are read
 */
export async function openFile(path: string): Promise<OpenFile> {
  const { totalBytes, isGzip } = await inspect(path)
  const raw = createReadStream(path)
  // Errors reach whoever reads; the callback keeps them from being thrown twice.
  const stream = isGzip ? pipeline(raw, createGunzip(), () => undefined) : raw
  const text = readText(stream.setEncoding('utf8'), path)
  const progress = () => ({ readBytes: raw.bytesRead, totalBytes })
  const first = await text.next()
  if (first.done) throw new UptakeError('invalid_file', `${path} is empty`, 'Give a CSV with a header, or JSON lines.')
  const whole = prepend(first.value.replace(/^\uFEFF/, ''), text)
  if (first.value.trimStart().startsWith('{')) return { columns: null, lines: readJsonLines(whole), progress }
  return { ...(await readCsv(whole)), progress }
}

async function inspect(path: string): Promise<{ totalBytes: number; isGzip: boolean }> {
  try {
    await using file = await open(path)
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return { totalBytes: (await file.stat()).size, isGzip: buffer[0] === 0x1f && buffer[1] === 0x8b }
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new UptakeError('invalid_file', `${path} cannot be read: ${why}`, 'Check the path.', cause)
  }
}

async function* prepend(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function* readText(stream: AsyncIterable<string>, path: string): AsyncGenerator<string> {
  try {
    yield* stream
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const hint = 'What was read before it has been taken in. Get the file whole, and import it again.'
    throw new UptakeError('invalid_file', `${path} is damaged: ${why}`, hint, cause)
  }
}
