import { describe, expect, it } from 'vitest'
import type { Nudge } from '../model/types.ts'
import type { NudgeEvent } from '../wire/message.ts'
import { chooseNudges, type NudgeFacts } from './choose-nudges.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-03-01T12:00:00Z')
const nudge = (id: string, weakest: string, action: string, slot = 'top'): Nudge => ({
  id,
  deliver: 'app',
  slot,
  kind: 'banner',
  title: id,
  body: '',
  when: { weakest },
  goal: { action, withinDays: 7 },
})
const share = nudge('share', 'collaboration', 'report_shared')
const comment = nudge('comment', 'collaboration', 'comment_added')
const connect = nudge('connect', 'breadth', 'integration_connected')
const rules = [connect, comment, share]
const facts: NudgeFacts = {
  weakest: 'collaboration',
  nextActions: [
    { action: 'report_shared', gain: 11 },
    { action: 'comment_added', gain: 9 },
  ],
  marks: [],
}
const chosen = (more: Partial<NudgeFacts> = {}, of: readonly Nudge[] = rules) =>
  chooseNudges(of, { ...facts, ...more }, NOW).map(({ id }) => id)
const mark = (id: string, event: NudgeEvent, agoMs: number) => ({ nudge: id, event, lastAt: NOW - agoMs })

describe('the weakest dimension proposes its best next action', () => {
  it.each<{ name: string; more?: Partial<NudgeFacts>; of?: readonly Nudge[]; ids: string[] }>([
    { name: 'by the gain of the goal', ids: ['share'] },
    { name: 'whatever the order of the rules', of: [share, comment, connect], ids: ['share'] },
    { name: 'by id where gains tie', more: { nextActions: [] }, ids: ['comment'] },
    { name: 'of another dimension where that is the weakest', more: { weakest: 'breadth' }, ids: ['connect'] },
    { name: 'and nothing without a score', more: { weakest: null }, ids: [] },
    { name: 'one a slot', of: [share, { ...comment, slot: 'side' }], ids: ['share', 'comment'] },
  ])('$name', ({ more, of, ids }) => {
    expect(chosen(more, of)).toEqual(ids)
  })
})

describe('what a person did with a nudge', () => {
  it.each<{ event: NudgeEvent; awayMs: number }>([
    { event: 'nudge_dismissed', awayMs: 30 * DAY_MS },
    { event: 'nudge_snoozed', awayMs: DAY_MS },
    { event: 'nudge_completed', awayMs: 4_000 * DAY_MS },
  ])('keeps it away after $event', ({ event, awayMs }) => {
    expect(chosen({ marks: [mark('share', event, awayMs - 1)] }, [share])).toEqual([])
  })

  it('lets it come back when that time is over', () => {
    expect(chosen({ marks: [mark('share', 'nudge_dismissed', 30 * DAY_MS)] })).toEqual(['share'])
    expect(chosen({ marks: [mark('share', 'nudge_snoozed', DAY_MS)] })).toEqual(['share'])
  })

  it('leaves a day between two, and lets the one that was seen stay', () => {
    expect(chosen({ marks: [mark('share', 'nudge_shown', 1_000)] })).toEqual(['share'])
    expect(chosen({ marks: [mark('connect', 'nudge_shown', DAY_MS - 1)] })).toEqual([])
    expect(chosen({ marks: [mark('connect', 'nudge_shown', DAY_MS)] })).toEqual(['share'])
    expect(chosen({ marks: [mark('share', 'nudge_dismissed', 1_000)] })).toEqual([])
    expect(chosen({ marks: [mark('share', 'nudge_dismissed', DAY_MS)] })).toEqual(['comment'])
  })
})
