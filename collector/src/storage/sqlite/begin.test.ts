import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { connectToWrite } from './connect.ts'
import { openSqlite } from './open-sqlite.ts'

const folder = mkdtempSync(join(tmpdir(), 'uptake-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('lets everything else go on while another process writes, and goes when that is done', async () => {
  const storage = await openSqlite(folder)
  const other = connectToWrite(join(folder, 'uptake.db'))
  other.exec('BEGIN IMMEDIATE')
  let isDone = false
  const written = storage.transaction((transaction) => transaction.addPerson('ada')).then(() => (isDone = true))
  // Were the wait in one piece, none of these would come before its end.
  for (let turns = 0; turns < 100; turns++) await turn()
  expect(isDone).toBe(false)
  other.exec('COMMIT')
  await written
  expect(await storage.personByUserId('ada')).not.toBeNull()
  other.close()
  await storage.close()
})
