import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MESSAGE_TYPES } from '@uptake/shared/wire'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, it } from 'vitest'
import { connectToWrite } from './connect.ts'
import { migrations } from './migrations.ts'
import { openSqlite } from './open-sqlite.ts'

async function openAt(name: string): Promise<{ folder: string; run(text: string): void; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  const db = connectToWrite(join(folder, 'uptake.db'))
  const kysely = new Kysely<never>({ dialect: new SqliteDialect({ database: db }) })
  const { error } = await new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } }).migrateTo(
    name,
  )
  if (error) throw error
  return { folder, run: (text) => void db.exec(text), close: () => kysely.destroy() }
}

it('lets everybody who was there before count as touched', async () => {
  const before = await openAt('0001_first_light')
  before.run(`INSERT INTO people (id, user_id, first_at, last_at) VALUES (1, 'u', 50, 90), (2, NULL, 60, 60);
    INSERT INTO accounts VALUES (1, 'acme', 70, 90);
    INSERT INTO messages VALUES (7, x'00', 'm', 0, 1, 1, 0, 50, 50, NULL, NULL);`)
  await before.close()
  const storage = await openSqlite(before.folder)
  const times = { lastAt: 90, touchedSeq: 7 }
  expect(await storage.touched('person', 0, 9)).toEqual([{ id: 1, userId: 'u', firstAt: 50, touchedAt: 50, ...times }])
  expect(await storage.touched('account', 0, 9)).toEqual([
    { id: 1, accountId: 'acme', firstAt: 70, touchedAt: 70, ...times },
  ])
  await storage.close()
  rmSync(before.folder, { recursive: true })
})

it('keeps the last time of what was counted of nudges', async () => {
  const { folder, run, close } = await openAt('0005_erased')
  run(`INSERT INTO nudge_marks VALUES (1, 'n', 'nudge_dismissed', 1, 50), (1, 'n', 'nudge_snoozed', 3, 70)`)
  await close()
  const storage = await openSqlite(folder)
  const mark = { person: 1, nudge: 'n', session: null, account: null }
  expect(await storage.nudgeMarks(1)).toEqual([
    { ...mark, event: 'nudge_snoozed', firstAt: 70, lastAt: 70, days: 1 },
    { ...mark, event: 'nudge_dismissed', firstAt: 50, lastAt: 50, days: null },
  ])
  await storage.close()
  rmSync(folder, { recursive: true })
})

it('names every type of message in the view of events', async () => {
  const { folder, run, close } = await openAt('0002_standings')
  run(`INSERT INTO people (id, first_at, last_at) VALUES (1, 0, 0)`)
  for (const type of MESSAGE_TYPES.keys()) {
    run(`INSERT INTO messages VALUES (${type + 1}, x'0${type}', 'm', ${type}, 1, 0, 0, 0, 0, NULL, NULL)`)
  }
  await close()
  const storage = await openSqlite(folder)
  const { rows } = await storage.query('SELECT type FROM events')
  expect([...rows].map(([type]) => type)).toEqual([...MESSAGE_TYPES])
  await storage.close()
  rmSync(folder, { recursive: true })
})
