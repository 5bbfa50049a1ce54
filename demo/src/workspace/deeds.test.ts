import { expect, it } from 'vitest'
import type { Change } from './change.ts'
import { createDeeds, talkedTo } from './deeds.ts'
import { seedWorkspace } from './seed.ts'

const [report] = seedWorkspace('halden-freight', Date.UTC(2026, 0, 15)).reports
if (report === undefined) throw new Error('the story has a first report')

function recorder() {
  const changes: Change[] = []
  const tracked: unknown[][] = []
  const deeds = createDeeds({
    person: 'priya-raman',
    apply: (change) => void changes.push(change),
    track: (event, ...properties) => void tracked.push([event, ...properties]),
    now: () => 7,
    newId: () => 'new',
  })
  return { deeds, changes, tracked }
}

it('tells Uptake each deed once, by the name of the change', () => {
  const { deeds, changes, tracked } = recorder()
  deeds.createReport({ title: 'A', source: 'Shipments', weeks: 4 })
  deeds.shareReport(report, ['maya-okafor'])
  deeds.addComment(report, 'Why?')
  deeds.importRows('Shipments', 300)
  deeds.connectIntegration('slack')
  deeds.runAutomation('weekly-digest')
  expect(tracked.map(([event]) => event)).toEqual(changes.map((change) => change.type))
  expect(tracked).toEqual([
    ['report_created', { source: 'Shipments', rows: 348 }],
    ['report_shared', { report: report.id, with: ['maya-okafor'] }],
    ['comment_added', { report: report.id, with: ['maya-okafor', 'jonas-lindqvist'] }],
    ['rows_imported', { source: 'Shipments', rows: 300 }],
    ['integration_connected', { integration: 'slack' }],
    ['automation_run', { automation: 'weekly-digest' }],
  ])
})

it('counts nobody as their own colleague', () => {
  expect(talkedTo(report, 'maya-okafor')).toEqual(['jonas-lindqvist'])
})
