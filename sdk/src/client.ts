import { toMessage } from './core/envelope.ts'
import { addToChunks, type Chunk } from './core/queue.ts'
import { none } from './core/none.ts'
import { createUuids } from './core/uuid.ts'
import { nextVisit, type Named, type Visit } from './core/visit.ts'
import type { Settings } from './options.ts'
import { call } from './platform/callback.ts'
import { random32 } from './platform/chance.ts'
import { clock } from './platform/clock.ts'
import { local, watchLocal } from './platform/local.ts'
import { isPage, watchPage } from './platform/page.ts'
import { createSender } from './recording/sender.ts'
import { createStorage } from './recording/storage.ts'
import { createTokens, type Tokens } from './recording/tokens.ts'
import type { RecordingUptake } from './types.ts'

/** A client whose `track` takes any event; `createUptake` narrows it to a configuration's. */
export type Client = Omit<RecordingUptake, 'track'> & {
  readonly track: (event: string, properties?: unknown) => void
}

/** What tabs that sleep are told by, for a moment, instead of a visit. An app may empty `localStorage`, which is no opt-out. */
const ERASED = ''

/** What can be built on. */
export type Inside = readonly [
  settings: Settings,
  visit: () => Visit | undefined,
  tokens: Tokens,
  warn: (message: string) => void,
]

/**
 * Wires a client: calls are recorded, and what is recorded is sent. On a server it does nothing.
 * @param onVisit - the visit went on, or ended; `isOther`: another person or account is here, or nobody
 * @param onSettled - all that this page recorded has been answered
 */
export function createClient(
  settings: Settings,
  onVisit: (isOther: boolean) => void = none,
  onSettled: () => void = none,
): readonly [client: Client, ...Inside] {
  const { writeKey, maxMessages } = settings
  /** Whom the app has named at creation; nobody any more when that was recorded, or an opt-out came before. */
  let { userId } = settings
  const name = `uptake/${writeKey}`
  const warned = new Set<string>()
  const newId = createUuids(random32)
  /** Nobody is named by what ends a visit. */
  const calls: [at: number, json: string, named: Named | undefined][] = []
  let drops: Record<string, number> = {}
  const isSignalled =
    settings.respectPrivacySignal && (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
  let consent: 'granted' | 'pending' | 'denied' = !isPage || isSignalled ? 'denied' : settings.consent
  let visit: Visit | undefined
  let scheduled: Promise<void> | undefined

  function warn(message: string): void {
    if (!warned.has(message)) call(settings.warn, `[uptake] ${message}`)
    warned.add(message)
  }

  const person = (): string => `${visit?.userId}\n${visit?.groupId}`
  const user = (): string | undefined => visit?.userId
  const storage = createStorage(name, warn, () => forget(false))
  const tokens = createTokens(settings.token, person, warn)
  const [send, wake, flush, leave] = createSender(settings, name, storage, user, tokens, drop, warn, onSettled)

  function become(next: Visit | undefined): void {
    const before = person()
    visit = next
    const isOther = before !== person()
    if (isOther) tokens.token = undefined
    onVisit(isOther)
  }

  /** Goes on with the visit as it is now: another tab may have. */
  function refresh(): void {
    become((local((kept) => JSON.parse(kept.getItem(name)!)) as Visit | null | undefined) ?? visit)
  }

  function save(): void {
    if (!visit) return
    const isKept = local((kept) => kept.setItem(name, JSON.stringify(visit)) === undefined)
    // Where there was no room for it, the one before must not come back.
    if (!isKept) local((kept) => kept.removeItem(name))
  }

  /** Stamps and stores what was done, all of a task in one transaction. */
  async function store(): Promise<void> {
    scheduled = undefined
    if (consent !== 'granted') return
    for (const [reason, count] of Object.entries(drops)) {
      const dropped = { reason, count }
      call(settings.onDrop, dropped)
      track('sdk_dropped', dropped)
    }
    drops = {}
    refresh()
    if (userId) become(nextVisit(visit, { userId }, clock.now(), newId))
    userId = ''
    const chunks: Chunk[] = []
    for (const [at, json, named] of calls.splice(0)) {
      become(nextVisit(named && visit, named ?? {}, at, newId))
      const id = newId(at)
      if (named) addToChunks(chunks, toMessage(visit!, id, at, json), { id, userId: user(), token: tokens.token })
    }
    save()
    await storage.put(chunks)
    if (consent === 'granted') send()
  }

  function schedule(): void {
    if (consent === 'granted') scheduled ??= Promise.resolve().then(store)
  }

  function drop(reason: string, count = 1): void {
    drops[reason] = (drops[reason] ?? 0) + count
    schedule()
  }

  /**
   * @param details - what only the app knows the form of
   * @param named - none for what ends a visit
   */
  function record(
    content: { type: string; event?: string; groupId?: string },
    details?: object,
    named?: Named,
    isNamed = true,
  ): void {
    if (!isNamed) warn(`${content.type}() has no id`)
    if (!isNamed || consent === 'denied') return
    let json: string
    try {
      json = JSON.stringify({ ...content, ...details })
    } catch {
      // It was done all the same.
      drop('unserialisable')
      json = JSON.stringify(content)
    }
    calls.push([clock.now(), json, named])
    if (consent !== 'granted' && calls.length > maxMessages) {
      calls.shift()
      drop('queue_full')
    }
    schedule()
  }

  const track = (event: string, properties?: unknown): void => record({ type: 'track', event }, { properties }, {})

  function optIn(): void {
    if (!isPage) return
    consent = 'granted'
    schedule()
  }

  /** @param isNews - other tabs have to be told */
  function forget(isNews: boolean): void {
    consent = 'denied'
    calls.length = 0
    scheduled = undefined
    userId = ''
    become(undefined)
    local((kept) => kept.removeItem(name))
    storage.clear(isNews)
    leave(true)
  }

  if (isPage) {
    watchLocal(name, (kept) => {
      if (kept === ERASED) forget(false)
      else if (consent === 'granted') refresh()
    })
    watchPage(leave, () => {
      if (consent !== 'granted') return
      schedule()
      wake()
    })
  }
  schedule()
  const client: Client = {
    track,
    // Called from JavaScript, too: an id that JSON cannot hold would be the end of all that follows.
    identify: (id: unknown, traits) => record({ type: 'identify' }, { traits }, { userId: String(id) }, !!id),
    group: (id: unknown, traits) => {
      const groupId = String(id)
      record({ type: 'group', groupId }, { traits }, { groupId }, !!id)
    },
    reset: () => record({ type: 'reset' }),
    async flush() {
      if (consent !== 'granted') return
      await scheduled
      await flush()
    },
    optIn,
    optOut() {
      if (!isPage) return
      local((kept) => kept.setItem(name, ERASED))
      forget(true)
    },
  }
  return [client, settings, () => visit, tokens, warn]
}
