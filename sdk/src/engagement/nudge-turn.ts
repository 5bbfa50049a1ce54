import type { DeliveredNudge, Me } from '@uptake/shared/wire'
import { none } from '../core/none.ts'
import { call } from '../platform/callback.ts'
import { isHidden } from '../platform/page.ts'
import type { Engagement } from '../types.ts'
import type { MeReader } from './me-reader.ts'

type Callback = (nudge: DeliveredNudge | null) => void
/** For a slot, or for any, where that is the callback itself; and what it was told last. */
type Subscriber = [slot: string | Callback, callback: Callback, told?: string]

export type NudgeTurn = readonly [
  subscribe: Engagement['nudges']['subscribe'],
  /** The page was left or is there again. Where it `isGone`, the turn is left to other tabs; where it is only hidden, a nudge is kept. */
  leave: (isGone: boolean) => void,
]

/** What has just taken a nudge away from another tab may reach this one a moment later than the turn. */
const NEWS_MS = 100

/**
 * Gives out one nudge at a time: to the first subscriber whose slot it is for, of the tab whose turn it is, until it is gone.
 * Another one follows when the collector has said something since: what was shown may have kept that one away.
 */
export function createNudgeTurn(
  reader: Pick<MeReader, 'me' | 'subscribe'>,
  /** Holds the turn from when it is this tab's until the controller that it returns is aborted. */
  takeTurn: (hold: (signal: AbortSignal) => Promise<void>) => AbortController,
  /** It would be shown now, but is held out. */
  onHeld: (nudge: DeliveredNudge) => void,
): NudgeTurn {
  const subscribers = new Set<Subscriber>()
  let isGone = false
  let turn: AbortController | undefined
  let isMine = false
  /** What may be shown, and to whom; */
  let nudge: DeliveredNudge | undefined
  let next: Subscriber | undefined
  /** who has it, since it is this tab's turn. */
  let owner: Subscriber | undefined
  /** The nudge that was given last, and what was known then. */
  let last = ''
  let lastMe: Me | null = null

  const subscriberFor = ({ slot }: DeliveredNudge): Subscriber | undefined =>
    [...subscribers].find(([wanted, callback]) => wanted === slot || wanted === callback)

  function tell(subscriber: Subscriber, news: DeliveredNudge | null): void {
    const text = JSON.stringify(news)
    if (text === subscriber[2]) return
    subscriber[2] = text
    call(subscriber[1], news)
  }

  function release(): void {
    turn?.abort()
    turn = undefined
    isMine = false
  }

  function hold(signal: AbortSignal): Promise<void> {
    setTimeout(() => {
      if (signal.aborted) return
      isMine = true
      update()
    }, NEWS_MS)
    return new Promise(none)
  }

  function update(): void {
    const me = isGone ? null : reader.me()
    const isFree = !owner && me !== lastMe
    nudge = me?.nudges.find((offered) => (isFree || offered.id === last) && subscriberFor(offered))
    next = nudge && subscriberFor(nudge)
    if (isMine && next !== owner) {
      const before = owner
      owner = next
      if (nudge) {
        last = nudge.id
        lastMe = me
      }
      if (before && subscribers.has(before)) tell(before, null)
      return update()
    }
    if (!next) release()
    else if (!isHidden()) turn ??= takeTurn(hold)
    // Whoever is told may change all of it.
    for (const subscriber of subscribers) if (me && subscriber !== next) tell(subscriber, null)
    if (!owner) return
    if (nudge!.held) onHeld(nudge!)
    tell(owner, nudge!.held ? null : nudge!)
  }

  return [
    (slot: string | Callback, callback?: Callback) => {
      const subscriber: Subscriber = [slot, callback ?? (slot as Callback)]
      subscribers.add(subscriber)
      // One of its own for each, which goes with it.
      const stop = reader.subscribe(() => update())
      return () => {
        stop()
        subscribers.delete(subscriber)
        // Another one that comes in the same task goes on with what this one had.
        void Promise.resolve().then(update)
      }
    },
    (isGoneNow) => {
      isGone = isGoneNow
      if (!isMine) release()
      update()
    },
  ]
}
