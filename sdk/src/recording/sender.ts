// oxlint-disable unicorn/no-array-reverse -- toReversed is younger than the browsers that are served
import { backoffMs } from '../core/backoff.ts'
import { toBody } from '../core/envelope.ts'
import { takeWithin, type Chunk } from '../core/queue.ts'
import { uuidTime } from '../core/uuid.ts'
import { userOf } from '../core/visit.ts'
import type { Settings } from '../options.ts'
import { random } from '../platform/chance.ts'
import { clock } from '../platform/clock.ts'
import { post } from '../platform/http.ts'
import type { TakeTurn } from '../platform/lock.ts'
import type { Storage } from './storage.ts'
import type { Tokens } from './tokens.ts'

export interface Sender {
  /**
   * Sends what waits when it is this tab's turn, after a moment that lets more come together, and keeps the turn until all
   * is answered.
   */
  send: () => void
  /** Tries at once, unless the collector asked for a pause. Resolves when it was tried. */
  flush: () => Promise<void>
  /** Ends a pause after a failed try, unless the collector asked for it. */
  hurry: () => void
  /** Sends unanswered messages, as far as a dying page may. They stay stored until they are answered. */
  leave: () => void
  /** Leaves the sending to other tabs, until the next `send`. */
  sleep: () => void
}

/**
 * What one request takes. The collector takes 1,000 messages and 500 KiB; on a slow processor those make a task of over
 * 50 ms, these do not, and 10,000 messages of 500 bytes still need no more than 20 requests.
 */
const REQUEST_MESSAGES = 525
const REQUEST_BYTES = 300_000
/** The Fetch standard grants 65,536 bytes to all `keepalive` requests of a page; a request holds a key, a time and a token too. */
const KEEPALIVE_BYTES = 63_000
/** Bounds are looked at before every try, and after so many additions without one. */
const ADDITIONS = 100
const DAY_MS = 86_400_000
const REPORT_BYTES = 500

