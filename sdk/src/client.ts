import type { NudgeEvent } from '@uptake/shared/wire'
import type { HttpAnswer } from './core/answer.ts'
import { createMeReader } from './core/me-reader.ts'
import { createNudgeSlots } from './core/nudge-slots.ts'
import { createRecorder } from './core/recorder.ts'
import { createMemoryStore, withFallback } from './core/store.ts'
import { createTokens } from './core/tokens.ts'
import type { Call } from './core/visit.ts'
import { createUuids } from './core/uuid.ts'
import { createDelivery } from './delivery.ts'
import type { Settings } from './options.ts'
import type { Runtime } from './runtime.ts'
import type { Nudge, Properties, Uptake } from './types.ts'

/** The version of what is stored and said between tabs: pages with another one leave each other alone. */
const VERSION = 1

/** A client whose `track` takes any event; `createUptake` narrows it to a configuration's. */
export type Client = Omit<Uptake, 'track'> & { readonly track: (event: string, ...properties: unknown[]) => void }

/** Wires a client: calls are recorded, what is recorded is delivered, and when that is answered the score is read. */
export function createClient(settings: Settings, runtime: Runtime): Client {
  const { now, random, later } = runtime
  const name = `uptake/${VERSION}/${settings.writeKey}`
  const warned = new Set<string>()

  /** The app's own callbacks must not end our work. */
  function safely<Args extends unknown[]>(callback: (...args: Args) => void): (...args: Args) => void {
    return (...args) => {
      try {
        callback(...args)
      } catch (error) {
        runtime.report(error)
      }
    }
  }
  const tellApp = safely(settings.warn)
  const onDrop = safely(settings.onDrop ?? (() => {}))

  function warn(message: string): void {
    if (!warned.has(message)) tellApp(message)
    warned.add(message)
  }

  const store = withFallback(runtime.createStore(name), createMemoryStore(), (cause) => {
    warn(`Storage failed (${String(cause)}): what is not delivered before this page is left is lost.`)
    delivery.sendAlone()
  })
  const tokens = settings.token && createTokens({ ask: settings.token, claims: runtime.readClaims, store, now, warn })
  const recorder = createRecorder({
    store,
    now,
    newId: createUuids(random),
    userId: settings.userId,
    owned: tokens !== undefined,
    onStamped: (messages) => delivery.onStamped(messages),
    onStored: () => delivery.onStored(),
    onPerson: () => reader.forget(),
    onDrop(reason, count) {
      if (reason === 'unserialisable') warn('Properties that JSON cannot hold (a cycle, a BigInt) were dropped.')
      onDrop({ reason, count })
    },
  })
  const retry = { minMs: settings.retryMinMs, maxMs: settings.retryMaxMs }
  const reader = createMeReader({ request: requestMe, random, later, retry, warn })
  const delivery = createDelivery({
    settings,
    runtime,
    name,
    store,
    recorder,
    tokens,
    onSettled: reader.settle,
    onOnline: reader.hurry,
    warn,
  })
  const listenToSlot = createNudgeSlots((nudge) => record('track', 'nudge_held', { nudge: nudge.id }))
  void recorder.stored().then(delivery.start)

  /** With a token, the collector takes its user and account alone; in its mode `trust`, those that are named here. */
  function requestMe(): Promise<HttpAnswer | null> | undefined {
    const { userId, groupId } = recorder.identity() ?? {}
    if (!userId) return undefined
    const query = new URLSearchParams({ session: recorder.sessionId() })
    if (tokens) return requestWithToken(userId, `${query}`)
    query.set('userId', userId)
    if (groupId) query.set('account', groupId)
    return get(`${query}`, `Basic ${btoa(`${settings.writeKey}:`)}`)
  }

  async function requestWithToken(userId: string, query: string): Promise<HttpAnswer | null> {
    const token = await tokens?.of(userId, userId)
    return token ? get(query, `Bearer ${token}`) : null
  }

  function get(query: string, authorization: string): Promise<HttpAnswer | null> {
    return runtime.request(`${settings.host}/v1/me?${query}`, { headers: { authorization } })
  }

  function record(type: Call['type'], subject: string, data?: unknown): void {
    recorder.record(type, subject, data)
    if (type !== 'reset') reader.outdate()
  }

  function recordNamed(type: 'identify' | 'group', id: string, traits?: Properties): void {
    if (id) record(type, id, traits)
    else warn(`${type}() without an id does nothing.`)
  }

  const report =
    (event: NudgeEvent) =>
    ({ id }: Pick<Nudge, 'id'>): void =>
      record('track', event, { nudge: id })

  /** Reports what ends a nudge's stay. */
  function end(event: NudgeEvent, { id }: Pick<Nudge, 'id'>, days?: number): void {
    record('track', event, { nudge: id, days })
    reader.hideNudge(id)
  }

  return {
    track: (event, properties) => record('track', event, properties),
    identify: (userId, traits) => recordNamed('identify', userId, traits),
    group: (groupId, traits) => recordNamed('group', groupId, traits),
    reset: () => record('reset', ''),
    flush: delivery.flush,
    me: { subscribe: (callback) => reader.subscribe(safely(callback)) },
    nudges: {
      subscribe: (slot, callback) => reader.subscribe(listenToSlot(slot, safely(callback))),
      shown: report('nudge_shown'),
      clicked: report('nudge_clicked'),
      dismissed: (nudge) => end('nudge_dismissed', nudge),
      snoozed: (nudge, days) => end('nudge_snoozed', nudge, days),
      completed: (nudge) => end('nudge_completed', nudge),
    },
  }
}
