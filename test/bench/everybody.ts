/**
 * How long it takes to score everybody in one streamed pass, with intervals and trends, and how much memory, beside the bare
 * scan of the same rows: users with 20 rows each over 90 days. Each size runs in a process of its own, so that its memory is its own.
 *
 * node test/bench/everybody.ts [users …]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openProject } from '@uptake/collector/src/project.ts'
import { toInstant } from '@uptake/collector/src/scores/instant.ts'
import { checkConfig } from '@uptake/shared/model/check'
import Database from 'better-sqlite3'
import { EXAMPLE } from '../vectors/arbitraries.ts'
import { ACTIONS, DAY_MS, NOW, TODAY } from './moment.ts'

const HERE = fileURLToPath(import.meta.url)
const SIZES = [10_000, 100_000, 1_000_000]
const DAYS = 90
const ROWS = 20
const MOST_BYTES = 2 ** 30

/** Puts users and rows into the store's own tables: what is measured is reading them. */
function fill(path: string, users: number): void {
  const db = new Database(path)
  db.pragma('synchronous = OFF')
  const name = db.prepare<[string]>('INSERT INTO names (name) VALUES (?)')
  const ids = ACTIONS.map((pair) => pair.map((text) => Number(name.run(text).lastInsertRowid)))
  const person = db.prepare(
    'INSERT INTO people (id, user_id, first_at, last_at, touched_at, touched_seq) VALUES (?, ?, ?, ?, NULL, 0)',
  )
  const row = db.prepare('INSERT INTO rows VALUES (?, 0, ?, ?, ?, 1, 1)')
  db.transaction(() => {
    for (let id = 1; id <= users; id++) {
      person.run(id, `user-${id}`, NOW - (DAYS - 1) * DAY_MS, NOW - 1_000)
      for (const [action, [event, feature]] of ids.entries())
        for (let i = action; i < ROWS; i += ACTIONS.length)
          row.run(id, event, feature, TODAY - ((id + Math.floor((i * DAYS) / ROWS)) % DAYS))
    }
  })()
  db.close()
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

async function run(users: number): Promise<void> {
  const checked = checkConfig({ model: EXAMPLE })
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  const folder = mkdtempSync(join(tmpdir(), 'uptake-bench-'))
  try {
    const path = join(folder, 'uptake.db')
    const { storage, scores } = await openProject(checked.config, folder, () => NOW)
    fill(path, users)
    const at = toInstant(checked.config.model, NOW)
    const db = new Database(path, { readonly: true })
    const scan = db.prepare('SELECT * FROM rows')
    const bare = await timed(() => {
      let count = 0
      for (const _ of scan.iterate()) count++
      return count
    })
    let scored = 0
    const seconds = await timed(async () => {
      for await (const standing of scores.allUsers(at)) if (standing.score().score !== null) scored++
    })
    if (scored !== users) throw new Error(`${scored} of ${users} were scored`)
    const peak = process.resourceUsage().maxRSS * 1024
    process.stdout.write(
      `${users} users, ${users * ROWS} rows: bare scan ${bare.toFixed(1)} s, scored in ${seconds.toFixed(1)} s ` +
        `(${Math.round(users / seconds)} users/s, ${(seconds / bare).toFixed(1)} scans), ` +
        `at most ${Math.round(peak / 2 ** 20)} MiB${peak < MOST_BYTES ? '' : ', which is more than 1 GiB'}\n`,
    )
    db.close()
    await storage.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const sizes = process.argv.slice(2).map(Number)
if (sizes.length === 1 && sizes[0] !== undefined) await run(sizes[0])
else
  for (const users of sizes.length === 0 ? SIZES : sizes) {
    const { status } = spawnSync(process.execPath, [HERE, String(users)], { stdio: 'inherit' })
    if (status !== 0) process.exitCode = 1
  }
