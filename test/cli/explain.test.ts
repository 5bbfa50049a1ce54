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

it('uptake explain refuses to explain a change since later than the score is of', async () => {
  const { code, stdout, stderr } = await runUptake([
    'explain',
    'ann',
    '--at',
    '2026-02-01',
    '--since',
    '2026-02-02',
    ...project,
  ])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('--since 2026-02-02 is after the instant that the score is of')
})
