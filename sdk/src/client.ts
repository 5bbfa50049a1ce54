import { toMessage } from './core/envelope.ts'
import { addToChunks, type Chunk } from './core/queue.ts'
import { createUuids } from './core/uuid.ts'
import { nextVisit, ownerOf, type Content, type Visit } from './core/visit.ts'
import { none, type Settings } from './options.ts'
import { random32 } from './platform/chance.ts'
import { openChannel } from './platform/channel.ts'
import { clock } from './platform/clock.ts'
import { createTurns } from './platform/lock.ts'
import { watchPage } from './platform/page.ts'
import { openStore, type Entry } from './platform/store.ts'
import { createSender } from './recording/sender.ts'
import { createStorage } from './recording/storage.ts'
import { createTokens, type Tokens } from './recording/tokens.ts'
import type { RecordingUptake } from './types.ts'

/** A client whose `track` takes any event; `createUptake` narrows it to a configuration's. */
export type Client = Omit<RecordingUptake, 'track'> & {
  readonly track: (event: string, ...properties: unknown[]) => void
}

/** What the tabs of an origin tell each other. */
interface TabMessage {
  /** It has gone on, and is stored. */
  visit?: Visit
  /** Keys that are not stored any more. */
  removed?: readonly string[]
  optedOut?: true
  /** Something of an addition's own. */
  added?: unknown
}

/** What a client gives to what is built on it. */
export interface Inside {
  readonly settings: Settings
  readonly name: string
  readonly record: (content: Content) => void
  readonly visit: () => Visit | undefined
  readonly tokens: Tokens | undefined
  /** Speaks to the same addition in other tabs. */
  readonly tell: (message: unknown) => void
  readonly warn: (message: string) => void
  readonly call: <T>(callback: (value: T) => void, value: T) => void
}

/** What is built on a client, and told what happens to it. */
export interface Addition<Api> {
  readonly api: Api
  /** Another person or account, or nobody. */
  readonly onPerson: () => void
  /** All that this page recorded has been answered. */
  readonly onSettled: () => void
  /** The page is not seen any more. */
  readonly onLeave: () => void
  readonly onOnline: () => void
  /** Another tab's addition speaks. */
  readonly onMessage: (message: unknown) => void
}

const isPage = typeof document !== 'undefined'
const VISIT = 'visit'

