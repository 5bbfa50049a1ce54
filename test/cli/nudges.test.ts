import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NudgeReport } from '@uptake/shared/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { type TemporaryProject, temporaryProject } from '../harness/temporary-project.ts'

const DAY_MS = 86_400_000
const app = { deliver: 'app', slot: 'top', kind: 'banner', title: 'Share it', body: 'It helps.' } as const
const when = { weakest: 'frequency' }
const config = {
  model: { actions: { report_shared: {} }, dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } } },
  nudges: [
    { ...app, id: 'share', when, goal: { action: 'report_shared' } },
    { ...app, id: 'hello', when },
  ],
}
let project: TemporaryProject
beforeEach(async () => {
  project = temporaryProject()
  project.configure(config)
  const track = (event: string, i: number, ageDays: number) => ({
    type: 'track',
    messageId: `${event} ${i}`,
    userId: `u${i}`,
    event,
    properties: { nudge: 'share' },
    timestamp: new Date(Date.now() - ageDays * DAY_MS).toISOString(),
  })
  const messages = Array.from({ length: 120 }, (_, i) => [
    track(i % 2 ? 'nudge_held' : 'nudge_shown', i, 10),
    ...(i % 2 ? [] : [track('report_shared', i, 9)]),
  ]).flat()
  const log = join(project.folder, 'log.jsonl')
  writeFileSync(log, messages.map((one) => JSON.stringify(one)).join('\n'))
  await runUptake(['import', log, ...project.options])
})
afterEach(() => project.remove())

it('R19: uptake nudges shows what came of each', async () => {
  const { code, stdout } = await runUptake(['nudges', ...project.options])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^share +60 +60 +0 +0 +0 +0$/m)
  expect(stdout).toContain('reached   100.0 % of 60 shown, 0.0 % of 60 held out')
  expect(stdout).toMatch(/lift +better: \+100\.0 points/)
})

it('uptake nudges --json gives what the route gives', async () => {
  const { stdout } = await runUptake(['nudges', '--json', ...project.options])
  const [share, hello, ...more] = JSON.parse(stdout) as NudgeReport[]
  expect(share).toMatchObject({ nudge: 'share', lift: 1, verdict: 'better', outcome: { shown: { reached: 60 } } })
  expect([hello?.outcome, more]).toEqual([null, []])
})
