import { SDK_DROPPED } from '@uptake/shared/wire'
import { readAnswer, type HttpAnswer } from './answer.ts'
import { backoffMs, type Retry } from './backoff.ts'
import { sliceBytes, sliceLength, sliceOwner, toBody } from './batch.ts'
import { excess, type Bounds } from './bounds.ts'
import { createPause, type Later } from './pause.ts'
import { keyOwner, QUEUE } from './queue-key.ts'
import { createRecent } from './recent.ts'
import type { Entry, Store } from './store.ts'
import type { Tokens } from './tokens.ts'

export interface Sender {
  /** Messages were made, and are being stored. */
  onStamped: (messages: readonly Entry[]) => void
  /** Sends what is stored when it is this tab's turn, and keeps the turn until all is answered. */
  send: () => void
  /** Tries at once, unless the collector asked for a pause. Resolves when it was tried. */
  flush: () => Promise<void>
  /** Ends a pause after a failed try, unless the collector asked for it. */
  hurry: () => void
  /** Sends this page's unanswered messages, as far as a dying page may. They stay stored until they are answered. */
  leave: () => void
  /** Leaves the sending to other tabs, until the next `send`. */
  sleep: () => void
}

/** What all the `keepalive` requests of a page may hold together: the Fetch standard's limit. */
const KEEPALIVE_BYTES = 65_536
/** Bounds are checked before every try, and when so much was stored since: a check reads all keys. */
const MAX_GROWTH = 0.1
/** Room in it for what a request holds besides its messages: key, time and token. */
const ENVELOPE_BYTES = 2_048

