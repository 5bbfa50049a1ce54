import Papa from 'papaparse'
import { openProjectToRead } from '../project.ts'
import { loadConfig } from './load-config.ts'
import type { ProjectOptions } from './options.ts'
import { column } from './printable.ts'

const MAX_WIDTH = 40
/** Rows that are looked at to find how wide columns are. */
const ROWS_TO_MEASURE = 500

type Row = readonly unknown[]
type Write = (text: string) => void

/** Runs a statement of SQL on the store, which it cannot change, after everybody's standing has been brought up to date. */
export async function query(sql: string, options: ProjectOptions & { csv?: true; json?: true }): Promise<void> {
  const config = await loadConfig(options.config)
  const { storage, snapshots } = await openProjectToRead(config, options.data)
  const write: Write = (text) => process.stdout.write(`${text}\n`)
  try {
    await snapshots.refresh(Date.now())
    const { columns, rows } = await storage.query(sql)
    if (options.json) {
      const keys = distinct(columns)
      for (const row of rows) write(JSON.stringify(Object.fromEntries(keys.map((name, i) => [name, row[i]]))))
    } else if (options.csv) writeCsv(columns, rows, write)
    else writeTable(columns, rows, write)
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

function writeCsv(columns: readonly string[], rows: Iterable<Row>, write: Write): void {
  // What begins like a formula is none: spreadsheets would run it.
  const toLine = (row: Row) => Papa.unparse([row as unknown[]], { escapeFormulae: true })
  write(toLine(columns))
  for (const row of rows) write(toLine(row))
}

function writeTable(columns: readonly string[], rows: Iterable<Row>, write: Write): void {
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
  write(line(columns))
  write(widths.map((width) => '─'.repeat(width)).join('  '))
  for (const row of all) write(line(row))
  write(`(${all.length} row${all.length === 1 ? '' : 's'})`)
}

const shown = (value: unknown): string => {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
