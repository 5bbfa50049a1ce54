import Papa from 'papaparse'
import type { Line } from './read-file.ts'

/** At most, as JSON: an escaped character; a column's name, which is not measured, with its punctuation. */
const BYTES_A_CHARACTER = 6
const BYTES_A_FIELD = 100
const DELIMITERS = [',', '\t', ';', '|']

/** Reads a CSV (RFC 4180; commas, tabs, semicolons or bars) by its header. */
export async function readCsv(
  text: AsyncIterable<string>,
): Promise<{ columns: readonly string[]; lines: AsyncIterable<readonly Line[]> }> {
  const records = readRecords(text)
  const { value: first } = await records.next()
  const [columns = [], ...rest] = first ?? []
  return { columns, lines: numbered(columns.length, rest, records) }
}

/** What a chunk of text ends in the middle of waits for the next. */
async function* readRecords(text: AsyncIterable<string>): AsyncGenerator<string[][]> {
  let pending = ''
  let parser: Papa.Parser | undefined
  const parse = (isLast: boolean): string[][] => {
    parser ??= new Papa.Parser(dialectOf(pending))
    const { data, meta } = parser.parse(pending, 0, !isLast) as Papa.ParseResult<string[]>
    pending = isLast ? '' : pending.slice(meta.cursor)
    return data
  }
  for await (const chunk of text) {
    pending += chunk
    const records = parse(false)
    if (records.length > 0) yield records
  }
  if (pending !== '') yield parse(true)
}

function dialectOf(start: string): Papa.ParseConfig {
  const [header = ''] = start.split('\n', 1)
  const count = (delimiter: string) => header.split(delimiter).length
  const delimiter = DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ','
  return { delimiter, newline: header.endsWith('\r') ? '\r\n' : '\n' }
}

function lengthOf(fields: readonly string[]): number {
  let length = 0
  for (const field of fields) length += field.length
  return length
}

async function* numbered(
  width: number,
  first: readonly string[][],
  rest: AsyncIterable<string[][]>,
): AsyncGenerator<readonly Line[]> {
  let number = 1
  const toLines = (records: readonly string[][]): Line[] => {
    const lines: Line[] = []
    for (const value of records) {
      number++
      if (value.length === 1 && value[0] === '') continue
      const fault = value.length === width ? null : `the record has ${value.length} fields, the header ${width}`
      lines.push({ number, value, bytes: BYTES_A_FIELD * width + BYTES_A_CHARACTER * lengthOf(value), fault })
    }
    return lines
  }
  yield toLines(first)
  for await (const records of rest) yield toLines(records)
}
