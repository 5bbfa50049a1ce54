import type { Me } from '@uptake/shared/wire'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { meOf, nudge } from '../testing/me.ts'
import { createNudgeTurn } from './nudge-turn.ts'

let me: Me
let learn: (me: Me | null) => void
/** The turns that were asked for; each comes when it is called. */
let turns: (() => void)[]
let shown: (string | null)[]

/** A page that shows what comes to its slot. */
function openPage() {
  const [subscribe, leave] = createNudgeTurn(
    {
      me: () => me,
      subscribe: (listener) => {
        learn = listener
        listener(me)
        return () => {}
      },
    },
    (hold) => {
      const turn = new AbortController()
      turns.push(() => void hold(turn.signal))
      return turn
    },
    () => expect.unreachable(),
  )
  subscribe('top', (next) => shown.push(next && next.id))
  return leave
}

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false })
  vi.useFakeTimers()
  me = meOf('u', 1, [nudge])
  turns = []
  shown = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a turn that was given up when it comes is none', () => {
  const leave = openPage()
  leave(false)
  turns[0]!()
  vi.runAllTimers()
  expect(shown).toEqual([])
  turns[1]!()
  vi.runAllTimers()
  expect(shown).toEqual(['n'])
})

it('a turn that comes before the reason why is not used', () => {
  openPage()
  // Another tab has heard already that the nudge is to go, and let go of its turn.
  turns[0]!()
  vi.advanceTimersByTime(50)
  me = meOf('u', 2)
  learn(me)
  vi.runAllTimers()
  expect(shown).toEqual([null])
})
