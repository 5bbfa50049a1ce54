import { pino } from 'pino'
import { createApp } from '../http/app.ts'
import { isLoopback } from '../http/loopback.ts'
import { listen } from '../http/server.ts'
import { UptakeError } from '../errors.ts'
import { modelInForce, reviewText } from '../insights/model-in-force.ts'
import { openProject } from '../project.ts'
import { startWriter } from '../writer.ts'
import { readKeys } from './environment.ts'
import { loadConfig } from './load-config.ts'
import { warningsOf } from './model/check.ts'
import type { ProjectOptions } from './options.ts'

/** How often it is looked whether a day has ended, and who has to be scored again. */
const REFRESH_MS = 60_000

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
  const project = await openProject(config, options.data, now)
  const { storage, snapshots, refolded } = project
  if (refolded !== null && refolded > 0) log.info({ messages: refolded }, 'folded again by the changed model')
  const inForce = await modelInForce(storage, now())
  if (inForce?.reviewDue) log.warn(reviewText(inForce))
  const stopping = new AbortController()
  const { model, retentionDays } = config
  const writer = startWriter({ dataFolder: options.data, model: model.input, retentionDays, keys }, (err) => {
    log.fatal({ err }, 'the writer has failed')
    process.exit(1)
  })
  const app = createApp({ ...project, receive: writer.receive, config, keys, now, log, stopping: stopping.signal })
  const server = await listen(app, options).catch(async (error: unknown) => {
    await writer.close()
    await storage.close()
    throw error
  })

  const refresh = () => snapshots.refresh(now()).catch((err: unknown) => log.error({ err }, 'snapshot failed'))
  const refreshing = setInterval(() => void refresh(), REFRESH_MS)
  void refresh()

  const stopped = new Promise<void>((resolve) => {
    let isStopping = false
    const stop = async () => {
      if (isStopping) return
      isStopping = true
      stopping.abort()
      clearInterval(refreshing)
      await server.close()
      await writer.close()
      await snapshots.stop()
      await storage.close()
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
  })
  process.stdout.write(`listening on ${server.url}\n`)
  await stopped
}
