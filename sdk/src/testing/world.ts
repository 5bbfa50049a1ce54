import type { Batch, Me, Message } from '@uptake/shared/wire'
import { IDBFactory } from 'fake-indexeddb'
import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, beforeEach, vi } from 'vitest'
import { openStore, syncWith } from '../platform/store.ts'
import type { RecordingUptake, Uptake, UptakeOptions } from '../types.ts'
import { accepted, type Request, type Respond } from './answers.ts'
import { openStream, type Stream } from './stream.ts'

interface Tab<Client> {
  uptake: Client
  /** Something happens to the tab's window. */
  fire: (name: 'pagehide' | 'pageshow' | 'freeze' | 'resume' | 'online') => void
  /** It is seen no more, or again. */
  see: (isSeen: boolean) => void
}

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const START_MS: number = Date.UTC(2026, 0, 5)

/** The tab that something happens in. */
const inTab = new AsyncLocalStorage<EventTarget>()
/** The tabs that are in the background. */
const unseen = new Set<EventTarget | undefined>()
// The SDK asks once, when it is imported, whether there is a page. A test of what a page renders has a document already.
globalThis.document ??= {} as Document
Object.defineProperty(document, 'hidden', { get: () => unseen.has(inTab.getStore()) })
const { createUptake } = await import('../create-uptake.ts')
const recording = await import('../record.ts')

const sources: EventTarget[] = []
/** What `localStorage` holds. */
const local = new Map<string, string>()
const channels: BroadcastChannel[] = []
/** Of what runs in the pages that are open; later ones are no business of a closed one. */
let session = 0
let isClosing = false
let busy = 0
let drawn = 0
const turn = setImmediate

/**
 * A browser and a collector in the test's hand: locks and channels are the real ones, IndexedDB one in memory, and the
 * clock goes when the test says so. All tabs live in one realm. It begins anew with every test.
 */
export const world = {
  /** The requests to send, in order. */
  requests: [] as Request[],
  streams: [] as Stream[],
  warnings: [] as string[],
  /** As `reason count`. */
  drops: [] as string[],
  /** What the collector answers. */
  respond: accepted,
  /** What a stream is answered with. */
  streamStatus: 200,
  /** What the collector says first on a stream. */
  me: undefined as Me | undefined,
  /** What jitter draws, in [0, 1). */
  chance: 0.5,

  /** Opens a tab. */
  open: (options: Partial<UptakeOptions> = {}): Tab<Uptake> => openTab(createUptake, options),
  /** Opens a tab that only records. */
  openRecording: (options: Partial<UptakeOptions> = {}): Tab<RecordingUptake> =>
    openTab(recording.createUptake, options),

  /** Answers with the given ones in turn, then accepts. */
  answer(...answers: Respond[]): void {
    world.respond = (request) => (answers.shift() ?? accepted)(request)
  },

  /** Lets everything happen that waits for no timer. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 12; quiet = busy > 0 ? 0 : quiet + 1) await new Promise((resolve) => turn(resolve))
  },

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    await world.settle()
    const over = new AbortController()
    setTimeout(() => over.abort(), ms)
    while (!over.signal.aborted) {
      vi.advanceTimersToNextTimer()
      await world.settle()
    }
    vi.advanceTimersByTime(0)
    await world.settle()
  },

  /** Closes the browser, all of a sudden; what it has stored stays. */
  async close(): Promise<void> {
    session++
    isClosing = true
    for (const channel of channels.splice(0)) channel.close()
    // The locks of a page go with it, also one that it gets just now.
    for (const source of [...sources, ...sources.splice(0)]) {
      source.dispatchEvent(new Event('pagehide'))
      await world.settle()
    }
    isClosing = false
  },

  /** The messages that were sent, in order. */
  sent: (): Message[] => world.requests.flatMap(({ batch }) => batch.batch),
  /** The names of the events that were sent, in order. */
  events: (): string[] => names(world.sent()),
  /** All that `localStorage` holds. */
  local: (): [string, string][] => [...local],
  /** The names of the events that are stored. */
  async stored(): Promise<string[]> {
    const entries = new Map<string, unknown>()
    const stores = (await databases()).map((name) => openStore(name, () => {}))
    await Promise.all(stores.map((use) => use((store) => syncWith(store, entries))))
    const chunks = [...entries.values()] as { messages?: string[] }[]
    return names(chunks.flatMap(({ messages = [] }) => messages).map((text) => JSON.parse(text) as Message))
  },
}

export const databases = async (): Promise<string[]> =>
  (await indexedDB.databases()).flatMap(({ name }) => (name === undefined ? [] : [name]))

const names = (messages: readonly Message[]): string[] => messages.map(({ event, type }) => event ?? type)

