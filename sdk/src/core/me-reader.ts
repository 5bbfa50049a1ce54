import type { Me } from '@uptake/shared/wire'
import type { HttpAnswer } from './answer.ts'
import { backoffMs, type Retry } from './backoff.ts'
import { isRecord, parseRecord } from './parse-record.ts'
import { createPause, type Later } from './pause.ts'

export interface MeReader {
  /** Calls back with what is known at once, then on every change. Returns what stops it. */
  subscribe: (listener: (me: Me | null) => void) => () => void
  /** What is known is old, and must not be read again before `settle`. */
  outdate: () => void
  /** Everything that was recorded has been answered. */
  settle: () => void
  /** Another person: what is known is not theirs. */
  forget: () => void
  /** Takes a nudge away, ahead of the collector. */
  hideNudge: (id: string) => void
  /** Ends a pause after a failed try. */
  hurry: () => void
}

/**
 * Keeps the newest answer of `/v1/me`. It is read when nothing waits to be sent, so that it includes the user's own actions
 * and a dismissed nudge does not come back for a moment.
 */
export function createMeReader(parts: {
  /** Undefined where there is nobody to read for. */
  request: () => Promise<HttpAnswer | null> | undefined
  /** The collector let this user not read: what was shown to it is no good. */
  onRefused: () => void
  random: () => number
  later: Later
  retry: Retry
  warn: (message: string) => void
}): MeReader {
  const { retry } = parts
  const listeners = new Set<(me: Me | null) => void>()
  const pause = createPause(parts.later)
  let me: Me | null = null
  /** Grows with changes made here: an answer to an earlier question is too old. */
  let version = 0
  let isOld = true
  let isSettled = false
  let isReading = false
  let failures = 0

  function tell(next: Me | null): void {
    me = next
    for (const listener of listeners) listener(me)
  }

  const shouldRead = (): boolean => isOld && isSettled && listeners.size > 0

  async function read(): Promise<void> {
    if (isReading) return
    isReading = true
    while (shouldRead()) {
      const asked = version
      const answering = parts.request()
      if (!answering) break
      isOld = false
      const answer = await answering.catch(() => null)
      const answered = answer?.status === 200 ? parseRecord(answer.body) : undefined
      if (asked === version && isMe(answered)) {
        failures = 0
        tell(answered)
      } else {
        isOld = true
        if (asked === version) await pause.wait(pauseMs(answer?.status))
      }
    }
    isReading = false
  }

  function pauseMs(status = 0): number {
    if (![401, 403, 404].includes(status)) return backoffMs(failures++, parts.random(), retry)
    parts.onRefused()
    parts.warn(`score refused (${status}): check token`)
    return retry.maxMs
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
    settle() {
      isSettled = true
      void read()
    },
    forget() {
      version++
      isOld = true
      pause.end()
      if (me) tell(null)
    },
    hideNudge(id) {
      version++
      if (me) tell({ ...me, nudges: me.nudges.filter((nudge) => nudge.id !== id) })
    },
    hurry: pause.end,
  }
}

function isMe(value: unknown): value is Me {
  return isRecord(value) && isRecord(value['user']) && Array.isArray(value['nudges'])
}
