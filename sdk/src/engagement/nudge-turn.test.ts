import { expect, it, vi } from 'vitest'
import { meOf, nudge } from '../testing/me.ts'
import { createNudgeTurn } from './nudge-turn.ts'

it('a turn that was given up when it comes is none', () => {
  vi.stubGlobal('document', { hidden: false })
  const me = meOf('u', 1, [nudge])
  const controllers = [new AbortController(), new AbortController()]
  const turns: (() => void)[] = []
  const [subscribe, leave] = createNudgeTurn(
    { me: () => me, subscribe: (listener) => (listener(me), () => {}) },
    (hold) => {
      const turn = controllers[turns.length]!
      turns.push(() => void hold(turn.signal))
      return turn
    },
    () => expect.unreachable(),
  )
  const shown = vi.fn<() => void>()
  subscribe('top', shown)
  leave(false)
  turns[0]!()
  expect(shown).not.toHaveBeenCalled()
  turns[1]!()
  expect(shown).toHaveBeenCalledOnce()
  vi.unstubAllGlobals()
})
