import type { DeliveredNudge, Me } from '@uptake/shared/wire'
import { expect, it, vi } from 'vitest'
import { createNudgeSlots } from './nudge-slots.ts'

const score: Me['user'] = {
  subject: { user: 'u' },
  status: 'insufficient_data',
  score: null,
  band: null,
  interval: null,
  subscores: null,
  contributions: null,
  needs: null,
  trend: null,
  model: { version: 1, profile: null },
  asOf: '2026-01-01T00:00:00.000Z',
}
const me = (...nudges: DeliveredNudge[]): Me => ({
  user: score,
  account: null,
  activation: null,
  nudges,
  nextActions: [],
})
const nudge: DeliveredNudge = { id: 'n', slot: 'top', kind: 'banner', title: 'T', body: 'B' }
const held: DeliveredNudge = { id: 'h', slot: 'top', kind: 'banner', title: '', body: '', held: true }

it('gives the slot its nudge, and tells only of changes', () => {
  const shown = vi.fn<(nudge: DeliveredNudge | null) => void>()
  const listen = createNudgeSlots(() => {})('top', shown)
  listen(me({ ...nudge, slot: 'side' }))
  listen(me(nudge))
  listen(me({ ...nudge }))
  listen(me())
  listen(null)
  expect(shown.mock.calls).toEqual([[null], [nudge], [null]])
})

it('reports a held nudge once, where it would have been shown, and shows nothing', () => {
  const shown = vi.fn<(nudge: DeliveredNudge | null) => void>()
  const onHeld = vi.fn<(nudge: DeliveredNudge) => void>()
  const slots = createNudgeSlots(onHeld)
  const listen = slots('top', shown)
  slots('side', shown)(me(held))
  expect(onHeld).not.toHaveBeenCalled()
  listen(me(held))
  listen(me())
  listen(me(held))
  expect(onHeld.mock.calls).toEqual([[held]])
  expect(shown.mock.calls).toEqual([[null], [null]])
})
