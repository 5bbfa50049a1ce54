import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const config = {
  model: {
    actions: { report_created: { feature: 'reports' }, report_shared: { feature: 'sharing' } },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
    activation: { actions: ['report_created', 'report_shared'] },
  },
}
let folder: ReturnType<typeof temporaryFolder>
let project: string[]
beforeEach(async () => {
  folder = temporaryFolder()
  const path = (name: string, content: string): string => {
    writeFileSync(join(folder.path, name), content)
    return join(folder.path, name)
  }
  project = ['--data', join(folder.path, 'data'), '--config', path('config.json', JSON.stringify(config))]
  const rows = Array.from({ length: 10 }, (_, i) => `r${i},2026-01-${10 + i}T10:00Z,ann,acme,report_created`)
  const events = path('events.csv', ['event_id,occurred_at,user_id,account_id,action', ...rows, ''].join('\n'))
  await runUptake(['import', events, ...project])
})
afterEach(() => folder.remove())

it('uptake overview shows the product at an instant', async () => {
  const { code, stdout } = await runUptake(['overview', '--at', '2026-01-20', ...project])
  expect(code).toBe(0)
  expect(stdout).toContain('At 2026-01-20T23:59:59.999Z')
  expect(stdout).toContain('1 user\n')
  expect(stdout).toContain('1 account\n')
  expect(stdout).toMatch(/growth +100\.0 {2}1 new, 0 recovered, 0 dropped/)
  expect(stdout).toMatch(/^ +sharing +0 % {2}\(0 of 1\)$/m)
})

it('uptake overview --json gives what the route gives', async () => {
  const { stdout } = await runUptake(['overview', '--at', '2026-01-20', '--json', ...project])
  expect(JSON.parse(stdout)).toMatchObject({
    asOf: '2026-01-20T23:59:59.999Z',
    users: { count: 1 },
    product: { activeUsers: 1, adoption: 50 },
  })
})

it('uptake overview is of now without an instant', async () => {
  const { code, stdout } = await runUptake(['overview', '--json', ...project])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ users: { count: 1 }, product: { activeUsers: 0 } })
})

it('uptake overview says what is no instant', async () => {
  const { code, stderr } = await runUptake(['overview', '--at', 'never', ...project])
  expect(code).not.toBe(0)
  expect(stderr).toContain('--at never is no instant')
})
