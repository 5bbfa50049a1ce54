import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkModel } from '@uptake/shared/model/check'
import type { BatchResult } from '@uptake/shared/wire'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import { createFold } from '@uptake/collector/src/ingest/fold-messages.ts'
import { expect, it } from 'vitest'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'

const model = {
  actions: { report_created: { feature: 'reports' }, report_shared: { counterparts: 'with' } },
  dimensions: { depth: { amount: 'value', target: 3, weight: 1 } },
}
const ROUNDS = 3
const CLIENTS = 4
/** Answers after which the collector is killed, in the middle of whatever else is in flight. */
const ANSWERS_BEFORE_KILL = 40

it('R33: kill -9 while clients send: every acknowledged message is there once, and what it folded into', async () => {
  const folder = temporaryFolder()
  const [config, data] = [join(folder.path, 'config.json'), join(folder.path, 'data')]
  mkdirSync(data)
  writeFileSync(config, JSON.stringify({ model }))
  const acknowledged = new Set<string>()
  let sent = 0

  for (let round = 0; round < ROUNDS; round++) {
    const collector = await spawnCollector({ data, config })
    const died = once(collector.process, 'exit')
    let answers = 0
    const client = async (): Promise<void> => {
      for (;;) {
        const batch = Array.from({ length: 1 + (sent % 20) }, () => ({
          type: 'track',
          messageId: `m${sent++}`,
          userId: `u${sent % 7}`,
          event: sent % 3 ? 'report_created' : 'report_shared',
          properties: { with: [`u${sent % 5}`] },
        }))
        const body = JSON.stringify({ batch, writeKey: KEYS.writeKey })
        const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })
        const result = (await response.json()) as BatchResult
        if (!result.success || result.rejected.length > 0) throw new Error(JSON.stringify(result))
        for (const { messageId } of batch) acknowledged.add(messageId)
        if (++answers === ANSWERS_BEFORE_KILL) collector.process.kill('SIGKILL')
      }
    }
    // Each client ends when its connection does.
    const failures = await Promise.allSettled(Array.from({ length: CLIENTS }, client))
    expect(failures.every(({ status }) => status === 'rejected')).toBe(true)
    await died
    expect(answers).toBeGreaterThanOrEqual(ANSWERS_BEFORE_KILL)
  }

  // Started again, it answers; what was acknowledged is committed once.
  const collector = await spawnCollector({ data, config })
  expect((await fetch(`${collector.url}/healthz`)).status).toBe(200)
  expect(await collector.end('SIGTERM')).toBe(0)

  const storage = await openStorage(data)
  const messages = await storage.messagesAfter(0, 1_000_000)
  const stored = messages.map(({ messageId }) => messageId)
  expect(new Set(stored).size).toBe(stored.length)
  expect([...acknowledged].filter((id) => !stored.includes(id))).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * ANSWERS_BEFORE_KILL)

  const checked = checkModel(model)
  if ('faults' in checked) throw new Error('the model has faults')
  const expected = createFold(checked.model)(messages, null).rows
  const rows = await storage.rows([...new Set(messages.map(({ person }) => person))], Infinity)
  const byKey = (all: typeof expected) =>
    all
      .map(({ person, account, action, feature, day, count, volume }) =>
        [person, account, action, feature, day, count, volume].join(' '),
      )
      .toSorted()
  expect(byKey([...rows])).toEqual(byKey(expected))
  await storage.close()
  folder.remove()
})
