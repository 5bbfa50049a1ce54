import { SDK_DROPPED } from '@uptake/shared/wire'
import { toMessage } from './envelope.ts'
import { byteLength, toKey } from './queue-key.ts'
import type { Entry, Store } from './store.ts'
import { nextIdentity, nextSession, parseIdentity, parseSession } from './visit.ts'
import type { Call, Identity, Session } from './visit.ts'

export interface Recorder {
  /** Reads who was here last, when the running task has ended. */
  start: () => void
  /** Copies a call; it is stamped and stored when the caller's task ends. */
  record: (type: Call['type'], name: string | number, data?: unknown) => void
  /** Counts a dropped message; it is told and reported when the task ends. */
  drop: (reason: string) => void
  /** Whether calls wait to be stamped. */
  isBusy: () => boolean
  /** Resolves when everything recorded so far is stored. */
  stored: () => Promise<unknown>
  /** Undefined until it has been read from storage. */
  identity: () => Identity | undefined
  /** The session that goes on now. */
  sessionId: () => string
}

/** Storing the session's last activity more often would not tell sessions apart any better. */
const SESSION_SAVE_MS = 60_000

/**
 * Turns calls into stored messages. Storage and stamping wait for the end of the caller's task; then all calls of the task
 * go into one transaction.
 */
export function createRecorder(parts: {
  store: Store
  now: () => number
  newId: (nowMs: number) => string
  /** The user known at creation. */
  userId: string | undefined
  /** Whether a user's messages need the user's token. */
  owned: boolean
  /** Before they are stored: a page that dies meanwhile can still send them. */
  onStamped: (messages: readonly Entry[]) => void
  onStored: () => void
  /** Another user or account than before. */
  onPerson: () => void
  onDrop: (reason: string, count: number) => void
}): Recorder {
  const { store, now, newId } = parts
  const freshId = (): string => newId(now())
  const calls: Call[] = []
  const drops = new Map<string, number>()
  let identity: Identity | undefined
  let session: Session | undefined
  let saved: { identity?: string; session?: Session | undefined } = {}
  let scheduled = false
  let stored: Promise<unknown> = Promise.resolve()
  let loading: Promise<Identity> | undefined

  async function load(): Promise<Identity> {
    const texts = await Promise.all([store.get('identity'), store.get('session')])
    session = parseSession(texts[1])
    saved = { identity: texts[0] ?? '', session }
    const before = parseIdentity(texts[0]) ?? { anonymousId: freshId() }
    return parts.userId === undefined ? before : apply(before, { type: 'identify', at: now(), name: parts.userId })
  }

  function apply(before: Identity, call: Call): Identity {
    const after = nextIdentity(before, call, freshId)
    if (after.anonymousId !== before.anonymousId) session = undefined
    return after
  }

  function stamp(call: Call): Entry {
    session = nextSession(session, call.at, freshId)
    const messageId = newId(call.at)
    const message = toMessage(call, identity!, session.id, messageId)
    return [toKey(messageId, byteLength(message), (parts.owned && identity!.userId) || ''), message]
  }

  /** What has to be kept of the visit, where it is not stored yet. */
  function visitEntries(): Entry[] {
    const entries: Entry[] = []
    const text = JSON.stringify(identity)
    if (text !== saved.identity) entries.push(['identity', text])
    const old = saved.session
    const isNew = session && (session.id !== old?.id || session.activeAt >= old.activeAt + SESSION_SAVE_MS)
    if (isNew) entries.push(['session', JSON.stringify(session)])
    saved = { identity: text, session: isNew ? session : old }
    return entries
  }

  async function storeCalls(): Promise<void> {
    await Promise.resolve() // The caller's task ends first.
    scheduled = false
    const loaded = await (loading ??= load())
    // Not `identity ??= await …`: that would look before it waits, and undo what came meanwhile.
    identity ??= loaded
    for (const [reason, count] of drops) {
      parts.onDrop(reason, count)
      calls.push({ type: 'track', at: now(), name: SDK_DROPPED, data: JSON.stringify({ reason, count }) })
    }
    drops.clear()
    const messages: Entry[] = []
    for (const call of calls.splice(0)) {
      const before: Identity = identity
      identity = apply(identity, call)
      if (identity !== before) parts.onPerson()
      if (call.type !== 'reset') messages.push(stamp(call))
    }
    parts.onStamped(messages)
    const entries = [...visitEntries(), ...messages]
    if (entries.length > 0) await store.write(entries)
    if (messages.length > 0) parts.onStored()
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    // Without its value, in which every one before would be kept.
    stored = Promise.all([stored, storeCalls()]).then(() => undefined)
  }

  function drop(reason: string): void {
    drops.set(reason, (drops.get(reason) ?? 0) + 1)
    schedule()
  }

  return {
    start: schedule,
    record(type, name, data) {
      const call: Call = { type, at: now(), name: '' }
      try {
        call.name = String(name)
        call.data = JSON.stringify(data)
      } catch {
        drop('unserialisable')
        // Whoever acts from here on must be known, whatever their traits are like.
        if (type === 'track' || !call.name) return
      }
      calls.push(call)
      schedule()
    },
    drop,
    isBusy: () => calls.length > 0,
    stored: () => stored,
    identity: () => identity,
    sessionId: () => (session = nextSession(session, now(), freshId)).id,
  }
}
