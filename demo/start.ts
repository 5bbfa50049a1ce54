/** Starts everything there is to see: a collector, some history for it, and the demo app. */
import { startCollector } from './start/collector.ts'
import { startDemo } from './start/demo.ts'
import { isPortFree } from './start/free-port.ts'
import { sendHistory } from './start/history.ts'
import { ensureKeys } from './start/keys.ts'
import { startReceiver } from './start/receiver.ts'
import config from './uptake.config.ts'

const COLLECTOR_PORT = Number(process.env.COLLECTOR_PORT ?? 4747)
const DEMO_PORT = Number(process.env.DEMO_PORT ?? 5173)

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const fail = (line: string): void => void process.stderr.write(`${line}\n`)

/** What has to be stopped again, newest last. */
const running: (() => Promise<void>)[] = []
let ending = false

async function end(exitCode: number): Promise<void> {
  if (ending) return
  ending = true
  await Promise.allSettled(running.map((stop) => stop()))
  process.exit(exitCode)
}

async function collectorPort(): Promise<number> {
  if (COLLECTOR_PORT === 0 || (await isPortFree(COLLECTOR_PORT))) return COLLECTOR_PORT
  say(`port ${COLLECTOR_PORT} is taken, so the collector takes a free one`)
  return 0
}

/** Without the port the demo goes on: the collector keeps what it cannot deliver, and tries again. */
async function receiveWebhooks(secret: string): Promise<void> {
  const port = Number(new URL(config.webhooks?.url ?? '').port)
  if (await isPortFree(port)) running.push((await startReceiver({ port, secret, say })).stop)
  else say(`port ${port} is taken, so no webhook is received: the collector keeps them and tries again`)
}

async function main(): Promise<void> {
  const { writeKey, webhookSecret } = await ensureKeys()
  await receiveWebhooks(webhookSecret)
  const collector = await startCollector(await collectorPort())
  running.push(collector.stop)
  void collector.gone.then((how) => {
    if (!ending) fail(`the collector has ended (${how}), so the demo ends too`)
    return end(1)
  })

  const { accepted, duplicates } = await sendHistory({ host: collector.host, writeKey }, Date.now())
  const demo = await startDemo({ host: collector.host, writeKey, port: DEMO_PORT })
  running.push(demo.stop)

  say('')
  say(`  collector  ${collector.host}`)
  say(`  demo       ${demo.address}`)
  say('')
  say(`  history    ${accepted} messages sent, ${duplicates} already there`)
  say('  watch      npx --yes pnpm uptake tail --data demo/data --config demo/uptake.config.ts')
  say('  end        Ctrl+C')
  say('')
}

// Before anything is started, so that nothing started stays behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))

main().catch((error: unknown) => {
  if (!ending) fail(error instanceof Error ? error.message : String(error))
  return end(1)
})
