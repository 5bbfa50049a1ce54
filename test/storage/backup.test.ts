import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { backupStorage, openStorage, restoreStorage } from '@uptake/collector/src/storage/open.ts'
import { connectToWrite } from '@uptake/collector/src/storage/sqlite/connect.ts'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { layOut, layOutNewest, type LaidOut, SCHEMAS } from './fixture.ts'

const CONTENTS = { messages: 33, newestAt: Date.parse('2026-01-29T10:00:01.000Z'), bytes: expect.any(Number) }
let at: LaidOut
beforeEach(() => {
  at = layOutNewest()
})
afterEach(() => at.remove())

const backup = (force = false) => backupStorage(at.data, at.backup, force)
const restore = (force = false) => restoreStorage(at.backup, at.data, force)
const refusal = (code: string, message: RegExp, hint = /./) => ({
  code,
  message: expect.stringMatching(message),
  hint: expect.stringMatching(hint),
})
function change(path: string, statements: string): void {
  const db = new Database(path)
  db.unsafeMode()
  db.exec(statements)
  db.close()
}

describe('a backup', () => {
  it('is one file that its owner alone reads', async () => {
    await (await openStorage(at.data)).close()
    expect(await backup()).toEqual({ ...CONTENTS, bytes: statSync(at.store).size })
    expect(statSync(at.backup).mode & 0o777).toBe(0o600)
    expect(readdirSync(at.folder).toSorted()).toEqual(['backup.db', 'data'])
    // In the store's own mode it could not be read where nothing can be written.
    const db = new Database(at.backup, { readonly: true })
    expect(db.pragma('journal_mode', { simple: true })).toBe('delete')
    db.close()
  })

  it('ends while somebody commits between any two of its steps, and has none of that', async () => {
    const other = connectToWrite(at.store)
    other.prepare('INSERT INTO meta VALUES (?, ?)').run('large', 'x'.repeat(4_000_000))
    const commit = other.prepare('INSERT INTO meta VALUES (?, ?)')
    const done = new AbortController()
    const backedUp = backup().finally(() => done.abort())
    let commits = 0
    for (; !done.signal.aborted && commits < 1_000; commits++) {
      commit.run(`between ${commits}`, '')
      await turn()
    }
    await backedUp
    other.close()
    expect(commits).toBeGreaterThan(5)
    expect(commits).toBeLessThan(1_000)
    const db = new Database(at.backup, { readonly: true })
    const after = `SELECT count(*) FROM meta WHERE key LIKE 'between %' AND key <> 'between 0'`
    expect(db.prepare(after).pluck().get()).toBe(0)
    db.close()
  })

  it('replaces a backup only when it is told to, and nothing else', async () => {
    expect(await backup()).toEqual(CONTENTS)
    await expect(backup()).rejects.toMatchObject(refusal('invalid_option', /backup\.db is there already/, /--force/))
    expect(await backup(true)).toEqual(CONTENTS)
    writeFileSync(at.backup, 'mine')
    await expect(backup(true)).rejects.toMatchObject(
      refusal('invalid_option', /backup\.db is no backup/, /another name/),
    )
    expect(readFileSync(at.backup, 'utf8')).toBe('mine')
    await expect(backupStorage(at.data, at.data, true)).rejects.toMatchObject({ code: 'invalid_option' })
  })

  const DAMAGES: [what: string, statements: string][] = [
    [
      'an index that says other than its table',
      `PRAGMA writable_schema = 1;
       UPDATE sqlite_schema SET sql = replace(sql, '(key)', '(message_id)') WHERE name = 'messages_by_key'`,
    ],
    ['a message of nobody', `DELETE FROM people WHERE user_id = 'ada'`],
  ]
  it.each(DAMAGES)('is refused for %s, which no start sees, and the one before stays', async (_what, statements) => {
    await backup()
    const before = readFileSync(at.backup)
    change(at.store, statements)
    await (await openStorage(at.data)).close()
    await expect(backup(true)).rejects.toMatchObject(refusal('invalid_file', /uptake\.db is damaged/, /uptake restore/))
    expect(readFileSync(at.backup)).toEqual(before)
    expect(readdirSync(at.folder).toSorted()).toEqual(['backup.db', 'data'])
  })

  it('needs a store, and a folder to be in', async () => {
    at = { ...at, backup: join(at.folder, 'none', 'backup.db') }
    await expect(backup()).rejects.toMatchObject(refusal('invalid_option', /there is no folder/))
    at = { ...at, data: join(at.folder, 'none') }
    await expect(backup()).rejects.toMatchObject(refusal('invalid_option', /there is no store in/))
  })
})

