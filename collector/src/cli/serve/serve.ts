import { pino } from 'pino'
import { createApp, createOpeningApp } from '../../http/app.ts'
import { createClientLimits } from '../../http/client-limits.ts'
import { isLoopback } from '../../http/loopback.ts'
import { createMetrics } from '../../http/metrics.ts'
import type { Keys } from '../../http/keys.ts'
import { listen } from '../../http/server.ts'
import { modelInForce, reviewText } from '../../insights/model-in-force.ts'
import { startDelivery } from '../../nudges/delivery.ts'
import { DEFAULT_HOLDOUT } from '../../nudges/nudges.ts'
import { openProject } from '../../project.ts'
import { startWriter } from '../../writer.ts'
import { isReadableByOthers } from '../env-file.ts'
import { KEYS_HINT, readKeys } from '../environment.ts'
import { loadConfig } from '../load-config.ts'
import { warningsOf } from '../model/check.ts'
import { envFileOf, type ProjectOptions } from '../options.ts'
import { printableJson } from '../printable.ts'
import { refuseUnfit, refuseUnsafe } from './refuse-unsafe.ts'
import { createTrouble } from './trouble.ts'
import { startUpkeep } from './upkeep.ts'
import { watchKeys } from './watch-keys.ts'

/** Whoever stops it has to see it end within ten seconds. */
const STOP_MS = 9_000

interface ServeOptions {
  readonly port: number
  readonly host: string
  /** Requests a minute of one address; 0 is no limit. */
  readonly rateLimit: number
  /** How many proxies stand in front. */
  readonly trustProxy: number
}

/** Starts the collector, and stops it on SIGTERM and SIGINT. Logs go to standard error. */
export async function serve(options: ProjectOptions & ServeOptions): Promise<void> {
  const log = pino({ base: null }, { write: (line) => process.stderr.write(printableJson(line)) })
  const config = await loadConfig(options.config)
  const { model, retentionDays, identity } = config
  const readFitKeys = (): Keys => {
    const keys = readKeys(options, process.env)
    refuseUnfit(config, keys)
    return keys
  }
  const keys = readFitKeys()
  refuseUnsafe(config, options.host, log)
  const envFile = envFileOf(options)
  if (isReadableByOthers(envFile)) log.warn({ file: envFile }, 'others may read the keys: run `chmod 600` on the file')
  for (const { path, message, hint } of warningsOf(model)) log.warn({ path, hint }, message)
  const now = Date.now

  // What the opening of a store has not done goes on at the next start.
  let stop = (): void => process.exit()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop())
  let app = createOpeningApp()
  const server = await listen({ fetch: (...args) => app.fetch(...args) }, options)
  const project = await openProject(config, options.data, now).catch(async (error: unknown) => {
    await server.close()
    throw error
  })
  const { storage, refolded } = project
  if (refolded !== null && refolded > 0) log.info({ messages: refolded }, 'folded again by the changed model')
  const inForce = await modelInForce(storage, now())
  if (inForce?.reviewDue) log.warn(reviewText(inForce))

  // What is tried on one's own machine is shown; behind a proxy it is in use.
  const isTried = isLoopback(options.host) && options.trustProxy === 0
  await storage.transaction((transaction) => transaction.setDefaultHoldout(isTried ? 0 : DEFAULT_HOLDOUT))
  if (config.webhooks && keys.webhookSecrets.length === 0) {
    log.warn({ hint: KEYS_HINT }, 'webhooks wait: UPTAKE_WEBHOOK_SECRET, which signs them, is not set')
  }
  const trouble = createTrouble(now, log)
  const upkeep = startUpkeep(project, now, log)
  const writer = startWriter(
    { dataFolder: options.data, model: model.input, retentionDays, identity, keys },
    {
      onTally: (tally) => metrics.count(tally),
      onTrouble: trouble.note,
      onFailure(err) {
        log.fatal({ err }, 'the writer has failed')
        process.exit(1)
      },
    },
  )
  const delivery =
    config.webhooks &&
    startDelivery(storage, { ...config.webhooks, secrets: () => keys.webhookSecrets, now, random: Math.random, log })
  const metrics = createMetrics({
    waiting: writer.waiting,
    snapshotLag: upkeep.lagSeconds,
    undelivered: storage.countUndelivered,
  })
  const onKeys = (fresh: Keys): void => {
    Object.assign(keys, fresh)
    writer.useKeys(fresh)
  }
  const unwatch = watchKeys(readFitKeys, { known: keys, onKeys, log })
  const stopping = new AbortController()
  app = createApp({
    ...project,
    ...writer,
    config,
    keys,
    limits: createClientLimits(
      { perMinute: options.rateLimit, proxies: options.trustProxy },
      () => performance.now(),
      log,
    ),
    now,
    log,
    metrics,
    notReady: trouble.reason,
    isLocal: isLoopback(options.host),
    stopping: stopping.signal,
  })

  async function end(): Promise<void> {
    stopping.abort()
    unwatch()
    const kept = Promise.all([upkeep.stop(), delivery?.stop()])
    await server.close()
    await writer.close()
    await kept
    await storage.close()
  }
  const stopped = new Promise<void>((resolve) => {
    stop = () => {
      stop = () => undefined
      // Another process may hold the store: what is not acknowledged by then is sent again.
      setTimeout(() => process.exit(), STOP_MS).unref()
      void end().then(resolve)
    }
  })
  process.stdout.write(`listening on ${server.url}\n`)
  await stopped
}
