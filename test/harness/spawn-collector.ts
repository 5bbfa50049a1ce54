import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endBy, urlOf } from './child.ts'
import { KEYS } from './start-collector.ts'

const MAIN = fileURLToPath(import.meta.resolve('@uptake/collector/src/main.ts'))
const ENVIRONMENT = {
  UPTAKE_WRITE_KEY: KEYS.writeKey,
  UPTAKE_SECRET_KEY: KEYS.secretKey,
  UPTAKE_IDENTITY_SECRET: KEYS.identitySecret ?? '',
}

/** Where a verb runs, and what its environment has instead of the keys of tests. */
interface SpawnOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a verb of the command line as its user would; both streams go to `onLine` too, as they come. */
export function spawnUptake(args: readonly string[], { cwd, env }: SpawnOptions = {}): ChildProcess {
  const options = { env: { ...process.env, ...ENVIRONMENT, ...env }, ...(cwd !== undefined && { cwd }) }
  return spawn(process.execPath, [MAIN, ...args], options)
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a verb to its end. */
export async function runUptake(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
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
  /** Ends it by a signal; resolves to its exit code, or to the signal where that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** Starts `uptake serve` and waits until it accepts connections. */
export async function spawnCollector(options: {
  data: string
  config: string
  port?: number
}): Promise<SpawnedCollector> {
  const { data, config, port = 0 } = options
  const child = spawnUptake(['serve', '--port', String(port), '--data', data, '--config', config])
  return { url: await urlOf(child), process: child, end: (signal) => endBy(child, signal) }
}
