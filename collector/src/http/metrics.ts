import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RejectionCode } from '@uptake/shared/wire'

/** What was taken in since it was told last. */
export interface Tally {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: Readonly<Partial<Record<RejectionCode, number>>>
  /** How long each transaction took, with the wait for its turn, in seconds. */
  readonly commits: readonly number[]
}

/** What `/metrics` shows, in the text format of Prometheus. */
export interface Metrics {
  readonly contentType: string
  read(): Promise<string>
  /** Adds what was taken in. */
  count(tally: Tally): void
}

/** What is asked for when somebody looks. */
interface Gauges {
  /** Bodies that wait for the writer: how many, and how large together. */
  readonly waiting: () => { readonly requests: number; readonly bytes: number }
  /** Seconds since standings and history were last complete. */
  readonly snapshotLag: () => number
  /** Webhooks that are not delivered. */
  readonly undelivered: () => Promise<{ readonly pending: number; readonly dead: number }>
}

/** Beside these, what Node says of the process: processor, memory, event loop, garbage collection. */
export function createMetrics({ waiting, snapshotLag, undelivered }: Gauges): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `uptake_${name}`, help, labelNames, registers: [registry] })
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name: `uptake_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.set(await read())
      },
    })

  const accepted = counter('messages_accepted_total', 'Messages committed')
  const duplicates = counter('messages_duplicate_total', 'Messages that were known already')
  const rejected = counter('messages_rejected_total', 'Messages not taken, by reason', ['code'])
  const commit = new Histogram({
    name: 'uptake_commit_seconds',
    help: 'How long a transaction of messages took, with the wait for other writers',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers: [registry],
  })
  gauge('queue_requests', 'Requests that wait for the writer', () => waiting().requests)
  gauge('queue_bytes', 'Bytes of the bodies that wait for the writer', () => waiting().bytes)
  gauge('snapshot_lag_seconds', 'Since standings and history were last complete', snapshotLag)
  gauge('webhooks_pending', 'Webhooks to be sent, or sent again', async () => (await undelivered()).pending)
  gauge('webhooks_dead', 'Webhooks that were given up', async () => (await undelivered()).dead)

  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    count(tally) {
      accepted.inc(tally.accepted)
      duplicates.inc(tally.duplicates)
      for (const [code, count] of Object.entries(tally.rejected)) rejected.inc({ code }, count)
      for (const seconds of tally.commits) commit.observe(seconds)
    },
  }
}
