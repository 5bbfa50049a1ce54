import { pino } from 'pino'
import { createApp, createOpeningApp } from '../http/app.ts'
import { isLoopback } from '../http/loopback.ts'
import { createMetrics } from '../http/metrics.ts'
import { listen } from '../http/server.ts'
import { UptakeError } from '../errors.ts'
import { modelInForce, reviewText } from '../insights/model-in-force.ts'
import { openProject } from '../project.ts'
import { startWriter } from '../writer.ts'
import { readKeys } from './environment.ts'
import { loadConfig } from './load-config.ts'
import { warningsOf } from './model/check.ts'
import type { ProjectOptions } from './options.ts'

/** How often it is looked whether a day has ended, who has to be scored again, and what is to be kept no longer. */
const LOOK_MS = 60_000
/** How long after a transaction failed it is said that none can be written: then somebody has to try again. */
const TROUBLE_MS = 10_000

/** Starts the collector, and stops it on SIGTERM and SIGINT. Logs go to standard error. */
export async function serve(options: ProjectOptions & { port: number; host: string }): Promise<void> {
  const log = pino({ base: null }, process.stderr)
  const config = await loadConfig(options.config)
  const keys = readKeys(options, process.env)
  if (options.host === '') {
    throw new UptakeError('invalid_option', '--host is empty, which is every address', 'Name the address to listen on.')
  }
  if (config.identity === 'verify') {
    // Taken for "open" it would let anybody send as anybody, which is what it is chosen to prevent.
    const hint = 'Configure "open" until it is; reading at /v1/me needs a token in both.'
    throw new UptakeError('invalid_config', 'identity "verify" is not built yet', hint)
  }
  if (config.identity === 'trust') {
    if (!isLoopback(options.host)) {
      const hint = 'Leave --host out, or configure identity "open" or "verify".'
      throw new UptakeError('invalid_option', `identity "trust" is refused on host ${options.host}`, hint)
    }
    log.warn('identity "trust": whoever reaches this port may read any user at /v1/me; for trying and demos alone')
  }
  for (const { path, message, hint } of warningsOf(config.model)) log.warn({ path, hint }, message)
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
  const { storage, snapshots, retention, refolded } = project
  if (refolded !== null && refolded > 0) log.info({ messages: refolded }, 'folded again by the changed model')
  const inForce = await modelInForce(storage, now())
  if (inForce?.reviewDue) log.warn(reviewText(inForce))

  const { model, retentionDays } = config
  let trouble: string | null = null
  let troubledAt = 0
  let refreshedAt = now()
  const writer = startWriter(
    { dataFolder: options.data, model: model.input, retentionDays, keys },
    {
      onTally: (tally) => metrics.count(tally),
      onTrouble(next) {
        if (next !== null) troubledAt = now()
        if (next === trouble) return
        trouble = next
        if (next === null) log.info('messages can be written again')
        else log.error({ trouble: next }, 'messages cannot be written')
      },
      onFailure(err) {
        log.fatal({ err }, 'the writer has failed')
        process.exit(1)
      },
    },
  )
  const metrics = createMetrics({ waiting: writer.waiting, snapshotLag: () => (now() - refreshedAt) / 1_000 })
  const notReady = () =>
    trouble !== null && now() - troubledAt < TROUBLE_MS
      ? 'The store cannot be written. The collector’s log says why.'
      : null
  const stopping = new AbortController()
  const isLocal = isLoopback(options.host)
  const services = { ...project, ...writer, config, keys, now, log, metrics, notReady, isLocal }
  app = createApp({ ...services, stopping: stopping.signal })

  const refresh = async () => {
    const startedAt = now()
    try {
      await snapshots.refresh(startedAt)
      refreshedAt = startedAt
    } catch (err) {
      log.error({ err }, 'snapshot failed')
    }
  }
  const keepUp = async () => {
    const removed = await retention.keepUp(now())
    if (removed) log.info(removed, 'messages removed that were older than data is kept')
  }
  const look = () => {
    void refresh()
    void keepUp().catch((err: unknown) => log.error({ err }, 'removing old messages failed'))
  }
  const looking = setInterval(look, LOOK_MS)
  look()

  const stopped = new Promise<void>((resolve) => {
    let isStopping = false
    stop = () => {
      if (!isStopping) void end().then(resolve)
      isStopping = true
    }
    const end = async () => {
      stopping.abort()
      clearInterval(looking)
      const settled = Promise.all([snapshots.stop(), retention.stop()])
      await server.close()
      await writer.close()
      await settled
      await storage.close()
    }
  })
  process.stdout.write(`listening on ${server.url}\n`)
  await stopped
}
