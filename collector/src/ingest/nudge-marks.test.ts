import { expect, it } from 'vitest'
import { nudgeMarksOf } from './nudge-marks.ts'

const marksOf = (nudge: unknown, event = 'nudge_shown') =>
  nudgeMarksOf([{ person: 1, event, occurredAt: 2, body: { nudge } }])

it('leaves a mark of what a person did with a nudge', () => {
  expect(marksOf('share')).toEqual([{ person: 1, nudge: 'share', event: 'nudge_shown', count: 1, lastAt: 2 }])
  expect(marksOf('n'.repeat(255))).toHaveLength(1)
})

it.each([[7], [null], [undefined], [['share']], ['n'.repeat(256)]])('leaves none of the nudge %j', (nudge) => {
  expect(marksOf(nudge)).toEqual([])
})

it('leaves none by another event', () => {
  expect(marksOf('share', 'report_created')).toEqual([])
})
