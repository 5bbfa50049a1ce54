import { expect, it } from 'vitest'
import { changeWorkspace } from './change.ts'
import { seedWorkspace } from './seed.ts'

const before = seedWorkspace('halden-freight', Date.UTC(2026, 0, 15))

it('puts a new report on top and leaves the old ones as they are', () => {
  const report = {
    id: 'r-new',
    title: 'New',
    source: 'Shipments',
    weeks: 4,
    owner: 'maya-okafor',
    at: 0,
    rows: 10,
    sharedWith: [],
    comments: [],
  }
  const after = changeWorkspace(before, { type: 'report_created', report })
  expect(after.reports).toEqual([report, ...before.reports])
})

it('names a colleague once, however often a report is shared with them', () => {
  const [first] = before.reports
  const share = { type: 'report_shared', report: first?.id ?? '', people: ['tomas-ferreira'] } as const
  const after = changeWorkspace(changeWorkspace(before, share), share)
  expect(after.reports[0]?.sharedWith.filter((id) => id === 'tomas-ferreira')).toHaveLength(1)
})

it('adds a comment at the end of its own report only', () => {
  const comment = { id: 'c-new', author: 'maya-okafor', text: 'Seen.', at: 0 }
  const after = changeWorkspace(before, { type: 'comment_added', report: before.reports[1]?.id ?? '', comment })
  expect(after.reports[1]?.comments.at(-1)).toEqual(comment)
  expect(after.reports[0]).toEqual(before.reports[0])
})
