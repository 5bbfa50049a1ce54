import { SDK_DROPPED } from '@uptake/shared/wire'
import { readAnswer, type HttpAnswer } from './answer.ts'
import { backoffMs, type Retry } from './backoff.ts'
import { SLICE, sliceLength, sliceOwner, toBody } from './batch.ts'
import { QUEUE } from './queue-key.ts'
import type { Entry, Store } from './store.ts'

export interface Sender {
  /** This tab sends for all from here on. */
  start: () => void
  /** Another tab may take over. */
  stop: () => void
  /** Sends what waits, unless a pause after a failed try is on. */
  send: () => void
  /** Sends what waits, cutting short a pause that the collector did not ask for. Resolves when it was tried. */
  sendNow: () => Promise<void>
  /** Whether the collector asked for a pause that is still on. */
  isSilent: () => boolean
}

/** How a try has ended. */
export interface Outcome {
  /** Nothing waits any more that could be sent. */
  drained: boolean
  /** The collector has answered for some. */
  sent: boolean
}

/** Empties the queue into the collector, oldest first, one request at a time. */
export function createSender(parts: {
  store: Store
  post: (body: string) => Promise<HttpAnswer | null>
  writeKey: string
  /** Null where the owner's messages have to wait for their return. */
  tokenOf: (owner: string) => Promise<string | null>
  /** The collector does not know the owner's token. Returns whether the owner's messages can wait for a new one while others go on. */
  refuseToken: (owner: string) => Promise<boolean>
  now: () => number
  random: () => number
  later: (ms: number, run: () => void) => () => void
  retry: Retry
  /** The collector has answered for these. */
  onAnswered: (keys: string[]) => void
  onDrop: (reason: string, count: number) => void
  onTried: (outcome: Outcome) => void
  warn: (message: string) => void
}): Sender {
  const { store, now, retry } = parts
  let started = false
  let trying: Promise<void> | undefined
  let again = false
  let failures = 0
  /** The collector asked for silence until then. */
  let silentUntil = 0
  let endPause: (() => void) | undefined

  /** Removes what was answered; `codes` are those of dropped messages by their place. */
  async function settle(slice: readonly Entry[], codes: Map<number, string>): Promise<void> {
    const keys = slice.map(([key]) => key)
    await store.remove(keys)
    parts.onAnswered(keys)
    for (const [index, code] of codes) {
      // A dropped report of drops is not reported in turn, or a collector that takes none would keep us busy.
      if (slice[index] && !slice[index][1].includes(`"event":"${SDK_DROPPED}"`)) parts.onDrop(code, 1)
    }
  }

  /** Sends a slice. Returns the pause before the next try, or null when all of it was answered. */
  async function sendSlice(slice: readonly Entry[], token: string | undefined): Promise<number | null> {
    const head = { writeKey: parts.writeKey, sentAt: now(), token }
    const verdict = readAnswer(
      await parts.post(
        toBody(
          head,
          slice.map(([, message]) => message),
        ),
      ),
      now(),
    )
    if (verdict.kind === 'taken') {
      failures = 0
      await settle(slice, verdict.rejected)
      return null
    }
    if (verdict.kind === 'halve' && slice.length > 1) {
      const middle = Math.ceil(slice.length / 2)
      return (await sendSlice(slice.slice(0, middle), token)) ?? sendSlice(slice.slice(middle), token)
    }
    if (verdict.kind === 'halve') {
      await settle(slice, new Map([[0, 'refused']]))
      return null
    }
    if (verdict.kind === 'retry' && verdict.afterMs === 0) return backoffMs(failures++, parts.random(), retry)
    const owner = sliceOwner(slice.map(([key]) => key))
    if (verdict.kind === 'refused') {
      parts.warn(`The collector refuses what is sent (${verdict.code}): check host, writeKey and token. It is kept.`)
      if (verdict.code === 'unknown_token' && (await parts.refuseToken(owner))) return null
    }
    const pause = verdict.kind === 'retry' ? verdict.afterMs : retry.maxMs
    silentUntil = now() + pause
    return pause
  }

  /** Goes through the queue once. Returns the pause after a failure, or null. */
  async function sendAll(outcome: Outcome): Promise<number | null> {
    for (let after = ''; ;) {
      const slice = await store.readAfter(QUEUE, after, SLICE.messages, sliceLength)
      const keys = slice.map(([key]) => key)
      if (!started || keys.length === 0) return null
      after = keys.at(-1)!
      const owner = sliceOwner(keys)
      const token = owner ? await parts.tokenOf(owner) : undefined
      if (token === null) continue
      const pause = await sendSlice(slice, token)
      if (pause !== null) return pause
      outcome.sent = true
    }
  }

  async function attempt(): Promise<void> {
    endPause?.()
    again = false
    const outcome: Outcome = { drained: false, sent: false }
    let pause = await sendAll(outcome).catch(tokenFailed)
    // Another tab may have stored a message from before where we were.
    if (pause === null && outcome.sent) pause = await sendAll(outcome).catch(tokenFailed)
    trying = undefined
    if (!started) return
    outcome.drained = pause === null
    if (pause !== null) startPause(pause)
    parts.onTried(outcome)
    if (again) send()
  }

  /** The app's token option failed, so most likely the network did. */
  function tokenFailed(): number {
    return backoffMs(failures++, parts.random(), retry)
  }

  function startPause(ms: number): void {
    const cancel = parts.later(ms, () => {
      endPause = undefined
      trying ??= attempt()
    })
    endPause = () => {
      endPause = undefined
      cancel()
    }
  }

  function send(): void {
    if (trying) again = true
    else if (started && !endPause) trying = attempt()
  }

  function isSilent(): boolean {
    return now() < silentUntil
  }

  return {
    start() {
      started = true
      send()
    },
    stop() {
      started = false
      endPause?.()
    },
    send,
    isSilent,
    async sendNow() {
      await trying // It may have passed what was stored since.
      if (!started || isSilent()) return
      trying ??= attempt()
      await trying
    },
  }
}
