import type { Me } from '@uptake/shared/wire'
import { isRefused } from '../core/answer.ts'
import { backoffMs } from '../core/backoff.ts'
import { random } from '../platform/chance.ts'

export interface MeReader {
  /** Calls back with what is known at once, then on every change. Returns what stops it. */
  subscribe: (listener: (me: Me | null) => void) => () => void
  /** Everything that was recorded has been answered. */
  settle: () => void
  /** Another person: what is known is not theirs. */
  forget: () => void
  /** Takes a nudge away, ahead of the collector. */
  hideNudge: (id: string) => void
  /** Another tab's reader tells, or asks. */
  hear: (me: Partial<Me>) => void
  /** Leaves the stream to other tabs, until the next `settle`. */
  stop: () => void
  /** Ends a pause after a failed try. */
  hurry: () => void
}

/**
 * Keeps the newest `me`. One tab of an origin reads the stream, and tells the others. It is opened when nothing waits to be
 * sent, so that it includes the user's own actions and a nudge dismissed before does not come back for a moment.
 */
export function createMeReader(
  { retryMinMs, retryMaxMs }: { retryMinMs: number; retryMaxMs: number },
  /** Who is here. */
  userId: () => string | undefined,
  /** Reads the stream until it ends; resolves to its status, 0 where nothing answered. */
  read: (signal: AbortSignal, onLine: (line: string) => void) => Promise<number>,
  /** Holds the stream while it is this tab's turn, until the controller that it returns is aborted. */
  takeTurn: (hold: (signal: AbortSignal) => Promise<void>) => AbortController,
  /** Tells the readers of other tabs what it is; nothing of it asks them. */
  tell: (me: Partial<Me>) => void,
  /** The collector lets this user not read. */
  onRefused: () => void,
): MeReader {
  const listeners = new Set<(me: Me | null) => void>()
  const hidden = new Set<string>()
  let me: Me | null = null
  let turn: AbortController | undefined
  let isSettled = false
  let failures = 0
  let resume = (): void => undefined

  function learn(next: Me | null): void {
    const before = JSON.stringify(me)
    me = next && { ...next, nudges: next.nudges.filter(({ id }) => !hidden.has(id)) }
    if (JSON.stringify(me) !== before) for (const listener of listeners) listener(me)
  }

  /** Reads again and again. */
  async function hold(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const status = await read(signal, (line) => {
        if (signal.aborted || !line.startsWith('data:')) return
        failures = 0
        const said = JSON.parse(line.slice(5)) as Me
        learn(said)
        tell(said)
      })
      const isFinal = isRefused({ status })
      if (isFinal) onRefused()
      if (signal.aborted) return
      await new Promise<void>((resolve) => {
        resume = resolve
        setTimeout(resolve, isFinal ? retryMaxMs : backoffMs(failures++, random(), retryMinMs, retryMaxMs))
      })
    }
  }

  function start(): void {
    if (turn || !isSettled || listeners.size === 0 || !userId()) return
    tell({})
    turn = takeTurn(hold)
  }

  function release(): void {
    turn?.abort()
    turn = undefined
    resume()
  }

  function stop(): void {
    isSettled = false
    release()
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (me) listener(me)
      start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) release()
      }
    },
    settle() {
      isSettled = true
      start()
    },
    forget() {
      stop()
      hidden.clear()
      if (me) learn(null)
    },
    hideNudge(id) {
      hidden.add(id)
      if (me) learn(me)
    },
    hear(told) {
      const { user } = told
      if (!user) {
        // What a page that was left knows may be old.
        if (me && turn) tell(me)
        // Said before this tab heard of another person.
      } else if ((user.subject as { user: string }).user === userId()) learn(told as Me)
    },
    stop,
    hurry: () => resume(),
  }
}