/** Empties the queue into the collector, oldest first, one request at a time. */
export function createSender(parts: {
  store: Store
  tokens: Tokens | undefined
  currentUser: () => string | undefined
  /** Resolves when all that was recorded is stored. */
  stored: () => Promise<unknown>
  post: (body: string, keepalive: boolean) => Promise<HttpAnswer | null>
  writeKey: string
  lock: { run: (task: (isOver: () => boolean) => Promise<void>) => Promise<void>; release: () => void }
  now: () => number
  random: () => number
  later: Later
  retry: Retry
  bounds: Bounds
  /** All that this page recorded has been answered. */
  onSettled: () => void
  drop: (reason: string) => void
  warn: (message: string) => void
}): Sender {
  const { store, tokens, currentUser, lock, now, retry, bounds, drop } = parts
  const recent = createRecent(KEEPALIVE_BYTES)
  const pause = createPause(parts.later)
  let room = KEEPALIVE_BYTES
  let failures = 0
  let resumeAt = 0
  /** The pause until `resumeAt` is the collector's wish. */
  let isAsked = false
  let trying: Promise<boolean> | undefined
  let isDraining = false
  let again = false
  /** What was stored since the bounds were checked, as a share of them. */
  let growth = 0
  let checked: Promise<string[]> = Promise.resolve([])

  const isSilent = (): boolean => isAsked && now() < resumeAt

  function fail(pauseMs: number, asked: boolean): false {
    resumeAt = now() + pauseMs
    isAsked = asked
    return false
  }

  const failAgain = (): false => fail(backoffMs(failures++, parts.random(), retry), false)

  /** Removes what was answered; `codes` are those of dropped messages by their place. */
  async function settle(slice: readonly Entry[], codes: Map<number, string>): Promise<true> {
    failures = 0
    const keys = slice.map(([key]) => key)
    await store.remove(keys)
    recent.remove(keys)
    for (const [index, code] of codes) {
      if (slice[index] && !isReport(slice[index])) drop(code)
    }
    return true
  }

  /** Sends a slice; returns whether all of it was answered. */
  async function sendSlice(slice: readonly Entry[], token: string | undefined, keepalive = false): Promise<boolean> {
    const messages = slice.map(([, message]) => message)
    const body = toBody({ writeKey: parts.writeKey, sentAt: now(), token }, messages)
    const verdict = readAnswer(await parts.post(body, keepalive), now())
    if (verdict.kind === 'taken') return settle(slice, verdict.rejected)
    if (verdict.kind === 'halve') {
      const half = slice.length >> 1
      if (half === 0) return settle(slice, new Map([[0, 'refused']]))
      return (await sendSlice(slice.slice(0, half), token)) && sendSlice(slice.slice(half), token)
    }
    if (verdict.kind === 'retry') return verdict.afterMs ? fail(verdict.afterMs, true) : failAgain()
    parts.warn(`refused (${verdict.code}), kept: check host, key, token`)
    const owner = sliceOwner(slice.map(([key]) => key))
    if (verdict.code === 'unknown_token') await tokens?.forget(owner)
    // What another user left waits for their return; the rest goes on.
    return (verdict.code === 'unknown_token' && owner !== currentUser()) || fail(retry.maxMs, true)
  }

  /** Drops the oldest messages beyond the bounds, and returns the keys of the others. */
  async function dropExcess(): Promise<string[]> {
    growth = 0
    const keys = await store.keys(QUEUE)
    const reasons = excess(keys, now(), bounds)
    for (const reason of reasons) drop(reason)
    const dropped = keys.splice(0, reasons.length)
    if (dropped.length > 0) await store.remove(dropped)
    return keys
  }

  /** One check after the other, or two would count the same drops. */
  function waitingKeys(): Promise<string[]> {
    checked = checked.then(dropExcess)
    return checked
  }

  /** Goes through the queue once; returns whether all that could be sent was answered. */
  async function sendAll(): Promise<boolean> {
    const seen = recent.entries().map(([key]) => key)
    await parts.stored()
    const keys = await waitingKeys()
    const users = [currentUser()]
    let isAppFailing = false
    while (keys.length > 0) {
      const slice = keys.splice(0, sliceLength(keys))
      const owner = sliceOwner(slice)
      // The app's own function may throw, most likely for want of a network.
      const asked = owner ? tokens?.of(owner, currentUser()) : undefined
      const token = await asked?.catch(() => {
        isAppFailing = true
        return null
      })
      if (token === null) {
        users.push(owner)
        if (slice.every(keyOwner)) continue
      }
      const entries = await store.range(slice[0]!, slice.at(-1)!)
      // What nobody is named in waits for nobody's token. Another tab may have stored something in between since.
      const ours = entries.filter(([key]) => ['', token === null ? '' : owner].includes(keyOwner(key)))
      if (ours.length > 0 && !(await sendSlice(ours, token ?? undefined))) return false
    }
    if (isAppFailing) return failAgain()
    await tokens?.keepOnly(users)
    recent.remove(seen)
    if (recent.entries().length === 0) parts.onSettled()
    return true
  }

  function attempt(): Promise<boolean> {
    trying ??= sendAll()
      .catch(failAgain)
      .finally(() => (trying = undefined))
    return trying
  }

  async function drain(isOver: () => boolean): Promise<void> {
    for (;;) {
      const ms = resumeAt - now()
      if (ms > 0) await pause.wait(ms)
      if (isOver()) return
      again = false
      if ((await attempt()) && !again) return
    }
  }

  function send(): void {
    again = true
    if (isDraining) return
    isDraining = true
    void takeTurn()
  }

  async function takeTurn(): Promise<void> {
    await lock.run(drain)
    isDraining = false
    if (again) send()
  }

  function hurry(): void {
    if (isSilent()) return
    // A try that is under way may still fail, and must not lead to a long pause.
    failures = 0
    resumeAt = 0
    pause.end()
  }

  return {
    onStamped(messages) {
      recent.add(messages)
      const keys = messages.filter((message) => !isReport(message)).map(([key]) => key)
      growth += keys.length / bounds.maxMessages + sliceBytes(keys) / bounds.maxBytes
      if (growth > MAX_GROWTH) void parts.stored().then(waitingKeys)
    },
    send,
    async flush() {
      await parts.stored()
      await trying // It may be past what was stored since.
      if (isSilent()) return
      if (await attempt()) hurry()
    },
    hurry,
    leave() {
      const entries = isSilent() ? [] : recent.entries()
      while (entries.length > 0) {
        const keys = entries.map(([key]) => key)
        const slice = entries.splice(0, sliceLength(keys, { messages: keys.length, bytes: room - ENVELOPE_BYTES }))
        const sliceKeys = keys.slice(0, slice.length)
        const bytes = sliceBytes(sliceKeys) + ENVELOPE_BYTES
        const owner = sliceOwner(sliceKeys)
        const token = tokens?.known(owner)
        if (bytes > room) return
        if (owner && !token) continue
        room -= bytes
        recent.remove(sliceKeys)
        void sendSlice(slice, token, true).finally(() => (room += bytes))
      }
    },
    sleep() {
      again = false
      lock.release()
      pause.end()
    },
  }
}

/** A report of dropped messages. It must not lead to another: where none is taken or kept, that would never end. */
function isReport([, message]: Entry): boolean {
  return message.includes(`"event":"${SDK_DROPPED}"`)
}
