import type { Me } from '@uptake/shared/wire'
import type { HttpAnswer } from './answer.ts'
import { backoffMs, type Retry } from './backoff.ts'
import { isRecord, parseRecord } from './parse-record.ts'

export interface MeReader {
  /** Calls back with what is known at once, then on every change. Returns what stops it. */
  subscribe: (listener: (me: Me | null) => void) => () => void
  /** Something was recorded: what is known is old, and must not be read before that has been answered. */
  outdate: () => void
  /** Everything recorded was answered; `changed` where some of it was just now. */
  settle: (changed: boolean) => void
  /** Another person: what is known is not theirs. */
  forget: () => void
  /** Takes a nudge away, ahead of the collector. */
  hideNudge: (id: string) => void
  /** Ends a pause after a failed try. */
  hurry: () => void
}

/**
 * Keeps the newest answer of `/v1/me`. It is read when the queue is empty, so that it includes the user's own actions
 * and a dismissed nudge does not come back for a moment.
 */
export function createMeReader(parts: {
  /** Undefined where there is nobody to read for. */
  request: () => Promise<HttpAnswer | null> | undefined
  random: () => number
  later: (ms: number, run: () => void) => () => void
  retry: Retry
  warn: (message: string) => void
}): MeReader {
  const listeners = new Set<(me: Me | null) => void>()
  let me: Me | null = null
  /** What is known changed here: an answer to an earlier question is too old. */
  let version = 0
  let isOld = true
  let isSettled = false
  let isReading = false
  let failures = 0
  let endPause: (() => void) | undefined

  function tell(next: Me | null): void {
    me = next
    for (const listener of listeners) listener(me)
  }

  async function read(): Promise<void> {
    if (!isOld || !isSettled || isReading || endPause || listeners.size === 0) return
    const asked = version
    const answering = parts.request()
    if (!answering) return
    isOld = false
    isReading = true
    const answer = await answering.catch(() => null)
    isReading = false
    const answered = answer?.status === 200 ? parseRecord(answer.body) : undefined
    if (asked !== version) isOld = true
    else if (isMe(answered)) {
      failures = 0
      tell(answered)
    } else pauseAfter(answer?.status ?? 0)
    await read()
  }

  function pauseAfter(status: number): void {
    isOld = true
    const isRefused = [401, 403, 404].includes(status)
    if (isRefused) parts.warn(`The score cannot be read (${status}): check the token option, or the identity mode.`)
    const ms = isRefused ? parts.retry.maxMs : backoffMs(failures++, parts.random(), parts.retry)
    const cancel = parts.later(ms, hurry)
    endPause = () => {
      cancel()
      endPause = undefined
    }
  }

  function hurry(): void {
    endPause?.()
    void read()
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (me) listener(me)
      void read()
      return () => void listeners.delete(listener)
    },
    outdate() {
      isOld = true
      isSettled = false
    },
    settle(changed) {
      isOld ||= changed
      isSettled = true
      void read()
    },
    forget() {
      version++
      isOld = true
      if (me) tell(null)
    },
    hideNudge(id) {
      version++
      if (me) tell({ ...me, nudges: me.nudges.filter((nudge) => nudge.id !== id) })
    },
    hurry,
  }
}

function isMe(value: unknown): value is Me {
  return isRecord(value) && isRecord(value['user']) && Array.isArray(value['nudges'])
}
