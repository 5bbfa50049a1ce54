import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endBy, urlOf } from './child.ts'
import { KEYS } from './start-collector.ts'

const MAIN = fileURLToPath(import.meta.resolve('@uptake/collector/src/main.ts'))
/** The keys of `KEYS`, as they are set. */
export const ENVIRONMENT = {
  UPTAKE_WRITE_KEY: KEYS.writeKey,
  UPTAKE_SECRET_KEY: KEYS.secretKey,
  UPTAKE_IDENTITY_SECRET: KEYS.identitySecret,
  UPTAKE_WEBHOOK_SECRET: KEYS.webhookSecrets.join(),
}

interface RunOptions {
  readonly cwd?: string
  /** Instead of the keys of `KEYS`. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs a verb of the command line as its user would; both streams go to `onLine` too, as they come. */
export function spawnUptake(
  args: readonly string[],
  { cwd, environment = ENVIRONMENT }: RunOptions = {},
): ChildProcess {
  const options = { env: { ...process.env, ...environment }, ...(cwd !== undefined && { cwd }) }
  return spawn(process.execPath, [MAIN, ...args], options)
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a verb to its end. */
export async function runUptake(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawnUptake(args, options)
  const [stdout, stderr] = [child.stdout, child.stderr].map(async (stream) => {
    let text = ''
    for await (const chunk of stream ?? []) text += String(chunk)
    return text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: (await stdout) ?? '', stderr: (await stderr) ?? '' }
}

/** A collector in a process of its own. */
export interface SpawnedCollector {
  readonly url: string
  readonly process: ChildProcess
  /** What it has written by now, to either stream. */
  output(): string
  /** Ends it by a signal; resolves to its exit code, or to the signal where that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** Starts `uptake serve` and waits until it accepts connections. */
export async function spawnCollector(options: {
  data: string
  config: string
  port?: number
  /** What else the verb is given. */
  more?: readonly string[]
  environment?: Readonly<Record<string, string>>
}): Promise<SpawnedCollector> {
  const { data, config, port = 0, more = [], environment } = options
  const args = ['serve', '--port', String(port), '--data', data, '--config', config, ...more]
  const child = spawnUptake(args, environment && { environment })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)))
  return { url: await urlOf(child), process: child, output: () => output, end: (signal) => endBy(child, signal) }
}
