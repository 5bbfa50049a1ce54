/**
 * How fast `uptake import` is against the least that could be done: the same file, unpacked, parsed and put into one table
 * with a unique text id, 1,000 rows a transaction, on the same settings. Each run is a process of its own, whose start is
 * not counted; the two take turns, and the median of the ratios is what is printed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { importFile } from '@uptake/collector/src/cli/import/import.ts'
import Database from 'better-sqlite3'
import Papa from 'papaparse'

const HERE = fileURLToPath(import.meta.url)
const LOG = join(HERE, '../../../../shared/data/git_uboot.csv.gz')
const CONFIG = join(HERE, '../../logs/git-uboot.config.ts')
const ROUNDS = 5

function bareLoop(folder: string): void {
  const [, ...rows] = Papa.parse<string[]>(gunzipSync(readFileSync(LOG)).toString(), { skipEmptyLines: true }).data
  const db = new Database(join(folder, 'bare.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE events (id TEXT PRIMARY KEY, at, received, user, account, action, area, volume, other)')
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const insertAll = db.transaction((some: string[][]) => {
    for (const row of some) insert.run(row)
  })
  for (let from = 0; from < rows.length; from += 1_000) insertAll(rows.slice(from, from + 1_000))
  db.close()
}

async function run(what: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'uptake-bench-'))
  const started = performance.now()
  if (what === 'bare') bareLoop(folder)
  else await importFile(LOG, { data: folder, config: CONFIG })
  process.stdout.write(`${performance.now() - started}\n`)
  rmSync(folder, { recursive: true })
}

function measure(what: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, [HERE, what], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the ${what} run failed: ${stderr}`)
  return Number(stdout)
}

const [what] = process.argv.slice(2)
if (what !== undefined) await run(what)
else {
  const ratios: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const [bareMs, importMs] = [measure('bare'), measure('import')]
    ratios.push(bareMs / importMs)
    process.stdout.write(
      `round ${round}: bare ${bareMs.toFixed(0)} ms, import ${importMs.toFixed(0)} ms, ratio ${(bareMs / importMs).toFixed(2)}\n`,
    )
  }
  const median = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
  process.stdout.write(`import against a bare loop: ${median.toFixed(2)} (at least 0.3)\n`)
}
