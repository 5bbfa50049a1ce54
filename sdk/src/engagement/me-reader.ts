import type { Me } from '@uptake/shared/wire'
import { isRefused } from '../core/answer.ts'
import { backoffMs } from '../core/backoff.ts'
import { random } from '../platform/chance.ts'

/** What tabs tell each other: what the collector said, which nudges were sent away here since; nothing asks for both. */
export type Told = Partial<Me> & { gone?: readonly string[] }

export interface MeReader {
  /** Calls back with what is known at once, then on every change. Returns what stops it. */
  subscribe: (listener: (me: Me | null) => void) => () => void
  /** What is known. */
  me: () => Me | null
  /** Everything that was recorded has been answered. */
  settle: () => void
  /** Another person: what is known is not theirs. */
  forget: () => void
  /** Whether a nudge was neither seen nor sent away here, as long as the collector offers it; now it was. */
  see: (id: string) => boolean
  /** Takes a nudge away from all tabs, ahead of the collector. */
  hide: (id: string) => void
  /** Another tab's reader tells, or asks. */
  hear: (told: Told) => void
  /** Leaves the stream to other tabs, until the next `settle`. */
  stop: () => void
  /** Reads anew. */
  restart: () => void
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
  /** Tells the readers of other tabs. */
  tell: (told: Told) => void,
  /** The collector lets this user not read. */
  onRefused: () => void,
): MeReader {
  const listeners = new Set<(me: Me | null) => void>()
  /** What became of the nudges that are offered: they were seen, or sent away. */
  const isGone = new Map<string, boolean>()
  /** What the collector said, */
  let said: Me | null = null
  /** and what listeners are told of it. */
  let me: Me | null = null
  let turn: AbortController | undefined
  let isSettled = false
  let failures = 0
  let resume = (): void => undefined

  function learn(next: Me | null): void {
    said = next
    for (const id of isGone.keys()) if (!next?.nudges.some((nudge) => nudge.id === id)) isGone.delete(id)
    // Which other one may come, the collector says when it has heard.
    const seen = next && gone()[0] ? { ...next, nudges: [] } : next
    if (JSON.stringify(seen) === JSON.stringify(me)) return
    me = seen
    for (const listener of listeners) listener(me)
  }

  const gone = (): string[] => [...isGone.keys()].filter((id) => isGone.get(id))
  const say = (): void => tell({ ...said, gone: gone() })

  /** Reads again and again. */
  async function hold(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const status = await read(signal, (line) => {
        if (signal.aborted || !line.startsWith('data:')) return
        failures = 0
        said = JSON.parse(line.slice(5)) as Me
        // The others first: what goes here must not come to them.
        say()
        learn(said)
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

  function hear({ gone: news = [], ...next }: Told): void {
    // Said before this tab heard of another person.
    if (next.user && (next.user.subject as { user: string }).user !== userId()) return
    for (const id of news) isGone.set(id, true)
    if (next.user) learn(next as Me)
    else if (said) {
      learn(said)
      // What a page that was left knows may be old.
      if (turn) say()
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
        // Another one may come in the same task: so React renders anew.
        void Promise.resolve().then(() => listeners.size || release())
      }
    },
    me: () => me,
    settle() {
      isSettled = true
      start()
    },
    forget() {
      stop()
      learn(null)
    },
    see(id) {
      if (isGone.has(id)) return false
      isGone.set(id, false)
      return true
    },
    hide(id) {
      tell({ gone: [id] })
      hear({ gone: [id] })
    },
    hear,
    stop,
    restart() {
      release()
      start()
    },
    hurry: () => resume(),
  }
}
