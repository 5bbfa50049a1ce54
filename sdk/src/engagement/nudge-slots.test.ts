import type { DeliveredNudge, Me } from '@uptake/shared/wire'
import { expect, it, vi } from 'vitest'
import { held, meOf, nudge } from '../testing/me.ts'
import { createNudgeSlots } from './nudge-slots.ts'

const me = (...nudges: DeliveredNudge[]): Me => meOf('u', 1, nudges)

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