/** Wires a client: calls are recorded, and what is recorded is sent. On a server it does nothing. */
export function createClient<Api = unknown>(settings: Settings, add?: (inside: Inside) => Addition<Api>): Client & Api {
  const { writeKey, userId, token, maxMessages } = settings
  const name = `uptake/${writeKey}`
  const warned = new Set<string>()
  const newId = createUuids(random32)
  const freshId = (): string => newId(clock.now())
  const calls: [content: Content, at: number, json: string][] = []
  let drops: Record<string, number> = {}
  let consent = settings.consent as 'granted' | 'pending' | 'denied'
  if (!isPage || (settings.respectPrivacySignal && Reflect.get(navigator, 'globalPrivacyControl'))) consent = 'denied'
  let visit: Visit | undefined
  /** The visit as it is stored. */
  let saved: string | undefined
  let loading: Promise<void> | undefined
  let isScheduled = false
  let stored: Promise<unknown> | undefined
  const tell = isPage ? openChannel(name, hear) : none

  /** The app's own callbacks must not end our work. */
  function call<T>(callback: (value: T) => void, value: T): void {
    try {
      callback(value)
    } catch (error) {
      reportError(error)
    }
  }

  function warn(message: string): void {
    if (!warned.has(message)) call(settings.warn, `[uptake] ${message}`)
    warned.add(message)
  }

  const owner = (): string => ownerOf(visit)
  const storage = createStorage(
    openStore(name, (cause) => warn(`no storage (${String(cause)})`)),
    (removed) => tell({ removed }),
  )
  const tokens = token === none ? undefined : createTokens(token, owner, warn)
  const sender = createSender(
    settings,
    storage,
    owner,
    tokens,
    createTurns(name, () => warn('no Web Locks: all tabs send')),
    () => stored,
    drop,
    warn,
    () => addition?.onSettled(),
  )

  function become(next: Visit | undefined): void {
    const before = owner()
    visit = next
    if (before === owner()) return
    tokens?.forget()
    addition?.onPerson()
    send()
  }

  async function load(): Promise<void> {
    await Promise.resolve() // The caller's task ends first.
    if (consent !== 'granted') return
    const kept = (await storage.get(VISIT)) as Visit | undefined
    // One that another tab told of meanwhile is newer.
    visit ??= kept
    saved = JSON.stringify(kept)
    if (userId) become(nextVisit(visit, { type: 'identify', userId }, clock.now(), freshId))
  }

  /** Stamps and stores what was done, all of a task in one transaction. */
  async function store(): Promise<void> {
    await (loading ??= load()) // The caller's task ends first.
    isScheduled = false
    if (consent !== 'granted') return
    for (const [reason, count] of Object.entries(drops)) {
      call(settings.onDrop, { reason, count })
      record({ type: 'track', event: 'sdk_dropped', properties: { reason, count } })
    }
    drops = {}
    const chunks: Chunk[] = []
    for (const [content, at, json] of calls.splice(0)) {
      become(nextVisit(visit, content, at, freshId))
      if (content.type === 'reset') continue
      const id = newId(at)
      addToChunks(chunks, toMessage(visit!, id, at, json), { id, owner: owner(), token: tokens?.known() })
    }
    const entries: Entry[] = chunks.map((chunk) => [chunk.id, chunk])
    if (saved !== (saved = JSON.stringify(visit))) {
      entries.push([VISIT, visit])
      tell({ visit: visit! })
    }
    await storage.put(entries)
    send()
  }

  function schedule(): void {
    if (isScheduled || consent !== 'granted') return
    isScheduled = true
    // The store does one thing after the other: when this is done, so is what came before.
    stored = store()
  }

  function drop(reason: string, count = 1): void {
    drops[reason] = (drops[reason] ?? 0) + count
    schedule()
  }

  function record(content: Content, isNamed = true): void {
    if (!isNamed) warn(`${content.type}() has no id`)
    if (!isNamed || consent === 'denied') return
    // It is stamped with who did it.
    const bare = { ...content, userId: undefined }
    let json: string
    try {
      json = JSON.stringify(bare)
    } catch {
      // It was done all the same.
      drop('unserialisable')
      json = JSON.stringify({ ...bare, properties: undefined, traits: undefined })
    }
    calls.push([content, clock.now(), json])
    if (consent !== 'granted' && calls.length > maxMessages) {
      calls.shift()
      drop('queue_full')
    }
    schedule()
  }

  function send(): void {
    if (consent === 'granted') sender.send()
  }

  function optIn(): void {
    if (!isPage) return
    consent = 'granted'
    schedule()
  }

  function forget(): void {
    consent = 'denied'
    sender.sleep()
    calls.length = 0
    loading = undefined
    isScheduled = false
    become(undefined)
    void storage.clear()
  }

  function hear({ visit: other, removed = [], optedOut, added }: TabMessage): void {
    if (other && consent === 'granted') become(other)
    storage.forget(removed)
    if (optedOut) forget()
    if (added) addition?.onMessage(added)
  }

  const addition = add?.({
    settings,
    name,
    record,
    visit: () => visit,
    tokens,
    tell: (added) => tell({ added }),
    warn,
    call,
  })

  if (isPage) {
    const leave = (): void => {
      sender.leave()
      addition?.onLeave()
    }
    const hurry = (): void => {
      sender.hurry()
      addition?.onOnline()
    }
    const sleep = (): void => {
      sender.sleep()
      addition?.onLeave()
    }
    watchPage(leave, sleep, send, hurry)
  }
  if (consent === 'granted') optIn()
  return {
    track: (event, properties) => record({ type: 'track', event, properties }),
    // Called from JavaScript, too: an id that JSON cannot hold would be the end of all that follows.
    identify: (id: unknown, traits) => record({ type: 'identify', userId: String(id), traits }, !!id),
    group: (id: unknown, traits) => record({ type: 'group', groupId: String(id), traits }, !!id),
    reset: () => record({ type: 'reset' }),
    flush: async () => (consent === 'granted' ? sender.flush() : undefined),
    optIn,
    optOut() {
      if (!isPage) return
      forget()
      tell({ optedOut: true })
    },
    ...addition?.api,
  } as Client & Api
}