describe('restoring', () => {
  beforeEach(() => backup())

  it('makes a folder and one file in it, for their owner alone', async () => {
    at = { ...at, data: join(at.folder, 'new', 'data') }
    expect(await restore()).toEqual(CONTENTS)
    expect(readdirSync(at.data)).toEqual(['uptake.db'])
    expect(statSync(at.data).mode & 0o777).toBe(0o700)
    expect(statSync(join(at.data, 'uptake.db')).mode & 0o777).toBe(0o600)
  })

  it('takes a store of every schema as it is, which is brought forward when it is opened', async () => {
    for (const schema of SCHEMAS) {
      layOut(schema, join(at.folder, `of-${schema}`))
      at = { ...at, backup: join(at.folder, `of-${schema}`, 'uptake.db') }
      expect(await restore(true)).toEqual({ ...CONTENTS, bytes: statSync(at.backup).size })
      const storage = await openStorage(at.data)
      expect(await storage.newestSeq()).toBe(CONTENTS.messages)
      await storage.close()
    }
  })

  const BAD: [what: string, make: () => void, code: string, message: RegExp][] = [
    [
      'cut off',
      () => truncateSync(at.backup, statSync(at.backup).size - 4_096),
      'invalid_file',
      /backup\.db is damaged/,
    ],
    ['a note', () => writeFileSync(at.backup, 'a note'), 'invalid_file', /backup\.db is no SQLite file/],
    ['empty', () => truncateSync(at.backup), 'invalid_file', /backup\.db is no store/],
    ['missing', () => rmSync(at.backup), 'invalid_option', /there is no file/],
    [
      'of a newer version',
      () => change(at.backup, `INSERT INTO kysely_migration VALUES ('9999_later', '2030-01-01')`),
      'invalid_file',
      /newer version of Uptake than this/,
    ],
  ]
  it.each(BAD)('refuses a file that is %s, and leaves the store as it was', async (_what, make, code, message) => {
    const before = readFileSync(at.store)
    make()
    await expect(restore(true)).rejects.toMatchObject(refusal(code, message))
    expect(readFileSync(at.store)).toEqual(before)
    expect(readdirSync(at.data)).toEqual(['uptake.db'])
  })

  it('needs a folder', async () => {
    at = { ...at, data: at.store }
    await expect(restore()).rejects.toMatchObject(refusal('invalid_option', /uptake\.db is no folder/))
  })

  it('replaces what cannot be opened, and what is beside it', async () => {
    writeFileSync(at.store, 'damaged')
    writeFileSync(`${at.store}-wal`, 'left by a collector that was killed')
    expect(await restore(true)).toEqual(CONTENTS)
    expect(readdirSync(at.data)).toEqual(['uptake.db'])
  })

  it('refuses where a store is gone, and what it may have in use is not', async () => {
    rmSync(at.store)
    writeFileSync(`${at.store}-wal`, 'left by a collector that was killed')
    await expect(restore(true)).rejects.toMatchObject(refusal('unavailable', /there is .*uptake\.db-wal$/, /move it/))
    rmSync(`${at.store}-wal`)
    expect(await restore()).toEqual(CONTENTS)
  })
})
