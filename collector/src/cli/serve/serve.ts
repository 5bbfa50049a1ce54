import { pino } from 'pino'
import { createApp, createOpeningApp } from '../../http/app.ts'
import { isLoopback } from '../../http/loopback.ts'
import { createMetrics } from '../../http/metrics.ts'
import { listen } from '../../http/server.ts'
import { modelInForce, reviewText } from '../../insights/model-in-force.ts'
import { openProject } from '../../project.ts'
import { startWriter } from '../../writer.ts'
import { readKeys } from '../environment.ts'
import { loadConfig } from '../load-config.ts'
import { warningsOf } from '../model/check.ts'
import type { ProjectOptions } from '../options.ts'
import { refuseUnsafe } from './refuse-unsafe.ts'
import { createTrouble } from './trouble.ts'
import { startUpkeep } from './upkeep.ts'

/** Whoever stops it has to see it end within ten seconds. */
const STOP_MS = 9_000

/** Starts the collector, and stops it on SIGTERM and SIGINT. Logs go to standard error. */
export async function serve(options: ProjectOptions & { port: number; host: string }): Promise<void> {
  const log = pino({ base: null }, process.stderr)
  const config = await loadConfig(options.config)
  const { model, retentionDays, identity } = config
  const keys = readKeys(options, process.env)
  refuseUnsafe(config, keys, options.host, log)
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
  const metrics = createMetrics({ waiting: writer.waiting, snapshotLag: upkeep.lagSeconds })
  const stopping = new AbortController()
  app = createApp({
    ...project,
    ...writer,
    config,
    keys,
    now,
    log,
    metrics,
    notReady: trouble.reason,
    isLocal: isLoopback(options.host),
    stopping: stopping.signal,
  })

  async function end(): Promise<void> {
    stopping.abort()
    const kept = upkeep.stop()
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