/** Empties the queue into the collector, oldest first, one request at a time. */
export function createSender(
  settings: Settings,
  storage: Storage,
  /** Whose token is needed by what is done now. */
  currentOwner: () => string,
  tokens: Tokens | undefined,
  takeTurn: TakeTurn,
  /** Resolves when everything recorded so far is stored. */
  stored: () => Promise<unknown> | undefined,
  drop: (reason: string, count?: number) => void,
  warn: (message: string) => void,
  /** Nothing waits any more that can be sent. */
  onSettled: () => void,
): Sender {
  const { host, writeKey, sendDelayMs, retryMinMs, retryMaxMs, maxMessages, maxBytes, maxAgeDays } = settings
  let failures = 0
  let resumeAt = 0
  let resume = (): void => undefined
  /** The collector asked for a pause until then. */
  let silentUntil = 0
  let turn: AbortController | undefined
  let again = false
  let additions = 0
  /** The last chunk that a leaving page has sent. */
  let left = ''

  function fail(pauseMs = 0): false {
    resumeAt = performance.now() + (pauseMs || backoffMs(failures++, random(), retryMinMs, retryMaxMs))
    if (pauseMs) silentUntil = resumeAt
    return false
  }

  /** Sends messages that were made for one token; returns whether all of them were answered. `codes`: of those that were not taken. */
  async function deliver(
    messages: readonly string[],
    first: Chunk,
    codes: string[],
    keepalive?: boolean,
  ): Promise<boolean> {
    const { owner, token } = first
    const body = toBody(writeKey, clock.now(), token, messages)
    const { verdict, rejected, pauseMs } = await post(`${host}/v1/batch`, body, keepalive)
    if (verdict === 'retry') return fail(pauseMs)
    if (verdict === 'refused' || verdict === 'stale') {
      warn('refused, kept: check host, key, token')
      for (const chunk of storage.chunks()) if (verdict === 'stale' && chunk.token === token) chunk.token = undefined
      tokens?.forget()
      // What another user left waits for their return; the rest goes on.
      return fail(verdict === 'stale' && owner !== currentOwner() ? 0 : retryMaxMs)
    }
    const half = messages.length >> 1
    if (verdict === 'halve' && half) {
      // They may have been erased meanwhile.
      if (!storage.chunks().includes(first)) return false
      return (await deliver(messages.slice(0, half), first, codes)) && deliver(messages.slice(half), first, codes)
    }
    for (const { index, code } of verdict === 'halve' ? [{ index: 0, code: 'refused' }] : rejected) {
      // A report of drops must not lead to another: where none is taken, that would never end.
      if (!messages[index]?.includes('"event":"sdk_dropped"')) codes.push(code)
    }
    return true
  }

  /** Sends the first chunks, as many as fit and need the same token; removes them when all of their messages were answered. */
  async function sendFirst(sendable: readonly Chunk[], bytes: number, keepalive?: boolean): Promise<boolean> {
    const first = sendable[0]!
    const alike = sendable.filter(({ owner, token }) => owner === first.owner && token === first.token)
    const chunks = takeWithin(alike, REQUEST_MESSAGES, bytes)
    if (keepalive) left = chunks.at(-1)!.id
    const messages = chunks.flatMap((chunk) => chunk.messages)
    const codes: string[] = []
    const isAnswered = await deliver(messages, first, codes, keepalive)
    if (isAnswered) {
      failures = 0
      // Only now: what is sent again would be counted again.
      for (const code of codes) drop(code)
      await storage.remove(chunks.map(({ id }) => id))
    }
    return isAnswered
  }

  /** Drops the oldest chunks beyond the bounds. */
  function trim(): void {
    additions = 0
    const chunks = storage.chunks()
    const isYoung = ({ id }: Chunk): boolean => uuidTime(id) >= clock.now() - maxAgeDays * DAY_MS
    const young = chunks.filter(isYoung).reverse()
    let kept = takeWithin(young, maxMessages, maxBytes)
    // What goes is reported: without room for it, the report would push out the next.
    if (kept.length < young.length) kept = takeWithin(young, maxMessages - 1, maxBytes - REPORT_BYTES)
    const dropped = chunks.slice(0, chunks.length - kept.length)
    for (const chunk of dropped) drop(isYoung(chunk) ? 'queue_full' : 'queue_age', chunk.messages.length)
    void storage.remove(dropped.map(({ id }) => id))
  }

  /** Sends until nothing is left that can be sent; returns whether all of it was answered. */
  async function sendAll(): Promise<boolean> {
    await stored()
    await storage.sync()
    trim()
    const waiting = new Set<string>()
    for (;;) {
      await stored()
      const sendable = storage.chunks().filter(({ owner }) => !waiting.has(owner))
      const [first] = sendable
      if (!first) break
      const { owner } = first
      if (tokens && owner && !first.token) {
        const token = userOf(owner) === userOf(currentOwner()) ? await tokens.current() : undefined
        if (!token) {
          waiting.add(owner)
          continue
        }
        // It gets through with this one whoever is here by then.
        const chunks = storage.chunks().filter((chunk) => chunk.owner === owner)
        for (const chunk of chunks) chunk.token ??= token
        await storage.put(chunks.map((chunk) => [chunk.id, chunk]))
        continue
      }
      if (!(await sendFirst(sendable, REQUEST_BYTES))) return false
    }
    if (waiting.has(currentOwner())) return fail()
    onSettled()
    return true
  }

  const attempt = (): Promise<boolean> => sendAll().catch(() => fail())

  async function drain(signal: AbortSignal): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        resume = resolve
        setTimeout(resolve, Math.max(sendDelayMs, resumeAt - performance.now()))
      })
      if (signal.aborted) return
      again = false
    } while (!(await attempt()) || again)
  }

  async function takeOne({ signal }: AbortController): Promise<void> {
    await takeTurn(signal, () => drain(signal))
    turn = undefined
    if (again) send()
  }

  function send(): void {
    again = true
    if (++additions > ADDITIONS) trim()
    if (!turn) void takeOne((turn = new AbortController()))
  }

  function hurry(): void {
    // A try that is under way may still fail, and must not lead to a long pause.
    failures = 0
    resumeAt = silentUntil
    if (performance.now() >= silentUntil) resume()
  }

  return {
    send,
    async flush() {
      await stored()
      if (performance.now() >= silentUntil && (await attempt())) hurry()
    },
    hurry,
    async leave() {
      const sendable = storage.chunks().filter(({ id, owner, token }) => id > left && (token || !owner || !tokens))
      if (sendable.length === 0 || performance.now() < silentUntil) return
      if (!(await sendFirst(sendable, KEEPALIVE_BYTES, true))) left = ''
    },
    sleep() {
      again = false
      turn?.abort()
      resume()
    },
  }
}
