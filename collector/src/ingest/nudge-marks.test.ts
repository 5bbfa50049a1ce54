import { expect, it } from 'vitest'
import { nudgeMarkOf } from './nudge-marks.ts'

const message = { person: 1, account: 4, event: 'nudge_shown', occurredAt: 2, sessionId: 's', body: { nudge: 'share' } }
const mark = {
  person: 1,
  account: 4,
  nudge: 'share',
  event: 'nudge_shown',
  session: 's',
  firstAt: 2,
  lastAt: 2,
  days: null,
}

it('is the mark of what a person did with a nudge', () => {
  expect(nudgeMarkOf(message)).toEqual(mark)
  expect(nudgeMarkOf({ ...message, sessionId: null, account: null })).toEqual({ ...mark, session: null, account: null })
  expect(nudgeMarkOf({ ...message, body: { nudge: 'n'.repeat(255) } })).not.toBeNull()
})

it.each([
  [1, 1],
  [3, 3],
  [7, 7],
  [0, 1],
  [2, 1],
  [3_650, 1],
  ['7', 1],
  [undefined, 1],
])('of a snooze for %j days is one for %i', (days, counted) => {
  expect(nudgeMarkOf({ ...message, event: 'nudge_snoozed', body: { nudge: 'share', days } })?.days).toBe(counted)
})

it.each([[7], [null], [undefined], [['share']], ['n'.repeat(256)]])('is none of the nudge %j', (nudge) => {
  expect(nudgeMarkOf({ ...message, body: { nudge } })).toBeNull()
})

it('is none of another event', () => {
  expect(nudgeMarkOf({ ...message, event: 'report_created' })).toBeNull()
  expect(nudgeMarkOf({ ...message, event: null, body: null })).toBeNull()
})
