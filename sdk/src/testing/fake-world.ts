import type { Batch, Message } from '@uptake/shared/wire'
import { createClient, type Client } from '../client.ts'
import type { HttpAnswer } from '../core/answer.ts'
import type { Entry, Store } from '../core/store.ts'
import { checkOptions } from '../options.ts'
import type { PageEvents } from '../platform/page.ts'
import type { Runtime } from '../runtime.ts'
import type { UptakeOptions } from '../types.ts'

/** A store over a map, which may be given to a later page. */
export function createMapStore(values: Map<string, string> = new Map()): Store {
  const sorted = (): Entry[] => [...values].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return {
    get: async (key) => values.get(key),
    write: async (entries) => entries.forEach(([key, value]) => values.set(key, value)),
    remove: async (keys) => keys.forEach((key) => values.delete(key)),
    keys: async (prefix) => sorted().flatMap(([key]) => (key.startsWith(prefix) ? [key] : [])),
    range: async (first, last) => sorted().filter(([key]) => key >= first && key <= last),
  }
}

export function answer(status: number, body: unknown, more: Partial<HttpAnswer> = {}): HttpAnswer {
  const contentType = status === 200 ? 'application/json' : 'application/problem+json'
  return { status, contentType, retryAfter: null, body: JSON.stringify(body), ...more }
}

export const accepted: HttpAnswer = answer(200, { success: true, accepted: 1, duplicates: 0, rejected: [] })

export interface Request {
  url: string
  batch: Batch
  authorization: string | undefined
  keepalive: boolean
}

/** A browser, its clock and a collector, all in the test's hand. A second page shares `storage` and `lock`. */
export interface World {
  runtime: Runtime
  storage: Map<string, string>
  requests: Request[]
  /** Answers a request; replace it for another collector. */
  respond: (request: Request) => HttpAnswer | null | Promise<HttpAnswer | null>
  page: PageEvents
  /** Lets everything happen that waits for no timer. */
  settle: () => Promise<void>
  /** Lets time pass. */
  pass: (ms: number) => Promise<void>
  open: (options?: Partial<UptakeOptions>) => Client
  /** The messages that were sent, in order. */
  sent: () => Message[]
  warnings: string[]
}

export function createWorld(storage: Map<string, string> = new Map()): World {
  let nowMs = Date.UTC(2026, 0, 5)
  let timers: { at: number; run: () => void }[] = []
  let lastTurn: Promise<unknown> = Promise.resolve()
  const warnings: string[] = []

  async function settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
  }

  const world: World = {
    storage,
    requests: [],
    warnings,
    respond: () => accepted,
    page: { onLeave() {}, onSleep() {}, onWake() {}, onOnline() {} },
    settle,
    async pass(ms) {
      const until = nowMs + ms
      await settle()
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        nowMs = Math.max(nowMs, next.at)
        next.run()
        await settle()
      }
      nowMs = until
    },
    open: (options) =>
      createClient(
        checkOptions(
          { host: '/u', writeKey: 'wk', warn: (text) => warnings.push(text), ...options },
          'https://app.test',
        ),
        world.runtime,
      ),
    sent: () => world.requests.flatMap(({ batch }) => batch.batch),
    runtime: {
      isPage: true,
      now: () => nowMs,
      random: () => 0.5,
      later(ms, run) {
        const timer = { at: nowMs + ms, run }
        timers.push(timer)
        return () => void (timers = timers.filter((other) => other !== timer))
      },
      async request(url, { body, headers, keepalive }) {
        const batch: Batch = typeof body === 'string' ? JSON.parse(body) : { batch: [] }
        const authorization = new Headers(headers).get('authorization') ?? undefined
        const request = { url, batch, authorization, keepalive: keepalive === true }
        world.requests.push(request)
        return world.respond(request)
      },
      createStore: () => createMapStore(storage),
      createLock: () => ({
        async run(task) {
          const before = lastTurn
          const turn = before.then(() => task(() => false))
          lastTurn = turn
          await turn
        },
        release() {},
      }),
      watchPage: (events) => void (world.page = events),
      readClaims: (token) => ({ sub: token.split(':')[0] ?? '', expMs: Number(token.split(':')[1]) }),
      report: (error) => void warnings.push(String(error)),
    },
  }
  return world
}
