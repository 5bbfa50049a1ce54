import type { HttpAnswer } from './core/answer.ts'
import type { Later } from './core/pause.ts'
import type { Store } from './core/store.ts'
import type { Claims } from './core/tokens.ts'
import { readClaims } from './platform/claims.ts'
import { request } from './platform/http.ts'
import { createLock, type Lock } from './platform/lock.ts'
import { watchPage, type PageEvents } from './platform/page.ts'
import { createIndexedDbStore } from './platform/store.ts'

/** All that a client needs of the world, so that a test can be the world. */
export interface Runtime {
  /** False on a server, where there is nothing to do. */
  isPage: boolean
  now: () => number
  /** In [0, 1). */
  random: () => number
  later: Later
  request: (url: string, init: RequestInit) => Promise<HttpAnswer | null>
  createStore: (name: string) => Store
  createLock: (name: string, onMissing: () => void) => Lock
  watchPage: (events: PageEvents) => void
  readClaims: (token: string) => Claims | undefined
  /** Takes an error of the app's own callbacks. */
  report: (error: unknown) => void
}

export const browser: Runtime = {
  isPage: typeof document !== 'undefined',
  now: () => Date.now(),
  random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  later: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  request,
  createStore: createIndexedDbStore,
  createLock,
  watchPage,
  readClaims,
  report: (error) => reportError(error),
}
