import type { DeliveredNudge, Me } from '@uptake/shared/wire'
import { call } from '../platform/callback.ts'
import { isHidden } from '../platform/page.ts'
import type { Engagement } from '../types.ts'
import type { MeReader } from './me-reader.ts'

type Callback = (nudge: DeliveredNudge | null) => void
/** For a slot; or for any, where that is the callback itself. */
type Subscriber = readonly [slot: string | Callback, callback: Callback]

export interface NudgeTurn {
  subscribe: Engagement['nudges']['subscribe']
  /** Leaves the turn to other tabs; where the page is only hidden, and has it, it is kept. */
  leave: (isGone: boolean) => void
  /** The page is there again. */
  wake: () => void
}

/**
 * Gives out one nudge at a time: to the first subscriber whose slot it is for, of the tab whose turn it is, until it is gone.
 * Another one follows when the collector has said something since: what was shown may have kept that one away.
 */
export function createNudgeTurn(
  subscribeMe: MeReader['subscribe'],
  /** Holds the turn from when it is this tab's until the controller that it returns is aborted. */
  takeTurn: (hold: (signal: AbortSignal) => Promise<void>) => AbortController,
  /** It would be shown now, but is held out. */
  onHeld: (nudge: DeliveredNudge) => void,
): NudgeTurn {
  const subscribers = new Set<Subscriber>()
  let stopMe: (() => void) | undefined
  let me: Me | null = null
  let isGone = false
  let turn: AbortController | undefined
  let isMine = false
  /** Who has the nudge, and what they were told of it. */
  let owner: Subscriber | undefined
  let told: string | undefined
  /** The nudge that was given last, and what was known then. */
  let last: string | undefined
  let lastMe: Me | null | undefined

  const subscriberFor = ({ slot }: DeliveredNudge): Subscriber | undefined =>
    [...subscribers].find(([wanted, callback]) => wanted === slot || wanted === callback)

  function release(): void {
    turn?.abort()
    turn = undefined
    isMine = false
  }

  function hold(signal: AbortSignal): Promise<void> {
    isMine = !signal.aborted
    update()
    return new Promise(() => {})
  }

  function update(): void {
    const mayChange = !owner && me !== lastMe
    const nudge = isGone ? undefined : me?.nudges.find((one) => (mayChange || one.id === last) && subscriberFor(one))
    const next = nudge && subscriberFor(nudge)
    if (!isMine) {
      if (next && !isHidden()) turn ??= takeTurn(hold)
      return
    }
    if (next !== owner) {
      const before = owner
      const wasTold = told
      told = undefined
      owner = next
      if (nudge) {
        last = nudge.id
        lastMe = me
      }
      if (!next) release()
      if (before && wasTold && subscribers.has(before)) call(before[1], null)
      update()
    } else if (!nudge || !next) release()
    else if (nudge.held) onHeld(nudge)
    else {
      const text = JSON.stringify(nudge)
      if (text === told) return
      told = text
      call<DeliveredNudge | null>(next[1], nudge)
    }
  }

  return {
    subscribe(slot: string | Callback, callback: Callback = slot as Callback) {
      const subscriber: Subscriber = [slot, callback]
      subscribers.add(subscriber)
      stopMe ??= subscribeMe((next) => {
        me = next
        update()
      })
      update()
      return () => {
        subscribers.delete(subscriber)
        // Another one that comes in the same task takes over what this one had: so React renders anew.
        void Promise.resolve().then(() => {
          update()
          if (subscribers.size) return
          stopMe?.()
          stopMe = undefined
        })
      }
    },
    leave(isGoneNow) {
      isGone = isGoneNow
      if (!isMine) release()
      update()
    },
    wake() {
      isGone = false
      update()
    },
  }
}
