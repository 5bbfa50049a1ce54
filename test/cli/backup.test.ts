import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { CONFIG, layOutNewest, type LaidOut } from '../storage/fixture.ts'

const MESSAGES = 33
let at: LaidOut
beforeEach(() => {
  at = layOutNewest()
})
afterEach(() => at.remove())

const start = () => spawnCollector({ data: at.data, config: CONFIG })
const refused = (what: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(what) })

async function send(url: string, messageId: string): Promise<void> {
  const batch = [{ type: 'track', event: 'report_created', userId: 'ada', messageId }]
  const body = JSON.stringify({ batch, writeKey: KEYS.writeKey })
  const response = await fetch(`${url}/v1/batch`, { method: 'POST', body })
  expect(await response.json()).toMatchObject({ accepted: 1 })
}
function idsInStore(): string[] {
  const db = new Database(at.store, { readonly: true })
  const ids = db.prepare('SELECT message_id FROM events').pluck().all() as string[]
  db.close()
  return ids
}

it('a backup and its restoring say what is in it, and the collector goes on from there', async () => {
  const contents = 'has 33 messages, the newest received 2026-01-29T10:00:01.000Z; 0.2 MB, checked\n'
  expect(await runUptake(['backup', at.backup, '--data', at.data])).toEqual({
    code: 0,
    stdout: `${at.backup} ${contents}`,
    stderr: '',
  })
  const data = join(at.folder, 'new', 'data')
  at = { ...at, data, store: join(data, 'uptake.db') }
  expect(await runUptake(['restore', at.backup, '--data', at.data])).toEqual({
    code: 0,
    stdout: `${at.data} ${contents}`,
    stderr: '',
  })
  expect(statSync(at.data).mode & 0o777).toBe(0o700)
  const collector = await start()
  await send(collector.url, 'more')
  expect(await collector.end('SIGTERM')).toBe(0)
  expect(idsInStore()).toHaveLength(MESSAGES + 1)
})

it('a collector keeps its store, whatever is to take its place', async () => {
  const collector = await start()
  await runUptake(['backup', at.backup, '--data', at.data])
  const inUse = refused(/^uptake: .*uptake\.db is in use.*\nStop the collector.*\n$/)
  expect(await runUptake(['restore', at.backup, '--data', at.data, '--force'])).toEqual(inUse)
  expect(await runUptake(['backup', at.store, '--data', at.data, '--force'])).toEqual(inUse)
  await send(collector.url, 'more')
  expect(await collector.end('SIGTERM')).toBe(0)
  expect(idsInStore()).toContain('more')
})

it('a collector keeps its store where that was damaged under it too', async () => {
  await runUptake(['backup', at.backup, '--data', at.data])
  const collector = await start()
  await send(collector.url, 'more')
  // When everybody is scored, it has nothing to write by itself.
  await fetch(`${collector.url}/v1/users`, { headers: { Authorization: `Bearer ${KEYS.secretKey}` } })
  const damaged = openSync(at.store, 'r+')
  writeSync(damaged, Buffer.alloc(100, 0xa5), 0, 100, 0)
  closeSync(damaged)
  const before = readFileSync(`${at.store}-wal`)
  const mayBe = refused(/^uptake: .*uptake\.db-wal.*\nStop/)
  expect(await runUptake(['restore', at.backup, '--data', at.data, '--force'])).toEqual(mayBe)
  expect(readFileSync(`${at.store}-wal`)).toEqual(before)
  await collector.end('SIGKILL')
  expect(await runUptake(['restore', at.backup, '--data', at.data, '--force'])).toMatchObject({ code: 0 })
  expect(readdirSync(at.data)).toEqual(['uptake.db'])
  expect(idsInStore()).toHaveLength(MESSAGES)
})

it('of a store whose collector was killed nothing is left to be applied to what takes its place', async () => {
  await runUptake(['backup', at.backup, '--data', at.data])
  const collector = await start()
  await send(collector.url, 'after the backup')
  await collector.end('SIGKILL')
  expect(readdirSync(at.data)).toContain('uptake.db-wal')
  expect(await runUptake(['restore', at.backup, '--data', at.data])).toEqual(
    refused(/uptake\.db is there already\n.*--force/),
  )
  expect(await runUptake(['restore', at.backup, '--data', at.data, '--force'])).toMatchObject({ code: 0 })
  expect(readdirSync(at.data)).toEqual(['uptake.db'])
  expect(idsInStore()).toHaveLength(MESSAGES)
})
