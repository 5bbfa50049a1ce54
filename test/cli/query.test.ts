import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

let folder: ReturnType<typeof temporaryFolder>
let project: string[]
beforeEach(async () => {
  folder = temporaryFolder()
  const [config, log] = [join(folder.path, 'config.json'), join(folder.path, 'log.csv')]
  const model = { actions: { a: {} }, dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } } }
  writeFileSync(config, JSON.stringify({ model }))
  const rows = [10, 12, 14].map((day) => `2026-01-${day}T10:00Z,ann,acme,a`)
  writeFileSync(log, ['occurred_at,user_id,account_id,action', ...rows, ''].join('\n'))
  project = ['--data', join(folder.path, 'data'), '--config', config]
  await runUptake(['import', log, ...project])
})
afterEach(() => folder.remove())

it('uptake query gives every column as JSON, those of one name too', async () => {
  const sql = 'SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a'
  const { stdout } = await runUptake(['query', sql, '--json', ...project])
  expect(stdout).toBe('{"a":1,"a:1":2,"b":3,"a:2":4}\n')
})

it('uptake query refuses two forms at once', async () => {
  const { code, stderr } = await runUptake(['query', 'SELECT 1', '--json', '--csv', ...project])
  expect(code).toBe(1)
  expect(stderr).toContain("option '--csv' cannot be used with option '--json'")
})
