// oxlint-disable unicorn/no-array-reverse -- toReversed is younger than the browsers that are served
import { isRefused, isTaken, isTooMuch, pauseMs } from '../core/answer.ts'
import { backoffMs } from '../core/backoff.ts'
import { toBody } from '../core/envelope.ts'
import { none } from '../core/none.ts'
import { isAlike, takeWithin, type Chunk } from '../core/queue.ts'
import { uuidTime } from '../core/uuid.ts'
import type { Settings } from '../options.ts'
import { random } from '../platform/chance.ts'
import { clock } from '../platform/clock.ts'
import { post } from '../platform/http.ts'
import { takeTurn } from '../platform/lock.ts'
import type { Storage } from './storage.ts'
import type { Tokens } from './tokens.ts'

export type Sender = readonly [
  /**
   * Sends what waits when it is this tab's turn, after a moment that lets more come together, and keeps the turn until all
   * is answered.
   */
  send: () => void,
  /** The same, and ends a pause after a failed try, unless the collector asked for it. */
  wake: () => void,
  /** Tries at once, unless the collector asked for a pause. Resolves when it was tried. */
  flush: () => Promise<void>,
  /**
   * Sends unanswered messages, as far as a dying page may; they stay stored until they are answered. Where it `isGone`, the
   * sending is left to other tabs, until the next `send`.
   */
  leave: (isGone: boolean) => void,
]

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
  name: string,
  storage: Storage,
  /** Who is here. */
  user: () => string | undefined,
  tokens: Tokens,
  drop: (reason: string, count?: number) => void,
  warn: (message: string) => void,
  /** Nothing waits any more that can be sent. */
  onSettled: () => void,
): Sender {
  const { host, writeKey, retryMaxMs } = settings
  let failures = 0
  /** The collector asked for a pause until then. */
  let silentUntil = 0
  let endPause = none
  let turn: AbortController | undefined
  /** The last chunk that a leaving page has sent. */
  let left = ''
  let additions = 0

  const lacksToken = ({ userId, token }: Chunk): unknown => settings.token !== none && userId && !token

  /** Messages that lack a token wait for it; those of a user who is not here, for their return. */
  const sendable = (): Chunk[] => storage.chunks().filter((chunk) => !lacksToken(chunk))
  const lacking = (): Chunk[] => storage.chunks().filter((chunk) => lacksToken(chunk) && chunk.userId === user())

  /**
   * Sends messages of chunks that are alike. Resolves when all are answered, to those that the collector rejected.
   * @throws Error where they are not: they have to be sent again
   */
  async function deliver(
    messages: readonly string[],
    alike: readonly Chunk[],
    keepalive = false,
  ): Promise<[code: string, message: string | undefined][]> {
    if (performance.now() < silentUntil) throw new Error('not now')
    const { userId, token } = alike[0]!
    const body = toBody(writeKey, clock.now(), token, messages)
    const [answer, { success, code, rejected = [] }] = await post(`${host}/v1/batch`, body, keepalive)
    if (isTaken(answer, success)) return rejected.map((rejection) => [rejection.code, messages[rejection.index]])
    if (isTooMuch(answer, code)) {
      const half = messages.length >> 1
      if (!half) return [['refused', messages[0]]]
      // They may have been erased meanwhile.
      if (!storage.chunks().includes(alike[0]!)) throw new Error('erased')
      return [...(await deliver(messages.slice(0, half), alike)), ...(await deliver(messages.slice(half), alike))]
    }
    let silentMs = pauseMs(answer, clock.now())
    if (isRefused(answer)) {
      warn('refused: check host, key, token')
      const isStale = code === 'unknown_token'
      if (isStale) for (const chunk of alike) chunk.token = undefined
      tokens.token = undefined
      // What another user left waits for their return; the rest goes on.
      if (!isStale || userId === user()) silentMs = retryMaxMs
    }
    silentUntil = performance.now() + silentMs
    throw new Error('not taken')
  }

  /** Gets a token for what the user who is here has done: with it that gets through, whoever is here by then. */
  async function getToken(): Promise<void> {
    if (lacking().length === 0) return
    await tokens.renew(user()!)
    const theirs = lacking()
    // None, again, where another person has come meanwhile.
    for (const chunk of theirs) chunk.token = tokens.token
    await storage.put(theirs)
  }

  /**
   * Sends the first chunks, as many as fit and are alike, and removes them when all of their messages were answered.
   * @returns whether there was one
   */
  async function sendFirst(queue: readonly Chunk[], bytes: number, keepalive?: boolean): Promise<boolean> {
    const [first] = queue
    if (!first) return false
    const alike = queue.filter((chunk) => isAlike(chunk, first))
    const chunks = takeWithin(alike, REQUEST_MESSAGES, bytes)
    if (keepalive) left = chunks.at(-1)!.id
    const messages = chunks.flatMap((chunk) => chunk.messages)
    for (const [code, message] of await deliver(messages, alike, keepalive)) {
      // A report of drops must not lead to another: where none is taken, that would never end.
      if (!message?.includes('"event":"sdk_dropped"')) drop(code)
    }
    failures = 0
    await storage.remove(chunks)
    return true
  }

  /** Drops the oldest chunks beyond the bounds. */
  function trim(): void {
    additions = 0
    const { maxMessages, maxBytes, maxAgeDays } = settings
    const chunks = storage.chunks()
    const isYoung = ({ id }: Chunk): boolean => uuidTime(id) >= clock.now() - maxAgeDays * DAY_MS
    const young = chunks.filter(isYoung).reverse()
    let kept = takeWithin(young, maxMessages, maxBytes)
    // What goes is reported: without room for it, the report would push out the next.
    if (kept.length < young.length) kept = takeWithin(young, maxMessages - 1, maxBytes - REPORT_BYTES)
    const dropped = chunks.slice(0, chunks.length - kept.length)
    for (const chunk of dropped) drop(isYoung(chunk) ? 'queue_full' : 'queue_age', chunk.messages.length)
    void storage.remove(dropped)
  }

  /** Sends until nothing is left that can be sent, or a try fails. */
  async function attempt(): Promise<void> {
    try {
      await storage.sync()
      trim()
      // The app's own function may fail, most likely for want of a network: what needs no token goes all the same.
      await getToken().catch(none)
      // oxlint-disable-next-line no-await-in-loop -- one request after the other
      while (await sendFirst(sendable(), REQUEST_BYTES));
      if (lacking().length > 0) throw new Error('no token')
      onSettled()
    } catch {
      failures++
    }
  }

  async function drain(signal: AbortSignal): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        endPause = resolve
        const backMs = failures && backoffMs(failures - 1, random(), settings.retryMinMs, retryMaxMs)
        setTimeout(resolve, Math.max(settings.sendDelayMs, backMs, silentUntil - performance.now()))
      })
      if (signal.aborted) return
      await attempt()
    } while (sendable().length + lacking().length)
    if (!signal.aborted) turn = undefined
  }

  function send(): void {
    if (++additions > ADDITIONS) trim()
    turn ??= takeTurn(name, drain, () => warn('no Web Locks: all tabs send'))
  }

  function wake(): void {
    // A try that is under way may still fail, and must not lead to a long pause.
    failures = 0
    endPause()
    send()
  }

  async function flush(): Promise<void> {
    await attempt()
    if (!(sendable().length + lacking().length)) endPause()
  }

  function leave(isGone: boolean): void {
    const queue = sendable().filter(({ id }) => id > left)
    sendFirst(queue, KEEPALIVE_BYTES, true).catch(() => (left = ''))
    if (!isGone) return
    turn?.abort()
    turn = undefined
  }

  return [send, wake, flush, leave]
}
