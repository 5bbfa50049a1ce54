import type { HttpAnswer } from './core/answer.ts'
import type { Store } from './core/store.ts'
import type { Claims } from './core/tokens.ts'
import { createChannel, type Channel } from './platform/channel.ts'
import { readClaims } from './platform/claims.ts'
import { request } from './platform/http.ts'
import { createLock, type Lock } from './platform/lock.ts'
import { watchPage, type PageEvents } from './platform/page.ts'
import { createIndexedDbStore } from './platform/store.ts'

/** All that a client needs of the world, so that a test can be the world. */
export interface Runtime {
  now: () => number
  /** In [0, 1). */
  random: () => number
  /** Runs something after a pause; returns what cancels it. */
  later: (ms: number, run: () => void) => () => void
  request: (url: string, init: RequestInit) => Promise<HttpAnswer | null>
  createStore: (name: string) => Store
  createLock: (name: string, onHeld: () => void, onMissing: () => void) => Lock
  createChannel: (name: string, onMessage: (message: unknown) => void) => Channel
  watchPage: (events: PageEvents) => void
  readClaims: (token: string) => Claims | undefined
  /** Takes an error of the app's own callbacks. */
  report: (error: unknown) => void
}

/** Returns the browser that the page runs in. */
export function createBrowserRuntime(): Runtime {
  return {
    now: Date.now,
    random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
    later: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    request,
    createStore: createIndexedDbStore,
    createLock,
    createChannel,
    watchPage,
    readClaims,
    report: reportError,
  }
}
