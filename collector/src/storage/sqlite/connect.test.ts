import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
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
