import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake, spawnCollector, spawnUptake } from '../harness/spawn-collector.ts'
import { slowDown } from '../harness/slow-down.ts'
import { KEYS } from '../harness/start-collector.ts'
import { type TemporaryProject, temporaryProject } from '../harness/temporary-project.ts'

const config = {
  model: {
    actions: {
      report_created: { feature: 'reports', value: 3, volume: 'rows' },
      report_shared: { counterparts: 'with' },
    },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  },
}
const MESSAGES = 40_000
let project: TemporaryProject
beforeEach(() => {
  project = temporaryProject()
  project.configure(config)
})
afterEach(() => project.remove())

/** So many messages of users and visitors; one of them has a third. */
async function importLog(count = MESSAGES): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => {
    const who = index % 3 === 0 ? 'busy' : `user${(index * 7919) % 500}`
    const month = String(1 + (index % 4)).padStart(2, '0')
    const timestamp = `2026-${month}-${String(1 + (index % 28)).padStart(2, '0')}T10:00:00Z`
    const message = { messageId: `m${index}`, timestamp, context: { groupId: `account${index % 5}` } }
    const sender =
      index % 11 === 0 ? { anonymousId: who } : { userId: who, ...(index % 13 === 0 && { anonymousId: who }) }
    if (index % 50 === 1)
      return { ...message, ...sender, type: 'group', groupId: `account${index % 5}`, traits: { index } }
    if (index % 50 === 2) return { ...message, ...sender, type: 'identify', traits: { plan: index % 3 } }
    const shown = { event: 'nudge_shown', properties: { nudge: `n${index % 7}` } }
    if (index % 50 === 3) return { ...message, ...sender, type: 'track', ...shown }
    const rows = { event: 'report_created', properties: { rows: (index % 8) / 4 } }
    const shared = { event: 'report_shared', properties: { with: [`user${index % 40}`] } }
    return { ...message, ...sender, type: 'track', ...(index % 2 ? rows : shared) }
  })
  const path = join(project.folder, 'log.jsonl')
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  const { stderr } = await runUptake(['import', path, ...project.options])
  expect(stderr).toContain(`${count.toLocaleString('en-US')} new`)
}

function read<Result>(work: (db: InstanceType<typeof Database>) => Result): Result {
  const db = new Database(join(project.paths.data, 'uptake.db'))
  try {
    return work(db)
  } finally {
    db.close()
  }
}
const folds = () =>
  read((db) =>
    ['rows', 'interactions', 'traits', 'nudge_marks'].map((table) => db.prepare(`SELECT * FROM ${table}`).raw().all()),
  )
const underWay = () => read((db) => db.prepare(`SELECT value FROM meta WHERE key = 'refold'`).pluck().get())
const damage = () =>
  read((db) =>
    db.exec(`UPDATE rows SET count = count + 1 WHERE day % 2 = 0; DELETE FROM rows WHERE day % 7 = 0;
      DELETE FROM interactions WHERE day % 3 = 0; DELETE FROM traits WHERE day % 2 = 0;
      UPDATE nudge_marks SET last_at = last_at + 1; DELETE FROM nudge_marks WHERE nudge = 'n3';
      INSERT INTO traits SELECT of, subject, name, day + 1000, occurred_at, message_id, value FROM traits`),
  )

/** Runs it until it has told how far it has come, then ends it. */
async function interrupt(signal: NodeJS.Signals): Promise<{ code: number | null; stderr: string }> {
  const child = spawnUptake(['rebuild', ...project.options])
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk)
    // A second one would end it at once.
    if (!child.killed && stderr.includes('%')) child.kill(signal)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stderr }
}

describe('uptake rebuild', () => {
  it('makes again what was folded, and throws scores away', async () => {
    await importLog(6_000)
    const before = folds()
    damage()
    const storage = await openStorage(project.paths.data)
    const history = { model: 1, status: 'ok', score: 1, band: null, change: null, subscores: null } as const
    await storage.transaction((transaction) =>
      transaction.putHistory([{ ...history, of: 'person', subject: 1, day: 1 }]),
    )
    await storage.close()
    const { code, stderr } = await runUptake(['rebuild', ...project.options])
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^(\d+ % {2}[\d,]+ messages\n)+6,000 messages folded again in \S+ s; .*\n$/),
    })
    expect(folds()).toEqual(before)
    expect(read((db) => db.prepare('SELECT * FROM history').all())).toEqual([])
  })

  it('goes on after kill -9, and after SIGTERM, which ends it cleanly', async () => {
    await importLog()
    const before = folds()
    damage()
    const farther: number[] = []
    const speedUp = slowDown(project.paths.data, 'INSERT ON rows')
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const { code, stderr } = await interrupt(signal)
      farther.push((JSON.parse(String(underWay())) as { folded: number }).folded)
      if (signal === 'SIGKILL') expect(code).toBeNull()
      else expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/\nstopped at \d+ %; .*\n$/) })
    }
    speedUp()
    expect(farther).toEqual([...new Set(farther)].toSorted((a, b) => a - b))
    expect(farther.at(-1)).toBeLessThan(MESSAGES)
    expect((await runUptake(['rebuild', ...project.options])).code).toBe(0)
    expect(underWay()).toBeUndefined()
    expect(folds()).toEqual(before)
  })

  it('counts once what a collector takes in meanwhile', async () => {
    await importLog(20_000)
    damage()
    const collector = await spawnCollector(project.paths)
    const rebuilt = runUptake(['rebuild', ...project.options])
    const isOver = rebuilt.then(() => true)
    let sent = 0
    const send = async () => {
      const batch = Array.from({ length: 20 }, (_, index) => ({
        type: 'track',
        userId: index % 2 ? 'busy' : `user${(sent + index) % 500}`,
        // Now and then a visitor turns out to be a user.
        ...(index === 0 && { anonymousId: `user${(sent + index) % 500}` }),
        event: 'report_created',
        properties: { rows: 1 },
      }))
      const body = JSON.stringify({ batch, writeKey: KEYS.writeKey })
      expect((await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })).status).toBe(200)
      sent += batch.length
      return false
    }
    while (!(await Promise.race([isOver, send()])));
    expect((await rebuilt).code).toBe(0)
    expect(await collector.end('SIGTERM')).toBe(0)
    expect(sent).toBeGreaterThan(100)
    const meanwhile = folds()
    expect((await runUptake(['rebuild', ...project.options])).code).toBe(0)
    expect(meanwhile).toEqual(folds())
    expect(read((db) => db.prepare('SELECT sum(count) FROM rows').pluck().get())).toBe(
      read((db) =>
        db.prepare(`SELECT count(*) FROM events WHERE type = 'track' AND event <> 'nudge_shown'`).pluck().get(),
      ),
    )
  })

  it('makes no store where there is none', async () => {
    const { code, stderr } = await runUptake(['rebuild', ...project.options])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('there is no store') })
  })
})
