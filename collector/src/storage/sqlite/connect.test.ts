import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import { connectToRead, connectToWrite } from './connect.ts'

it('waits for the disk at every commit, which no killed process can show', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  const writer = connectToWrite(join(folder, 'new', 'uptake.db'))
  const FULL = 2
  expect(writer.pragma('synchronous', { simple: true })).toBe(FULL)
  expect(writer.pragma('journal_mode', { simple: true })).toBe('wal')
  const reader = connectToRead(join(folder, 'new', 'uptake.db'))
  expect(() => reader.exec('CREATE TABLE t (a)')).toThrow(/readonly/)
  reader.close()
  writer.close()
  rmSync(folder, { recursive: true })
})

it('refuses a file that takes the place of the one that it opens', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  const [path, other] = [join(folder, 'uptake.db'), join(folder, 'other.db')]
  for (const file of [path, other]) connectToWrite(file).close()
  const { pragma } = SqliteDatabase.prototype
  const replaced = vi.spyOn(SqliteDatabase.prototype, 'pragma').mockImplementation(function (
    this: Database,
    text,
    how,
  ) {
    if (text.startsWith('journal_mode')) renameSync(other, path)
    return pragma.call(this, text, how)
  })
  expect(() => connectToWrite(path)).toThrow(/replaced while it was being opened/)
  replaced.mockRestore()
  connectToWrite(path).close()
  rmSync(folder, { recursive: true })
})
