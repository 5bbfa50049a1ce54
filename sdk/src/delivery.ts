import type { HttpAnswer } from './core/answer.ts'
import { excess } from './core/bounds.ts'
import { createLeaving, KEEPALIVE_BYTES } from './core/leaving.ts'
import { isRecord } from './core/parse-record.ts'
import { keyBytes, keyOwner, QUEUE } from './core/queue-key.ts'
import { createRecent } from './core/recent.ts'
import type { Recorder } from './core/recorder.ts'
import { createSender, type Outcome } from './core/sender.ts'
import type { Entry, Store } from './core/store.ts'
import type { Tokens } from './core/tokens.ts'
import type { Settings } from './options.ts'
import type { Runtime } from './runtime.ts'

export interface Delivery {
  start: () => Promise<void>
  /** Messages were made, and are being stored. */
  onStamped: (messages: readonly Entry[]) => void
  onStored: () => void
  flush: () => Promise<void>
  /** Nothing is shared with other tabs, so this one sends by itself. */
  sendAlone: () => void
}

/** The bounds are checked when they may be passed by this share, since a check reads all keys. */
const UNCHECKED_SHARE = 0.1

/** Brings what is stored to the collector: one tab does so for all of the origin, and every page for itself when it is left. */
export function createDelivery(parts: {
  settings: Settings
  runtime: Runtime
  /** Of the lock and the channel. */
  name: string
  store: Store
  recorder: Recorder
  tokens: Tokens | undefined
  /** All that this page recorded has been answered; `changed` where something was just now, by any tab. */
  onSettled: (changed: boolean) => void
  onOnline: () => void
  warn: (message: string) => void
}): Delivery {
  const { settings, runtime, store, recorder, tokens, warn } = parts
  const { now, random, later } = runtime
  const recent = createRecent(KEEPALIVE_BYTES)
  /** Flushes that wait for the sending tab's word, by id. */
  const flushes = new Map<string, () => void>()
  let isSending = false
  let isAlone = false
  let endDelay: (() => void) | undefined
  let unchecked = { messages: 0, bytes: 0 }

  const currentUser = (): string | undefined => recorder.identity()?.userId
  const post = (body: string, keepalive = false): Promise<HttpAnswer | null> =>
    runtime.request(`${settings.host}/v1/batch`, { method: 'POST', body, keepalive })

  const sender = createSender({
    store,
    post,
    writeKey: settings.writeKey,
    tokenOf: async (owner) => (await tokens?.of(owner, currentUser())) ?? null,
    async refuseToken(owner) {
      await tokens?.forget(owner)
      return owner !== '' && owner !== currentUser()
    },
    now,
    random,
    later,
    retry: { minMs: settings.retryMinMs, maxMs: settings.retryMaxMs },
    onAnswered: recent.remove,
    onDrop: recorder.drop,
    onTried,
    warn,
  })
  const leave = createLeaving({
    post: (body) => post(body, true),
    writeKey: settings.writeKey,
    now,
    knownToken: (owner) => tokens?.known(owner),
    onAnswered(keys) {
      recent.remove(keys)
      void store.remove(keys)
    },
  })
  const channel = runtime.createChannel(parts.name, onMessage)
  const lock = runtime.createLock(parts.name, lead, () => {
    warn('There are no Web Locks here (an insecure context?): every tab sends on its own.')
    sendAlone()
  })

  function lead(): void {
    isSending = true
    sender.start()
  }

  function sendAlone(): void {
    isAlone = true
    lead()
  }

  function onTried({ drained, sent }: Outcome): void {
    for (const resolve of flushes.values()) resolve()
    flushes.clear()
    if (!drained) return
    channel.post({ kind: 'settled', sent })
    void settle(sent)
  }

  /** The queue was just empty, but for what has to wait: finds out what of this page's has been answered, by whichever tab. */
  async function settle(sent: boolean): Promise<void> {
    const keys = recent.entries().map(([key]) => key)
    await recorder.stored()
    const waiting = await store.keys(QUEUE)
    recent.remove(keys.filter((key) => !waiting.includes(key)))
    const mine = ['', currentUser()]
    const isWaiting = recorder.isBusy() || recent.entries().some(([key]) => mine.includes(keyOwner(key)))
    if (!isWaiting) parts.onSettled(sent)
    if (isSending) await tokens?.keepOnly([currentUser(), ...waiting.map(keyOwner)])
  }

  function onMessage(message: unknown): void {
    if (!isRecord(message)) return
    const { kind, id } = message
    if (kind === 'settled') void settle(message['sent'] === true)
    if (kind === 'flushed') flushes.get(String(id))?.()
    if (kind === 'send' && isSending) sender.send()
    if (kind === 'flush' && isSending) void sender.sendNow().then(() => channel.post({ kind: 'flushed', id }))
  }

  async function keepBounds(): Promise<void> {
    unchecked = { messages: 0, bytes: 0 }
    await store.trim(QUEUE, (keys) => {
      const drops = Object.entries(excess(keys, now(), settings)).filter(([, count]) => count > 0)
      for (const [reason, count] of drops) recorder.drop(reason, count)
      return drops.reduce((sum, [, count]) => sum + count, 0)
    })
  }

  function send(): void {
    endDelay = undefined
    if (isSending) sender.send()
    else channel.post({ kind: 'send' })
  }

  function wake(): void {
    channel.open()
    if (isAlone) lead()
    else lock.acquire()
  }

  function sleep(): void {
    isSending = false
    sender.stop()
    lock.release()
    channel.close()
  }

  return {
    async start() {
      await keepBounds()
      runtime.watchPage({
        onLeave: () => leave(sender.isSilent() ? [] : recent.entries()),
        onSleep: sleep,
        onWake: wake,
        onOnline() {
          void sender.sendNow()
          parts.onOnline()
        },
      })
      wake()
      send()
    },
    onStamped(messages) {
      recent.add(messages)
      for (const [key] of messages) unchecked.bytes += keyBytes(key)
      unchecked.messages += messages.length
    },
    onStored() {
      const { maxMessages, maxBytes } = settings
      const isUnchecked =
        unchecked.messages > maxMessages * UNCHECKED_SHARE || unchecked.bytes > maxBytes * UNCHECKED_SHARE
      if (isUnchecked) void keepBounds()
      endDelay ??= later(settings.sendDelayMs, send)
    },
    async flush() {
      await recorder.stored()
      if (isSending) return sender.sendNow()
      const id = `${now()}/${random()}`
      await new Promise<void>((resolve) => {
        flushes.set(id, resolve)
        channel.post({ kind: 'flush', id })
      })
      flushes.delete(id)
    },
    sendAlone,
  }
}
