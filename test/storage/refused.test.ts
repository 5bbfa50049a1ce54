import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { CONFIG, layOutNewest, type LaidOut } from './fixture.ts'

const PAGE_BYTES = 4_096
let at: LaidOut
beforeEach(() => {
  at = layOutNewest()
})
afterEach(() => at.remove())

function overwrite(from: number, bytes: number): void {
  const open = openSync(at.store, 'r+')
  writeSync(open, Buffer.alloc(bytes, 0xa5), 0, bytes, from)
  closeSync(open)
}
function change(statement: string): void {
  const db = new Database(at.store)
  db.exec(statement)
  db.close()
}
const middle = () => PAGE_BYTES * Math.floor(statSync(at.store).size / PAGE_BYTES / 2)

const RESTORE = /uptake restore/
const REFUSED: [what: string, make: () => void, code: string, message: RegExp, hint: RegExp][] = [
  ['whose header is overwritten', () => overwrite(0, 100), 'invalid_file', /no SQLite file, or its beginning/, RESTORE],
  ['with a page overwritten in the middle', () => overwrite(middle(), PAGE_BYTES), 'invalid_file', /damaged/, RESTORE],
  ['that was cut off', () => truncateSync(at.store, middle()), 'invalid_file', /is damaged/, RESTORE],
  [
    'that is text',
    () => writeFileSync(at.store, 'a note, and more of it\n'.repeat(99)),
    'invalid_file',
    /no SQLite/,
    /path/,
  ],
  [
    'that is another database',
    () => {
      rmSync(at.store)
      change('CREATE TABLE notes (text)')
    },
    'invalid_file',
    /no store of Uptake/,
    /Check the path/,
  ],
  [
    'of a newer schema',
    () => change(`INSERT INTO kysely_migration VALUES ('9999_later', '2030-01-01')`),
    'invalid_file',
    /newer version of Uptake than this \(schema 9999_later\)/,
    /Run that version/,
  ],
  [
    'that is empty beside a log that is not',
    () => {
      writeFileSync(`${at.store}-wal`, 'x'.repeat(5_000))
      truncateSync(at.store)
    },
    'invalid_file',
    /it is empty/,
    RESTORE,
  ],
]

describe('a store is refused with what to do, and left as it is:', () => {
  it.each(REFUSED)('one %s', async (_what, make, code, message, hint) => {
    make()
    const before = readFileSync(at.store)
    const refusal = { code, message: expect.stringMatching(message), hint: expect.stringMatching(hint) }
    await expect(openStorage(at.data)).rejects.toMatchObject(refusal)
    expect(readFileSync(at.store)).toEqual(before)
  })

  it('one that is damaged, with a log of what came last', async () => {
    const storage = await openStorage(at.data)
    await storage.transaction((transaction) => transaction.addPerson('newest'))
    // As a collector that is killed leaves them.
    const [left, wal] = [readFileSync(at.store), readFileSync(`${at.store}-wal`)]
    await storage.close()
    writeFileSync(at.store, left)
    writeFileSync(`${at.store}-wal`, wal)
    overwrite(0, 100)
    await expect(openStorage(at.data)).rejects.toMatchObject({ code: 'invalid_file' })
    expect(readFileSync(`${at.store}-wal`)).toEqual(wal)
  })

  it('a folder that is a file', async () => {
    for (const path of [at.store, join(at.store, 'deeper')]) {
      const refusal = { code: 'invalid_option', message: expect.stringMatching(/is no folder/) }
      await expect(openStorage(path)).rejects.toMatchObject(refusal)
    }
  })

  const READ_ONLY: [what: string, modes: { folder: number; file: number }][] = [
    ['a file that may only be read', { folder: 0o777, file: 0o444 }],
    ['a folder that may only be read', { folder: 0o555, file: 0o666 }],
    ['both', { folder: 0o555, file: 0o444 }],
  ]
  it.each(READ_ONLY)('%s', async (_what, modes) => {
    chmodSync(at.folder, 0o755)
    chmodSync(at.store, modes.file)
    chmodSync(at.data, modes.folder)
    const refusal = { code: 'unavailable', hint: expect.stringMatching(/right to read and write/) }
    await asNobody(() => expect(openStorage(at.data)).rejects.toMatchObject(refusal))
  })

  it('a folder that may only be read, where there is none yet', async () => {
    chmodSync(at.folder, 0o555)
    await asNobody(() => expect(openStorage(join(at.folder, 'new'))).rejects.toMatchObject({ code: 'unavailable' }))
    expect(existsSync(join(at.folder, 'new'))).toBe(false)
  })
})

it('a refused start ends with 1, and says no more than what is wrong and what to do', async () => {
  overwrite(0, 100)
  const { code, stdout, stderr } = await runUptake(['serve', '--port', '0', '--data', at.data, '--config', CONFIG])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/\}\nuptake: .*uptake\.db is no SQLite file.*\n.*uptake restore BACKUP.*\n$/)
})

/** Whoever is root may write anything. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  const NOBODY = 65_534
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(NOBODY)
  try {
    await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}
