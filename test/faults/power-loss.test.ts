import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { mulberry32 } from '../../demo/random.ts'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { expectSound, expectStored } from './stored.ts'
import { createTraffic, type Traffic } from './traffic.ts'
import { followWal, frameBytesOf, HEADER_BYTES } from './wal.ts'

/** Answered batches in each half. */
const BATCHES = IS_LONG ? 50 : 30
const CUTS = IS_LONG ? Infinity : 12
const CHECKPOINTS = IS_LONG ? 20 : 3

const NONE: ReadonlySet<string> = new Set()

/** What was written from one checkpoint to the next. */
interface Recording {
  /** The database as the checkpoint before left it, and the log as that left it: it is written over. */
  readonly base: Buffer
  readonly before: Buffer
  readonly wal: Buffer
  /** Where what was written since ends in the log. */
  readonly end: number
  /** What had been acknowledged when the log reached that far. */
  readonly marks: readonly { readonly at: number; readonly acknowledged: ReadonlySet<string> }[]
}

/** Sends batches to a collector and records what becomes of the files; `hold` keeps checkpoints from them meanwhile. */
async function record(data: string, url: string, traffic: Traffic): Promise<Recording> {
  const [db, log] = [join(data, 'uptake.db'), join(data, 'uptake.db-wal')]
  const hold = new Database(db, { readonly: true })
  try {
    hold.exec('BEGIN; SELECT count(*) FROM messages')
    const [base, before] = [readFileSync(db), readFileSync(log)]
    const marks = [{ acknowledged: new Set(traffic.acknowledged), at: 0 }]
    // The first write after a checkpoint begins the log anew.
    await traffic.send(url)
    const endOf = followWal(log)
    const mark = () => marks.push({ acknowledged: new Set(traffic.acknowledged), at: endOf() })
    const client = async () => {
      while (marks.length < BATCHES) {
        await traffic.send(url)
        mark()
      }
    }
    await Promise.all([client(), client(), client()])
    return { base, before, wal: readFileSync(log), end: endOf(), marks }
  } finally {
    hold.close()
  }
}

/** Every boundary of a frame, and a place within each frame. */
function placesIn({ wal, end }: Recording): number[] {
  const random = mulberry32(end)
  const frame = frameBytesOf(wal)
  const places = [0, 10, HEADER_BYTES]
  for (let at = HEADER_BYTES; at < end; at += frame)
    places.push(at + 1 + Math.floor(random() * (frame - 1)), at + frame)
  if (places.length <= CUTS) return places
  return Array.from({ length: CUTS }, () => places[Math.floor(random() * places.length)] ?? end)
}

it('R33: power loss: wherever the log ends, what was acknowledged by then is there once, and nothing is torn', async () => {
  using folder = createFolder()
  const traffic = createTraffic()
  // A store with something in it, in the one file alone.
  const first = await spawnCollector(folder)
  for (let i = 0; i < 10; i++) await traffic.send(first.url)
  expect(await first.end('SIGTERM')).toBe(0)

  const collector = await spawnCollector(folder)
  const one = await record(folder.data, collector.url, traffic)
  // It waits for whoever reads or writes.
  const checkpoint = new Database(join(folder.data, 'uptake.db'), { timeout: 30_000 })
  const [result] = checkpoint.pragma('wal_checkpoint(RESTART)') as { busy: number; log: number; checkpointed: number }[]
  expect(result).toMatchObject({ busy: 0, checkpointed: result?.log })
  const two = await record(folder.data, collector.url, traffic)
  checkpoint.close()
  expect(await collector.end('SIGTERM')).toBe(0)
  expect(traffic.unexpected).toEqual([])

  const { batches } = traffic
  const copy = join(folder.path, 'copy')
  const open = async (db: Buffer, wal: Buffer, acknowledged: ReadonlySet<string>) => {
    rmSync(copy, { recursive: true, force: true })
    mkdirSync(copy)
    writeFileSync(join(copy, 'uptake.db'), db)
    writeFileSync(join(copy, 'uptake.db-wal'), wal)
    await expectStored(copy, { acknowledged, batches })
    expectSound(copy)
  }
  for (const recording of [one, two]) {
    const { base, before, wal, end, marks } = recording
    for (const at of placesIn(recording)) {
      const acknowledged = marks.findLast((mark) => mark.at <= at)?.acknowledged ?? NONE
      // What is not written yet is as it was before; where the file has grown already, it may be anything.
      const rest = at % 2 === 0 ? before.subarray(at) : Buffer.alloc(Math.max(0, end - at))
      await open(base, Buffer.concat([wal.subarray(0, at), rest]), acknowledged)
    }
  }

  // In the middle of the checkpoint: some pages of the database are written, some not.
  const random = mulberry32(2)
  const pageBytes = one.wal.readUInt32BE(8)
  for (let i = 0; i < CHECKPOINTS; i++) {
    const db = Buffer.alloc(two.base.length)
    one.base.copy(db)
    for (let at = 0; at < db.length; at += pageBytes) if (random() < 0.5) two.base.copy(db, at, at, at + pageBytes)
    await open(db, one.wal, one.marks.at(-1)?.acknowledged ?? NONE)
  }
}, 600_000)
