/**
 * What the app knows of its line to the collector, and the offline switch. The SDK needs neither: it looks at
 * `navigator.onLine`, at the events of that name and at its requests, so that is where the switch pretends.
 */
export type Line = 'online' | 'switched-off' | 'unreachable'

export interface ConnectionState {
  readonly line: Line
  /** Messages recorded here that the collector has not yet acknowledged. */
  readonly waiting: number
}

export interface Connection {
  readonly get: () => ConnectionState
  readonly subscribe: (listener: () => void) => () => void
  readonly setOffline: (offline: boolean) => void
  /** A message was handed to the SDK. */
  readonly recorded: () => void
  /** So many messages were given up by the SDK. */
  readonly dropped: (count: number) => void
}

/** The parts of `window` that this takes. */
export interface Page extends EventTarget {
  fetch: typeof globalThis.fetch
  readonly localStorage: Pick<Storage, 'getItem' | 'setItem'>
  readonly navigator: { readonly onLine: boolean }
}

// Both are shared by the tabs, as the SDK's queue is: with a switch to each, another tab would send what this one keeps.
// So they are there again in a new tab too.
const OFFLINE_KEY = 'tidemark.offline'
const WAITING_KEY = 'tidemark.waiting'

/** Wraps `window.fetch` for requests to the collector. Call it before the SDK is created. */
export function installConnection(host: string, page: Page): Connection {
  const listeners = new Set<() => void>()
  const readWaiting = () => Number(page.localStorage.getItem(WAITING_KEY) ?? 0)
  const readOffline = () => page.localStorage.getItem(OFFLINE_KEY) === '1'
  let offline = readOffline()
  let reachable = true
  let hangUp = new AbortController()
  let state: ConnectionState = { line: offline ? 'switched-off' : 'online', waiting: readWaiting() }

  const update = (): void => {
    const line = offline ? 'switched-off' : reachable ? 'online' : 'unreachable'
    const waiting = readWaiting()
    if (line === state.line && waiting === state.waiting) return
    state = { line, waiting }
    for (const listener of listeners) listener()
  }
  const count = (change: number): void => {
    page.localStorage.setItem(WAITING_KEY, String(Math.max(0, readWaiting() + change)))
    update()
  }

  const fetchFromNetwork = page.fetch.bind(page)
  page.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input)
    if (!address.startsWith(host)) return fetchFromNetwork(input, init)
    if (offline) throw new TypeError('Failed to fetch')
    const signal = AbortSignal.any([hangUp.signal, ...(init?.signal ? [init.signal] : [])])
    try {
      const response = await fetchFromNetwork(input, { ...init, signal })
      reachable = true
      if (response.ok && new URL(address).pathname === '/v1/batch') void countAnswer(response.clone(), count)
      update()
      return response
    } catch (error) {
      if (!signal.aborted) reachable = false
      update()
      throw error
    }
  }

  const { navigator } = page
  const isOnLine = () => Reflect.get(Object.getPrototypeOf(navigator), 'onLine', navigator) !== false
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !offline && isOnLine() })

  /** Does as the switch says, whichever tab it was turned in. */
  const obeySwitch = (): void => {
    const wanted = readOffline()
    const isTurned = wanted !== offline
    if (isTurned) {
      offline = wanted
      reachable = true
    }
    if (isTurned && offline) {
      hangUp.abort(new TypeError('Failed to fetch'))
      hangUp = new AbortController()
    }
    update()
    if (isTurned) page.dispatchEvent(new Event(offline ? 'offline' : 'online'))
  }
  page.addEventListener('storage', obeySwitch)

  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setOffline: (wanted) => {
      page.localStorage.setItem(OFFLINE_KEY, wanted ? '1' : '0')
      obeySwitch()
    },
    recorded: () => count(1),
    dropped: (messages) => count(-messages),
  }
}

async function countAnswer(response: Response, count: (change: number) => void): Promise<void> {
  try {
    const answer: unknown = await response.json()
    if (isBatchResult(answer)) count(-(answer.accepted + answer.duplicates + answer.rejected.length))
  } catch {
    // Cut off half way: the SDK sends those again, and then they are counted.
  }
}

function isBatchResult(answer: unknown): answer is { accepted: number; duplicates: number; rejected: unknown[] } {
  return typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === true
}
