import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage, restoreStorage } from '@uptake/collector/src/storage/open.ts'
import { expect, it } from 'vitest'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'

const model = {
  actions: { report_created: { feature: 'reports' } },
  dimensions: { depth: { amount: 'value', target: 3, weight: 1 } },
}
const CLIENTS = 4
/** Each client's, at most. */
const MAX_REQUESTS = 10_000
/** Acknowledged before the backup begins. */
const MESSAGES_BEFORE = process.env['UPTAKE_FAULTS'] === 'real' ? 50_000 : 1_000

it('a backup beside a collector at full speed has all that was acknowledged before it, and is of one moment', async () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const config = join(folder.path, 'config.json')
  const file = join(folder.path, 'backup.db')
  writeFileSync(config, JSON.stringify({ model }))
  const collector = await spawnCollector({ data, config })
  const acknowledged: string[] = []
  const stop = new AbortController()
  let sent = 0
  const message = () => ({
    type: 'track',
    messageId: `m${sent++}`,
    userId: `u${sent % 97}`,
    event: 'report_created',
  })
  const client = async (): Promise<void> => {
    for (let requests = 0; requests < MAX_REQUESTS && !stop.signal.aborted; requests++) {
      const batch = Array.from({ length: 1 + (sent % 40) }, message)
      const body = JSON.stringify({ batch, writeKey: KEYS.writeKey })
      const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })
      expect(await response.json()).toMatchObject({ accepted: batch.length })
      acknowledged.push(...batch.map(({ messageId }) => messageId))
    }
  }
  const clients = Promise.all(Array.from({ length: CLIENTS }, client))
  await expect.poll(() => acknowledged.length, { timeout: 40_000 }).toBeGreaterThan(MESSAGES_BEFORE)
  const before = [...acknowledged]
  const { code, stdout } = await runUptake(['backup', file, '--data', data])
  const during = acknowledged.length - before.length
  stop.abort()
  await clients
  expect(await collector.end('SIGTERM')).toBe(0)
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('checked') })
  expect(during).toBeGreaterThan(0)

  const restored = join(folder.path, 'restored')
  const contents = await restoreStorage(file, restored, false)
  expect(stdout).toContain(` ${contents.messages.toLocaleString('en-US')} messages`)
  const storage = await openStorage(restored)
  const messages = await storage.messagesAfter(0, 10_000_000)
  const ids = new Set(messages.map(({ messageId }) => messageId))
  expect(before.filter((id) => !ids.has(id))).toEqual([])
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
  expect(messages).toHaveLength(contents.messages)
  // Messages, and what is folded of them, are of the same moment.
  const rows = await storage.rows([...new Set(messages.map(({ person }) => person))], Infinity)
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(messages.length)
  await storage.close()
  folder.remove()
})
