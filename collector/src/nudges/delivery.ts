import type { Logger } from 'pino'
import { Webhook } from 'standardwebhooks'
import type { Attempt, DueRequest, Storage } from '../storage/storage.ts'
import type { Resolve } from './addresses.ts'
import { toAttempt, WAITS_MS } from './attempt.ts'
import { type Answer, post, requireAllowed } from './post.ts'

/** Sends what webhook rules have put into the outbox. */
export interface Delivery {
  /**
   * Begins no more, gives what is under way three seconds to end and then cuts it off, and resolves when nothing more is
   * written. What was cut off is sent by whoever looks next.
   */
  stop(): Promise<void>
}

interface DeliveryOptions {
  readonly url: string
  readonly allowPrivate: boolean
  /** Those that requests are signed with at that moment, each once; without any, requests wait. */
  readonly secrets: () => readonly string[]
  readonly now: () => number
  readonly random: () => number
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** @defaultValue as in life */
  readonly times?: Partial<Times>
  readonly resolve?: Resolve
}

interface Times {
  /** How often it is looked whether something is due. */
  readonly lookMs: number
  /** What an attempt may take in all. */
  readonly attemptMs: number
  /** How long a request is kept from others; whoever has it may have been killed. */
  readonly leaseMs: number
  readonly waitsMs: readonly number[]
  /** How long a stop waits for what is under way. */
  readonly stopMs: number
}
const TIMES: Times = { lookMs: 1_000, attemptMs: 10_000, leaseMs: 30_000, waitsMs: WAITS_MS, stopMs: 3_000 }

/** Of a receiver that takes some and refuses others the log tells so often. */
const WARN_MS = 60_000
/** Attempts under way at once. */
const AT_ONCE = 5

export function startDelivery(
  storage: Pick<Storage, 'transaction' | 'nextDueAt'>,
  { url, allowPrivate, secrets, now, random, log, times, resolve }: DeliveryOptions,
): Delivery {
  const { lookMs, attemptMs, leaseMs, waitsMs, stopMs } = { ...TIMES, ...times }
  const receiver = new URL(url)
  const cutOff = new AbortController()
  const underWay = new Map<DueRequest, Promise<void>>()
  let filling: Promise<void> | null = null
  let isFailing = false
  let warnedAt = -Infinity
  let isBlind = false
  let isStopped = false

  async function request({ id, payload }: DueRequest): Promise<Answer | Error> {
    const at = new Date(now())
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'uptake',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': secrets()
        .map((secret) => new Webhook(secret).sign(id, at, payload))
        .join(' '),
    }
    const timeout = AbortSignal.timeout(attemptMs)
    const signal = AbortSignal.any([timeout, cutOff.signal])
    try {
      return await post(receiver, { body: payload, headers }, { allowPrivate, signal, ...(resolve && { resolve }) })
    } catch (error) {
      return timeout.aborted ? new Error(`no answer within ${attemptMs / 1_000} s`) : (error as Error)
    }
  }
  /** Whether it was delivered. */
  async function attempt(due: DueRequest): Promise<boolean> {
    const result = await request(due)
    const wasCutOff = cutOff.signal.aborted && result instanceof Error
    const came: Attempt = wasCutOff
      ? { status: 'pending', attempts: due.attempts, error: 'cut off, as the collector was stopped', nextAt: now() }
      : toAttempt(due.attempts, result, { nowMs: now(), random, waitsMs })
    await storage.transaction((transaction) => transaction.putAttempt(due.id, came))
    if (!wasCutOff) tell(due, came)
    return came.status === 'delivered'
  }
  /** A receiver that is down fails each of thousands: the log tells when that begins and ends, and of each that is given up. */
  function tell({ id, nudge }: DueRequest, { status, error }: Attempt): void {
    if (status === 'delivered' && isFailing) log.info('webhooks are delivered again')
    if (status === 'delivered') isFailing = false
    else if (!isFailing && now() - warnedAt >= WARN_MS) {
      log.warn({ error }, 'webhooks fail; they are tried again for three days')
      isFailing = true
      warnedAt = now()
    }
    if (status === 'dead') log.error({ id, nudge, error }, 'a webhook is given up: see `uptake webhooks`')
  }

  async function fill(): Promise<void> {
    const room = AT_ONCE - underWay.size
    if (room === 0 || secrets().length === 0 || ((await storage.nextDueAt()) ?? Infinity) > now()) return
    const due = await storage.transaction((transaction) => transaction.takeDue(now(), now() + leaseMs, room))
    isBlind = false
    for (const one of due) underWay.set(one, send(one))
  }
  async function send(due: DueRequest): Promise<void> {
    let isDelivered = false
    try {
      isDelivered = await attempt(due)
    } catch (err) {
      log.error({ err, id: due.id }, 'a webhook is sent again: what came of it was not written')
    }
    underWay.delete(due)
    // A receiver that refuses thousands at once would keep the store busy: they wait for the next look.
    if (isDelivered) look()
  }
  function look(): void {
    if (isStopped) return
    filling ??= fill()
      .catch((err: unknown) => {
        if (!isBlind) log.error({ err }, 'webhooks cannot be taken from the store, and wait until they can')
        isBlind = true
      })
      .finally(() => (filling = null))
  }
  try {
    if (!allowPrivate) requireAllowed(receiver)
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'webhooks will fail')
  }
  const looking = setInterval(look, lookMs)
  look()

  return {
    async stop() {
      isStopped = true
      clearInterval(looking)
      await filling
      const cutting = setTimeout(() => cutOff.abort(), stopMs)
      await Promise.all(underWay.values())
      clearTimeout(cutting)
    },
  }
}
