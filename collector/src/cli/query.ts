import Papa from 'papaparse'
import { openProjectToRead } from '../project.ts'
import { loadConfig } from './load-config.ts'
import type { ProjectOptions } from './options.ts'
import { column, printable } from './printable.ts'
import { writeJson, writeLine } from './write.ts'

const MAX_WIDTH = 40
/** Rows that are looked at to find how wide columns are. */
const ROWS_TO_MEASURE = 500

// Text that a spreadsheet would run: by OWASP's list, the full-width forms and a line break included. The library's own misses what has a line break further on.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

type Row = readonly unknown[]

/** Runs a statement of SQL on the store, which it cannot change, after everybody's standing has been brought up to date. */
export async function query(sql: string, options: ProjectOptions & { csv?: true; json?: true }): Promise<void> {
  const config = await loadConfig(options.config)
  const { storage, snapshots } = await openProjectToRead(config, options.data)
  try {
    await snapshots.refresh(Date.now())
    const { columns, rows } = await storage.query(sql)
    if (options.json) {
      const keys = distinct(columns)
      for (const row of rows) writeJson(Object.fromEntries(keys.map((name, i) => [name, row[i]])))
    } else if (options.csv) writeCsv(columns, rows)
    else writeTable(columns, rows)
  } finally {
    await storage.close()
  }
}

/** Names of which an object can have each: two tables may have columns of one name. A later one is numbered. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>()
  for (const name of names) {
    let own = name
    for (let i = 1; taken.has(own); i++) own = `${name}:${i}`
    taken.add(own)
  }
  return [...taken]
}

function writeCsv(columns: readonly string[], rows: Iterable<Row>): void {
  const write = (row: Row) => {
    const line = Papa.unparse([row as unknown[]], { escapeFormulae: FORMULA })
    // A file is to have names as they are.
    process.stdout.write(`${process.stdout.isTTY ? printable(line) : line}\n`)
  }
  write(columns)
  for (const row of rows) write(row)
}

function writeTable(columns: readonly string[], rows: Iterable<Row>): void {
  const all = [...rows].map((row) => row.map(shown))
  const widths = columns.map((name, i) => {
    const longest = all
      .slice(0, ROWS_TO_MEASURE)
      .reduce((most, row) => Math.max(most, row[i]?.length ?? 0), name.length)
    return Math.min(longest, MAX_WIDTH)
  })
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => column(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  writeLine(line(columns))
  writeLine(widths.map((width) => '─'.repeat(width)).join('  '))
  for (const row of all) writeLine(line(row))
  writeLine(`(${all.length} row${all.length === 1 ? '' : 's'})`)
}

const shown = (value: unknown): string => {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