function openTab<Client>(create: (options: UptakeOptions) => Client, options: Partial<UptakeOptions>): Tab<Client> {
  const source = new EventTarget()
  sources.push(source)
  vi.stubGlobal('addEventListener', source.addEventListener.bind(source))
  const client = inTab.run(source, () =>
    create({
      host: '/u',
      writeKey: 'wk',
      warn: (message) => world.warnings.push(message),
      onDrop: ({ reason, count }) => world.drops.push(`${reason} ${count}`),
      ...options,
    }),
  )
  const uptake = within(source, client)
  const fire = (name: string): void => void inTab.run(source, () => source.dispatchEvent(new Event(name)))
  const see = (isSeen: boolean): void => {
    if (isSeen) unseen.delete(source)
    else unseen.add(source)
    fire('visibilitychange')
  }
  return { uptake, fire, see }
}

/** The same, whose functions happen in that tab. */
function within<Part>(source: EventTarget, part: Part): Part {
  if (typeof part === 'function')
    return ((...args: unknown[]) => inTab.run(source, () => part(...args) as unknown)) as Part
  const members = Object.entries(part as object).map(([name, member]: [string, unknown]) => [
    name,
    within(source, member),
  ])
  return Object.fromEntries(members) as Part
}

/** As `localStorage` does it: the other tabs are told what has changed, a moment later. */
function changeLocal(key: string, newValue: string | null): void {
  if ((local.get(key) ?? null) === newValue) return
  if (newValue === null) local.delete(key)
  else local.set(key, newValue)
  const others = sources.filter((source) => source !== inTab.getStore())
  const event = (): Event => Object.assign(new Event('storage'), { key, newValue })
  setImmediate(() => {
    for (const other of others) if (sources.includes(other)) inTab.run(other, () => other.dispatchEvent(event()))
  })
}

async function fetchFromCollector(address: string, init: RequestInit): Promise<Response> {
  const url = new URL(address, 'https://app.test')
  const asked = session
  const forever = new Promise<never>(() => {})
  if (isClosing) return forever
  init.signal?.throwIfAborted()
  if (url.pathname.endsWith('/stream')) {
    const { stream, response } = openStream(url, init, world.streamStatus)
    world.streams.push(stream)
    if (world.me && stream.isOpen) stream.say(world.me)
    return response
  }
  const batch = JSON.parse(init.body as string) as Batch
  const request = { path: url.pathname, batch, keepalive: init.keepalive ?? false }
  world.requests.push(request)
  const answer = (async () => world.respond(request))()
  const hear = (): Promise<Response> => (asked === session ? answer : forever)
  return answer.then(hear, hear)
}

beforeEach(() => {
  Object.assign(world, { requests: [], streams: [], warnings: [], drops: [], respond: accepted, me: undefined })
  Object.assign(world, { streamStatus: 200, chance: 0.5 })
  unseen.clear()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: START_MS })
  const setFakeTimeout = setTimeout
  vi.stubGlobal('setTimeout', (run: () => void, ms: number) => {
    const opened = session
    return setFakeTimeout(() => opened === session && run(), ms)
  })
  vi.stubGlobal('indexedDB', new IDBFactory())
  local.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => local.get(key) ?? null,
    setItem: changeLocal,
    removeItem: (key: string) => changeLocal(key, null),
  })
  vi.stubGlobal('fetch', fetchFromCollector)
  vi.stubGlobal(
    'BroadcastChannel',
    class extends BroadcastChannel {
      constructor(name: string) {
        super(name)
        channels.push(this)
      }
      // It is heard in the tab that opened it.
      override addEventListener(...[type, listener]: Parameters<EventTarget['addEventListener']>): void {
        super.addEventListener(type, AsyncLocalStorage.bind(listener as EventListener))
      }
      override postMessage(message: unknown): void {
        if (channels.includes(this)) super.postMessage(message)
      }
    },
  )
  const { locks } = navigator
  const request = locks.request.bind(locks)
  // It is granted in the tab that asked, whichever has let go.
  vi.spyOn(locks, 'request').mockImplementation((name: string, options: unknown, task?: LockGrantedCallback<unknown>) =>
    request(name, options as LockOptions, AsyncLocalStorage.bind(task!)),
  )
  // The store takes a turn for everything.
  vi.stubGlobal('setImmediate', (run: () => void) => {
    busy++
    return turn(() => {
      busy--
      run()
    })
  })
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((numbers) => {
    // Never the same twice, as ids need it, and never far from what jitter is to be.
    if (numbers instanceof Uint32Array) numbers[0] = world.chance * 2 ** 32 + 256 * drawn++
    return numbers
  })
})

afterEach(async () => {
  await world.close()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  vi.restoreAllMocks()
})
