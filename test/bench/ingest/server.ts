import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endBy, urlOf } from '../../harness/child.ts'
import { KEYS, temporaryFolder } from '../../harness/start-collector.ts'
import { ask } from './ask.ts'
import type { Usage } from './usage.ts'

const COLLECTOR = fileURLToPath(new URL('collector-process.ts', import.meta.url))
const BARE = fileURLToPath(new URL('bare-process.ts', import.meta.url))
const CONFIG = fileURLToPath(new URL('../uptake.config.ts', import.meta.url))

/** A server in a process of its own, which ends with it. */
export interface MeasuredServer extends AsyncDisposable {
  readonly url: string
  usage(): Promise<Usage>
}

/** Starts what the collector is compared with. */
export const startBare = (): Promise<MeasuredServer> => start(BARE, [])

/** Starts a collector on a data folder, or on a new one, which goes with it. */
export async function startCollector(data?: string): Promise<MeasuredServer> {
  await using made = new AsyncDisposableStack()
  const path = data ?? made.adopt(temporaryFolder(), ({ remove }) => remove()).path
  const server = made.use(await start(COLLECTOR, ['--data', path, '--config', CONFIG]))
  const all = made.move()
  return { ...server, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function start(script: string, args: readonly string[]): Promise<MeasuredServer> {
  const { writeKey, secretKey, identitySecret } = KEYS
  const keys = { UPTAKE_WRITE_KEY: writeKey, UPTAKE_SECRET_KEY: secretKey, UPTAKE_IDENTITY_SECRET: identitySecret }
  const child = fork(script, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...keys } })
  return {
    url: await urlOf(child),
    usage: async () => (await ask(child, { what: 'usage' })) as Usage,
    [Symbol.asyncDispose]: async () => void (await endBy(child, 'SIGTERM')),
  }
}
