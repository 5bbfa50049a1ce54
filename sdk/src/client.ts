import type { NudgeEvent } from '@uptake/shared/wire'
import type { HttpAnswer } from './core/answer.ts'
import { createMeReader } from './core/me-reader.ts'
import { createNudgeSlots } from './core/nudge-slots.ts'
import { createRecorder } from './core/recorder.ts'
import { createSender } from './core/sender.ts'
import { withMemory } from './core/store.ts'
import { createTokens } from './core/tokens.ts'
import { createUuids } from './core/uuid.ts'
import type { Call } from './core/visit.ts'
import type { Settings } from './options.ts'
import type { Runtime } from './runtime.ts'
import type { Nudge, Properties, Uptake } from './types.ts'

/** The version of what is stored: pages with another one leave each other alone. */
const VERSION = 1

/** A client whose `track` takes any event; `createUptake` narrows it to a configuration's. */
export type Client = Omit<Uptake, 'track'> & { readonly track: (event: string, ...properties: unknown[]) => void }

/** Wires a client: calls are recorded, what is recorded is sent, and when that is answered the score is read. */
export function createClient(settings: Settings, runtime: Runtime): Client {
  const { host, writeKey, onDrop, sendDelayMs } = settings
  const { now, random, later } = runtime
  const name = `uptake/${VERSION}/${writeKey}`
  const retry = { minMs: settings.retryMinMs, maxMs: settings.retryMaxMs }
  const warned = new Set<string>()
  let isSendDue = false

  /** The app's own callbacks must not end our work. */
  function safely<T>(callback: (value: T) => void): (value: T) => void {
    return (value) => {
      try {
        callback(value)
      } catch (error) {
        runtime.report(error)
      }
    }
  }

  function warn(message: string): void {
    if (!warned.has(message)) safely(settings.warn)(message)
    warned.add(message)
  }

  const store = withMemory(runtime.createStore(name), (cause) => warn(`no storage (${String(cause)}): unsent is lost`))
  const tokens =
    settings.token && createTokens({ ask: settings.token, claims: runtime.readClaims, store, now, later, warn })
  const recorder = createRecorder({
    store,
    now,
    newId: createUuids(random),
    userId: settings.userId,
    owned: !!tokens,
    onStamped: (messages) => sender.onStamped(messages),
    onStored: sendSoon,
    onPerson: () => reader.forget(),
    onDrop(reason, count) {
      warn(`dropped: ${reason}`)
      if (onDrop) safely(onDrop)({ reason, count })
    },
  })
  const sender = createSender({
    store,
    tokens,
    currentUser: () => recorder.identity()?.userId,
    stored: recorder.stored,
    post: (body, keepalive) => runtime.request(`${host}/v1/batch`, { method: 'POST', body, keepalive }),
    writeKey,
    lock: runtime.createLock(name, () => warn('no Web Locks: all tabs send')),
    now,
    random,
    later,
    retry,
    bounds: settings,
    onSettled() {
      if (!recorder.isBusy()) reader.settle()
    },
    drop: recorder.drop,
    warn,
  })
  const reader = createMeReader({
    request: requestMe,
    onRefused: () => void tokens?.forget(recorder.identity()?.userId ?? ''),
    random,
    later,
    retry,
    warn,
  })
  const listenToSlot = createNudgeSlots((nudge) => record('track', 'nudge_held', { nudge: nudge.id }))

  /** With a token, the collector takes its user and account alone; in its mode `trust`, those that are named here. */
  function requestMe(): Promise<HttpAnswer | null> | undefined {
    const { userId, groupId } = recorder.identity() ?? {}
    if (!userId) return undefined
    const query = new URLSearchParams({ session: recorder.sessionId() })
    const get = (authorization: string): Promise<HttpAnswer | null> =>
      runtime.request(`${host}/v1/me?${query}`, { headers: { authorization } })
    if (tokens) return tokens.of(userId, userId).then((token) => (token ? get(`Bearer ${token}`) : null))
    query.set('userId', userId)
    if (groupId) query.set('account', groupId)
    return get(`Basic ${btoa(`${writeKey}:`)}`)
  }

  function sendSoon(): void {
    if (isSendDue) return
    isSendDue = true
    later(sendDelayMs, () => {
      isSendDue = false
      sender.send()
    })
  }

  function record(type: Call['type'], subject: string, data?: unknown): void {
    if (!runtime.isPage) return
    recorder.record(type, subject, data)
    reader.outdate()
  }

  function recordNamed(type: 'identify' | 'group', id: string, traits?: Properties): void {
    if (id) record(type, id, traits)
    else warn(`${type}() has no id`)
  }

  /** `hides`: the nudge's stay ends with it. */
  const report =
    (event: NudgeEvent, hides?: boolean) =>
    ({ id }: Pick<Nudge, 'id'>, days?: number): void => {
      record('track', event, { nudge: id, days })
      if (hides) reader.hideNudge(id)
    }

  async function start(): Promise<void> {
    recorder.start()
    await recorder.stored()
    runtime.watchPage({
      onLeave: sender.leave,
      onSleep: sender.sleep,
      onWake() {
        reader.outdate() // Another tab or device may have done something meanwhile.
        sender.send()
      },
      onOnline() {
        sender.hurry()
        reader.hurry()
      },
    })
    sender.send()
  }

  if (runtime.isPage) void start()
  return {
    track: (event, properties) => record('track', event, properties),
    identify: (userId, traits) => recordNamed('identify', userId, traits),
    group: (groupId, traits) => recordNamed('group', groupId, traits),
    reset: () => record('reset', ''),
    flush: async () => (runtime.isPage ? sender.flush() : undefined),
    me: { subscribe: (callback) => reader.subscribe(safely(callback)) },
    nudges: {
      subscribe: (slot, callback) => reader.subscribe(listenToSlot(slot, safely(callback))),
      shown: report('nudge_shown'),
      clicked: report('nudge_clicked'),
      dismissed: report('nudge_dismissed', true),
      snoozed: report('nudge_snoozed', true),
      completed: report('nudge_completed', true),
    },
  }
}
